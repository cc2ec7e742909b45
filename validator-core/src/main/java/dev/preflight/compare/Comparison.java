package dev.preflight.compare;

import dev.preflight.api.Finding;
import dev.preflight.compare.Change.Kind;
import dev.preflight.compare.Side.Identity;
import dev.preflight.compare.Side.State;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What two runs differ in. A finding is the same in both if the name of its check's instance, its scope and its subject are. What
 * is good in both is in no list, nor are findings of hosts that are gone: the host itself is.
 *
 * @param before the earlier run
 * @param after the later run
 * @param trend whether it is worse
 * @param hosts what became of hosts: those of the later run in its order, then those that are gone
 * @param changes what became of findings: those of the later run in its order, then those that it does not have
 */
public record Comparison(RunReport before, RunReport after, Trend trend, List<HostChange> hosts, List<Change> changes) {

    /** Unmodifiable lists. */
    public Comparison {
        hosts = List.copyOf(hosts);
        changes = List.copyOf(changes);
    }

    /** Compares two runs. */
    public static Comparison of(RunReport before, RunReport after) {
        Comparing comparing = new Comparing(new Side(before), new Side(after));
        List<HostChange> hosts = comparing.hosts();
        List<Change> changes = comparing.changes();
        return new Comparison(before, after, comparing.trend(hosts, changes), hosts, changes);
    }

    /** What the command ends with: that of the trend, unless memory ran out while a host was judged. */
    public ExitCode exit() {
        boolean broken = before.exit() == ExitCode.INTERNAL_ERROR || after.exit() == ExitCode.INTERNAL_ERROR;
        return broken ? ExitCode.INTERNAL_ERROR : trend.exit();
    }

    /** What became of findings in this way. */
    public List<Change> changes(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).toList();
    }

    /** The two runs while they are compared. */
    private record Comparing(Side old, Side now) {
        List<HostChange> hosts() {
            Set<String> names = new LinkedHashSet<>(now.verdicts().keySet());
            names.addAll(old.verdicts().keySet());
            return names.stream()
                    .map(name -> new HostChange(
                            name,
                            Optional.ofNullable(old.verdicts().get(name)),
                            Optional.ofNullable(now.verdicts().get(name))))
                    .filter(host -> !host.before().equals(host.after()))
                    .toList();
        }

        List<Change> changes() {
            List<Change> changes = new ArrayList<>();
            Map<Identity, List<Finding>> earlier = old.findings();
            now.findings()
                    .forEach((key, findings) -> pairs(
                            earlier.getOrDefault(key, List.of()),
                            findings,
                            (was, is) -> kind(was, is).ifPresent(kind -> changes.add(new Change(kind, was, is)))));
            earlier.forEach((key, findings) -> {
                if (!now.findings().containsKey(key) && now.lookedAt(key.scope())) {
                    findings.forEach(was -> kind(Optional.of(was), Optional.empty())
                            .ifPresent(kind -> changes.add(new Change(kind, Optional.of(was), Optional.empty()))));
                }
            });
            return changes;
        }

        /** Of findings of one identity first those of one code belong together, then the others in their order. */
        private static void pairs(
                List<Finding> before, List<Finding> after, BiConsumer<Optional<Finding>, Optional<Finding>> each) {
            List<Finding> left = new ArrayList<>(before);
            List<Optional<Finding>> partners = new ArrayList<>();
            for (Finding is : after) {
                Optional<Finding> partner = left.stream()
                        .filter(was -> was.code().equals(is.code()))
                        .findFirst();
                partner.ifPresent(left::remove);
                partners.add(partner);
            }
            Iterator<Finding> others = left.iterator();
            for (int i = 0; i < after.size(); i++) {
                Optional<Finding> partner = partners.get(i);
                each.accept(
                        partner.isPresent() || !others.hasNext() ? partner : Optional.of(others.next()),
                        Optional.of(after.get(i)));
            }
            others.forEachRemaining(was -> each.accept(Optional.of(was), Optional.empty()));
        }

        private Optional<Kind> kind(Optional<Finding> before, Optional<Finding> after) {
            Optional<State> was = before.map(Side::state);
            State is = after.map(Side::state)
                    .orElseGet(() -> now.judgedWholly(before.orElseThrow()) ? State.GOOD : State.ASIDE);
            boolean failed = was.equals(Optional.of(State.FAILING));
            boolean unknown = was.equals(Optional.of(State.UNKNOWN));
            return switch (is) {
                case FAILING -> Optional.of(failed ? Kind.STILL_FAILING : Kind.NEW);
                case UNKNOWN -> Optional.of(unknown ? Kind.STILL_UNDETERMINED : Kind.UNDETERMINED);
                case GOOD ->
                    failed ? Optional.of(Kind.FIXED) : unknown ? Optional.of(Kind.DETERMINED) : Optional.empty();
                case ASIDE -> failed || unknown ? Optional.of(Kind.SET_ASIDE) : Optional.empty();
            };
        }

        Trend trend(List<HostChange> hosts, List<Change> changes) {
            boolean worse = became(Verdict.BLOCKED, hosts, changes)
                    || (proceeds(old.verdict()) && now.verdict() == Verdict.BLOCKED);
            boolean undecided = became(Verdict.UNDECIDED, hosts, changes)
                    || (proceeds(old.verdict()) && now.verdict() == Verdict.UNDECIDED);
            return worse ? Trend.WORSE : undecided ? Trend.UNDECIDED : Trend.NOT_WORSE;
        }

        /** Whether a finding has this weight that did not have it, or a host has this verdict that proceeded or was not there. */
        private boolean became(Verdict verdict, List<HostChange> hosts, List<Change> changes) {
            return changes.stream()
                            .anyMatch(change -> change.after()
                                            .filter(is -> now.weight(is) == verdict)
                                            .isPresent()
                                    && change.before()
                                            .filter(was -> old.weight(was) == verdict)
                                            .isEmpty())
                    || hosts.stream()
                            .anyMatch(host -> host.after().equals(Optional.of(verdict))
                                    && host.before().map(Comparing::proceeds).orElse(true));
        }

        private static boolean proceeds(Verdict verdict) {
            return verdict == Verdict.PROCEED || verdict == Verdict.PROCEED_WITH_WARNINGS;
        }
    }
}
