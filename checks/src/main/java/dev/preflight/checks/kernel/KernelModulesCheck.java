package dev.preflight.checks.kernel;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Functions of the kernel are there or can be loaded, and stay: as modules, whatever state they are required in, and as
 * options that it was built with.
 *
 * <p>Sources: modprobe.d(5), modules-load.d(5), the kernel's admin-guide/sysctl/kernel (modprobe, modules_disabled) and
 * kernel-parameters (module_blacklist).
 */
public final class KernelModulesCheck implements HostCheck<KernelModulesCheck.Params> {
    private static final Reading<KernelConfig> NOT_ASKED = Reading.missing(Reason.NOT_COLLECTED, "");

    /** What an option of the kernel is to be. */
    enum Built {
        /** Built in. */
        Y,
        /** A module. */
        M,
        /** Built in or a module. */
        ANY,
        /** Not built. */
        N;

        boolean holds(String option) {
            return switch (this) {
                case Y -> option.equals("y");
                case M -> option.equals("m");
                case ANY -> !option.equals("n");
                case N -> option.equals("n");
            };
        }
    }

    /** What is required of an option. */
    public record Option(
            @Param(value = "What it is to be", defaultValue = "any", example = "y", kind = Kind.THRESHOLD)
            Built value) {}

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required, by module",
                    example = "{overlay: {}, br_netfilter: {state: loaded}}",
                    shape = Shape.WORD,
                    kind = Kind.LOCATOR)
            Rows<ModuleLimits> require,

            @Param(
                    value = "How the kernel was built, by option without CONFIG_",
                    example = "{CGROUP_PIDS: any}",
                    shape = Shape.WORD,
                    kind = Kind.LOCATOR)
            Rows<Option> options,

            @FromSetting boolean treatAsHost) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("kernel-modules", Params.class, Severity.BLOCKER)
            .requires("require", "options")
            .notInContainer(Params::treatAsHost)
            .explainedBy("kernel-known-bad")
            .code("not-loaded")
            .code("not-available")
            .code("blocked")
            .code("locked")
            .code("no-module-tree")
            .code("option-missing")
            .code("present")
            .code("parameter-differs")
            .code("autoload-off", Severity.WARNING)
            .code("not-persisted", Severity.WARNING)
            .code("blacklisted", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(HostIdentity.REQUEST);
        if (!params.require().table().isEmpty()) {
            needs = needs.required(modules(params));
        }
        if (!params.options().table().isEmpty()) {
            return needs.each(config(params));
        }
        return config(params).arguments().isEmpty() ? needs : needs.optional(config(params));
    }

    private static FactRequest<KernelModules> modules(Params params) {
        List<String> asked = new ArrayList<>();
        for (Rows.Row<ModuleLimits> row : params.require().table()) {
            asked.add(row.key());
            asked.addAll(row.limits().anyOf());
            row.limits().feature().ifPresent(asked::add);
        }
        return KernelModules.FACT.request().withArguments(asked);
    }

    private static FactRequest<KernelConfig> config(Params params) {
        Stream<String> ofModules = params.require().table().stream()
                .flatMap(ModuleRow::names)
                .filter(ModuleRow.OPTIONS::containsKey)
                .map(ModuleRow.OPTIONS::get);
        return KernelConfig.FACT
                .request()
                .withArguments(Stream.concat(params.options().asked().stream(), ofModules)
                        .distinct()
                        .toList());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        FactRequest<KernelConfig> asked = config(params);
        Reading<KernelConfig> config = asked.arguments().isEmpty() ? NOT_ASKED : facts.reading(asked);
        List<Judgement> said = new ArrayList<>();
        for (Rows.Row<ModuleLimits> row : params.require().all()) {
            said.add(new ModuleRow(row, facts.get(modules(params)), config)
                    .judge()
                    .basedOn(modules(params)));
        }
        for (Rows.Row<Option> row : params.options().all()) {
            Subject option = Subject.of("option", row.key());
            said.add(config.fold(
                            read -> judge(row, read.of(row.key()), option)
                                    .with("file", read.file())
                                    .with("now", read.of(row.key())),
                            missing -> Judgement.unknown(missing, option))
                    .basedOn(asked));
        }
        return said;
    }

    private static Judgement judge(Rows.Row<Option> row, String now, Subject option) {
        Judgement judgement = row.limits().value().holds(now)
                ? Judgement.pass(option)
                : Judgement.fail("option-missing", option).withRemedy(Remedy.manual("kernel"));
        return judgement
                .with("option", "CONFIG_" + row.key())
                .with("wanted", CodeName.of(row.limits().value()));
    }
}
