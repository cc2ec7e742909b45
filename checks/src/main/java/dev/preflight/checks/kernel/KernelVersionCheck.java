package dev.preflight.checks.kernel;

import dev.preflight.api.Bounds;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinePattern;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The running kernel is new enough, and none that a platform excludes. Distributions that port features back keep the
 * numbers of an old kernel, so that they have bounds of their own; where a feature can be asked for, {@code
 * kernel-modules} asks for it instead.
 */
public final class KernelVersionCheck implements HostCheck<KernelVersionCheck.Params> {
    private static final FactRequest<KernelInstall> INSTALL = KernelInstall.FACT.request();
    private static final Subject RUNNING = Subject.of("kernel", "running");
    private static final Subject INSTALLED = Subject.of("kernel", "installed");

    /** What is required on hosts of one distribution. */
    public record Family(
            @Param(value = "The oldest release", example = "4.18.0-305", kind = Kind.THRESHOLD)
            KernelVersion value) {}

    /** Parameters. */
    public record Params(
            @Param(value = "The oldest version, by its leading numbers", example = "'5.10'", kind = Kind.THRESHOLD)
            Optional<KernelVersion> min,

            @Param(value = "The first version that is too new", example = "'6.9'", kind = Kind.THRESHOLD)
            Optional<KernelVersion> below,

            @Param(
                    value = "Another oldest release, compared to its end, by ID or ID_LIKE of os-release, with the"
                            + " version or without",
                    example = "{rhel-8: 4.18.0-305}",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            Rows<Family> family,

            @Param(
                    value = "Regular expressions (RE2) of releases that may not run",
                    example = "['^5\\.15\\.0-1051-']",
                    kind = Kind.THRESHOLD)
            List<LinePattern> exclude,

            @FromSetting boolean treatAsHost) {
        /** The patterns are copied. */
        public Params {
            exclude = List.copyOf(exclude);
            Bounds.leaveRoom(min, "below", below, KernelVersion::below);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("kernel-version", Params.class, Severity.BLOCKER)
            .requires("min", "below", "family", "exclude")
            .notInContainer(Params::treatAsHost)
            .explainedBy("kernel-known-bad")
            .code("too-old")
            .code("too-new")
            .code("excluded")
            .code("no-bound", Severity.INFO)
            .code("old-running", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST).optional(INSTALL);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        HostIdentity host = facts.get(HostIdentity.REQUEST);
        Optional<KernelVersion> running = KernelVersion.of(host.kernel());
        if (running.isEmpty()) {
            return List.of(Judgement.unknown(Reason.MALFORMED, RUNNING).with("detail", host.kernel()));
        }
        List<Judgement> said = new ArrayList<>(faults(running.get(), host, params));
        if (said.isEmpty()) {
            boolean bound =
                    family(host, params).or(params::min).or(params::below).isPresent()
                            || !params.exclude().isEmpty();
            said.add(bound ? Judgement.pass(RUNNING) : Judgement.notApplicable("no-bound", RUNNING));
        } else {
            facts.reading(INSTALL)
                    .fold(kernel -> newest(kernel, host, params), missing -> Optional.<KernelVersion>empty())
                    .ifPresent(newest -> said.add(Judgement.warning("old-running", INSTALLED)
                            .with("newest", newest.text())
                            .withRemedy(Remedy.manual("reboot"))));
        }
        return said.stream()
                .map(one -> one.with("running", host.kernel()).basedOn(HostIdentity.REQUEST))
                .toList();
    }

    private static List<Judgement> faults(KernelVersion kernel, HostIdentity host, Params params) {
        List<Judgement> faults = new ArrayList<>();
        Optional<KernelVersion> ported = family(host, params);
        Optional<KernelVersion> least = ported.isPresent() ? ported : params.min();
        if (ported.filter(kernel::olderRelease).isPresent()
                || (ported.isEmpty() && params.min().filter(kernel::below).isPresent())) {
            faults.add(Judgement.fail("too-old", RUNNING)
                    .with("min", least.map(KernelVersion::text).orElse(""))
                    .withRemedy(Remedy.manual("update")));
        }
        params.below()
                .filter(bound -> !kernel.below(bound))
                .ifPresent(bound -> faults.add(Judgement.fail("too-new", RUNNING)
                        .with("below", bound.text())
                        .withRemedy(Remedy.manual("older"))));
        params.exclude().stream()
                .filter(pattern -> pattern.find(kernel.text()).isPresent())
                .findFirst()
                .ifPresent(pattern -> faults.add(Judgement.fail("excluded", RUNNING)
                        .with("pattern", pattern.toString())
                        .withRemedy(Remedy.manual("another"))));
        return faults;
    }

    /** The bound of the host's distribution: that of its version before that of any. */
    private static Optional<KernelVersion> family(HostIdentity host, Params params) {
        return params.family().all().stream()
                .filter(row -> names(row.key(), host))
                .max(Comparator.comparingInt(row -> specific(row.key(), host)))
                .map(row -> row.limits().value());
    }

    private static boolean names(String key, HostIdentity host) {
        if (host.isLike(List.of(key))) {
            return true;
        }
        int dash = key.lastIndexOf('-');
        String version = key.substring(dash + 1);
        return dash > 0
                && host.isLike(List.of(key.substring(0, dash)))
                && (host.version() + ".").startsWith(version + ".");
    }

    /** A version counts more than none, a longer one more, and the distribution itself more than one that it is like. */
    private static int specific(String key, HostIdentity host) {
        int version = host.isLike(List.of(key)) ? 0 : key.length() - key.lastIndexOf('-');
        return 2 * version + (key.startsWith(host.id()) ? 1 : 0);
    }

    /** The newest installed kernel of the same flavour, if it is newer than the running one and would pass. */
    private static Optional<KernelVersion> newest(KernelInstall kernel, HostIdentity host, Params params) {
        String flavour = KernelRelease.flavour(kernel.running());
        return kernel.installed().stream()
                .filter(release -> KernelRelease.flavour(release).equals(flavour))
                .max(KernelRelease.OLDEST_FIRST)
                .filter(newest -> KernelRelease.OLDEST_FIRST.compare(newest, kernel.running()) > 0)
                .flatMap(KernelVersion::of)
                .filter(newest -> faults(newest, host, params).isEmpty());
    }
}
