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
import dev.preflight.checks.fact.BootConfig;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files below {@code /sys} are as required, and the next boot leaves them so: transparent huge pages, I/O schedulers,
 * governors of processors, read-ahead. What a script sets with {@code echo} is gone with the next boot, or set back by
 * tuned a second later.
 *
 * <p>Sources: the kernel's admin-guide/mm/transhuge; tmpfiles.d(5); tiup#2498 and puppet-redis#372 (tuned); redis#3176.
 */
public final class SysfsSettingCheck implements HostCheck<SysfsSettingCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value =
                            "What is required, by path below /sys, or by a pattern with * for any characters but slashes",
                    example = "{/sys/kernel/mm/transparent_hugepage/enabled: never}",
                    shape = Shape.SYSFS,
                    kind = Kind.LOCATOR)
            Rows<SysfsLimits> require,

            @FromSetting boolean treatAsHost) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("sysfs-setting", Params.class, Severity.BLOCKER)
            .requires("require")
            .notInContainer(Params::treatAsHost)
            .code("wrong-now")
            .code("wrong-after-boot", Severity.WARNING)
            .code("not-persisted", Severity.WARNING)
            .code("absent", Severity.WARNING)
            .code("late-writer", Severity.INFO)
            .code("too-late", Severity.INFO)
            .code("no-such-file", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, values(params)).each(boot(params));
    }

    private static FactRequest<SysfsValues> values(Params params) {
        return SysfsValues.FACT.request().withArguments(params.require().asked());
    }

    private static FactRequest<BootConfig> boot(Params params) {
        return BootConfig.FACT
                .request()
                .withArguments(params.require()
                        .asked(row -> Stream.concat(Stream.of(row.key()), SysfsName.others(row.key()))));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        SysfsValues values = facts.get(values(params));
        return params.require().all().stream()
                .map(row -> new SysfsRow(row, values, facts.reading(boot(params))).judge())
                .map(said -> said.basedOn(values(params)).basedOn(boot(params)))
                .toList();
    }
}
