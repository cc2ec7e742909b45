package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.profile.Waiver;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Applies the waivers of a profile, and remembers which of them covered anything. Safe for use by many threads. */
final class Waivers {
    private final Catalogue catalogue;
    private final List<Waiver> inForce;
    private final List<Waiver> expired;
    private final Set<Waiver> used = ConcurrentHashMap.newKeySet();

    /** Splits the waivers at this instant: one ends at the very moment it names. */
    Waivers(List<Waiver> all, Instant now, Catalogue catalogue) {
        this.catalogue = catalogue;
        this.inForce =
                all.stream().filter(w -> w.until().toInstant().isAfter(now)).toList();
        this.expired =
                all.stream().filter(w -> !w.until().toInstant().isAfter(now)).toList();
    }

    /** The finding, waived if a waiver in force covers it. Only what is wrong or undetermined can be accepted. */
    Finding apply(Finding finding) {
        boolean acceptable = finding.outcome() == Outcome.FAIL
                || finding.outcome() == Outcome.WARNING
                || finding.outcome() == Outcome.UNKNOWN;
        if (!acceptable) {
            return finding;
        }
        Set<String> fingerprints = fingerprints(finding);
        List<Waiver> all =
                inForce.stream().filter(w -> covers(w, finding, fingerprints)).toList();
        // Beside a waiver of the present fingerprint one of an old one may be in force: neither is unused.
        used.addAll(all);
        Optional<Waiver> covering = all.stream().findFirst();
        return covering.map(w -> finding.waivedBy(new Finding.AppliedWaiver(
                        w.reason(), w.owner(), w.until().toString())))
                .orElse(finding);
    }

    List<Waiver> expired() {
        return expired;
    }

    /** Those in force of which this run shows that there is nothing that they cover. */
    List<Waiver> unused(JudgedParts judged) {
        return inForce.stream()
                .filter(w -> !used.contains(w))
                .filter(judged::showsAllThatIsOf)
                .toList();
    }

    private static boolean covers(Waiver waiver, Finding finding, Set<String> fingerprints) {
        if (waiver.fingerprint().isPresent()) {
            return fingerprints.contains(waiver.fingerprint().get());
        }
        return waiver.check().filter(finding.instance()::equals).isPresent() && covers(waiver, finding.scope());
    }

    /** A finding between two hosts is covered if the waiver names both. */
    private static boolean covers(Waiver waiver, Scope scope) {
        if (scope instanceof Scope.OfPair two) {
            return waiver.hosts()
                    .containsAll(List.of(two.pair().from(), two.pair().to()));
        }
        return scope instanceof Scope.OfHost host && waiver.hosts().contains(host.host());
    }

    /** The present fingerprint and those of old names; none where no waiver asks for one. */
    private Set<String> fingerprints(Finding finding) {
        if (inForce.stream().allMatch(waiver -> waiver.fingerprint().isEmpty())) {
            return Set.of();
        }
        Set<String> all = new HashSet<>(Set.of(finding.fingerprint()));
        catalogue.find(finding.check()).ifPresent(check -> all.addAll(finding.oldFingerprints(check.spec())));
        return all;
    }
}
