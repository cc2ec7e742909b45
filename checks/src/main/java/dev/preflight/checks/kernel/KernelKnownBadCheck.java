package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.KernelLog;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The running kernel is not known to be bad, and no newer kernel is installed and waiting for a reboot. With one kernel
 * and one driver a stuck migration thread froze one core at a time.
 *
 * <p>Sources: docs/incidents.md; the kernel's livepatch documentation: a live patch does not change the release, and
 * vendors' rebuilds share numbers but not patches.
 */
public final class KernelKnownBadCheck implements HostCheck<KernelKnownBadCheck.Params> {
    private static final FactRequest<KernelInstall> INSTALL = KernelInstall.FACT.request();
    private static final FactRequest<KernelLog> LOG = KernelLog.FACT.request();

    private static final Subject RUNNING = Subject.of("kernel", "running");
    private static final Subject INSTALLED = Subject.of("kernel", "installed");

    /** What the log of a bad kernel shows before users notice. */
    private static final List<String> SYMPTOMS =
            List.of("nic-tx-timeout", "soft-lockup", "hard-lockup", "rcu-stall", "hung-task", "oops");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Further kernels that are known to be bad, in addition to the shipped table",
                    example =
                            "[{release: '^5\\.10\\.0-60\\.', driver: hns3, effect: Packets stall, advice: Update to 5.10.0-136}]",
                    kind = Kind.THRESHOLD)
            List<BadKernel> more,

            @FromSetting boolean treatAsHost) {
        public Params {
            more = List.copyOf(more);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("kernel-known-bad", Params.class, Severity.WARNING)
            .notInContainer(Params::treatAsHost)
            .code("known-bad")
            .code("known-bad-with-symptoms", Severity.BLOCKER)
            .code("other-driver")
            .code("reboot-pending");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, INSTALL).each(LOG);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        HostIdentity host = facts.get(HostIdentity.REQUEST);
        KernelInstall kernel = facts.get(INSTALL);
        List<Judgement> said = new ArrayList<>();
        boolean sameRelease = false;
        for (BadKernel bad : Stream.concat(BadKernel.SHIPPED.stream(), params.more().stream())
                .toList()) {
            boolean release = bad.release().find(kernel.running()).isPresent()
                    && (bad.distro().isEmpty() || host.isLike(bad.distro()));
            sameRelease |= release;
            if (release && (bad.driver().isEmpty() || kernel.drivers().containsValue(bad.driver()))) {
                said.add(found(bad, kernel, facts));
            }
        }
        pending(kernel).ifPresent(said::add);
        Judgement pass = sameRelease ? Judgement.pass("other-driver", RUNNING) : Judgement.pass(RUNNING);
        Judgement log = facts.reading(LOG).fold(read -> pass, missing -> Judgement.unknown(missing, RUNNING));
        if (said.isEmpty() || log.outcome() == Outcome.UNKNOWN) {
            said.add(log.with("running", kernel.running()));
        }
        return said.stream()
                .map(judgement -> judgement.basedOn(INSTALL).basedOn(LOG))
                .toList();
    }

    private static Judgement found(BadKernel bad, KernelInstall kernel, HostFacts facts) {
        boolean symptoms = facts.reading(LOG).fold(log -> LogEvents.anyOf(log, SYMPTOMS), missing -> false);
        Judgement judgement = symptoms
                ? Judgement.fail("known-bad-with-symptoms", RUNNING)
                : bad.severity() == Severity.BLOCKER
                        ? Judgement.fail("known-bad", RUNNING).withSeverity(bad.severity())
                        : Judgement.warning("known-bad", RUNNING).withSeverity(bad.severity());
        return judgement
                .with("running", kernel.running())
                .with("driver", bad.driver())
                .with("patches", Arg.texts(kernel.patches()))
                .with("effect", bad.effect())
                .with("advice", bad.advice())
                .withRemedy(Remedy.manual("update"));
    }

    private static Optional<Judgement> pending(KernelInstall kernel) {
        String flavour = KernelRelease.flavour(kernel.running());
        return kernel.installed().stream()
                .filter(release -> KernelRelease.flavour(release).equals(flavour))
                .max(KernelRelease.OLDEST_FIRST)
                .filter(newest -> KernelRelease.OLDEST_FIRST.compare(newest, kernel.running()) > 0)
                .map(newest -> Judgement.warning("reboot-pending", INSTALLED)
                        .with("running", kernel.running())
                        .with("newest", newest)
                        .withRemedy(Remedy.manual("reboot")));
    }
}
