package dev.preflight.checks.kernel;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.List;

/**
 * Settings of the kernel are as required, and the next boot leaves them so. An installer that sets them with
 * {@code sysctl -w}, or in a file that another file overrides, works until the first reboot.
 *
 * <p>Sources: sysctl.d(5), sysctl(8), the kernel's ip-sysctl.
 */
public final class SysctlCheck implements HostCheck<SysctlCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required, by setting as sysctl(8) names it, or by a pattern with * for any"
                            + " characters but dots",
                    example = "{net.ipv4.ip_forward: 1, vm.max_map_count: {min: 262144}}",
                    shape = Shape.WORD,
                    kind = Kind.LOCATOR)
            Rows<SysctlLimits> require,

            @FromSetting boolean treatAsHost) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("sysctl", Params.class, Severity.BLOCKER)
            .requires("require")
            .notInContainer(Params::treatAsHost)
            // Settings of a module are not there before it is; others have nothing to do with it.
            .explainedBy("kernel-modules", "absent", "module-first")
            .code("absent")
            .code("wrong-now")
            .code("per-interface")
            .code("wrong-after-boot", Severity.WARNING)
            .code("module-first", Severity.WARNING)
            .code("not-persisted", Severity.WARNING)
            .code("late-writer", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, values(params)).each(boot(params));
    }

    private static FactRequest<SysctlValues> values(Params params) {
        return SysctlValues.FACT.request().withArguments(params.require().asked());
    }

    private static FactRequest<SysctlBoot> boot(Params params) {
        return SysctlBoot.FACT.request().withArguments(params.require().asked());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        SysctlValues values = facts.get(values(params));
        return params.require().all().stream()
                .map(row -> new SysctlRow(row, values, facts.reading(boot(params))).judge())
                .map(said -> said.basedOn(values(params)).basedOn(boot(params)))
                .toList();
    }
}
