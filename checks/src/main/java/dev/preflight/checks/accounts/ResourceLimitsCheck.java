package dev.preflight.checks.accounts;

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
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processes get the limits that the platform needs, by each way in and in each service. A line in limits.conf is no proof:
 * sshd without PAM, a stack without pam_limits and every unit of systemd ignore it, and a later file may replace it.
 *
 * <p>Sources: limits.conf(5), pam_limits(8), systemd.exec(5); linux-pam#353 (more open files than fs.nr_open lock
 * everyone out); systemd#9205 (1024:524288 since 240); EL 7's 20-nproc.conf; openrc-run(8) on rc_ulimit; the bootstrap checks of Elasticsearch.
 */
public final class ResourceLimitsCheck implements HostCheck<ResourceLimitsCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required, by the name of a limit in limits.conf",
                    example = "{nofile: {soft: 65535}, memlock: {soft: unlimited}, stack: {soft: 10MiB}}",
                    shape = Shape.LIMIT,
                    kind = Kind.LOCATOR)
            Rows<ResourceLimits> require,

            @Param(
                    value =
                            "Contexts in which the processes are started; services are named in units. Empty, as for a user without a login shell: only units are looked at",
                    defaultValue = "[exec, login]",
                    example = "[su-]",
                    shape = Shape.SCRIPT_CONTEXT,
                    kind = Kind.LOCATOR)
            List<Context> contexts,

            @Param(
                    value = "Whose processes they are; left out: install_user",
                    example = "platform",
                    shape = Shape.USER,
                    kind = Kind.LOCATOR)
            Optional<String> user,

            @FromSetting String installUser,

            @Param(
                    value =
                            "Services that get these limits; for one that is not installed yet the default of systemd or OpenRC counts",
                    example = "[kafka.service]",
                    shape = Shape.UNIT,
                    kind = Kind.LOCATOR)
            List<String> units) {
        /** The lists are copied. */
        public Params {
            contexts = List.copyOf(contexts);
            units = List.copyOf(units);
            if (contexts.isEmpty() && units.isEmpty()) {
                throw new IllegalArgumentException("contexts: expected at least one, or a service in units");
            }
            for (Rows.Row<ResourceLimits> row : require.table()) {
                boolean size = Limit.of(row.key()).filter(Limit::isSize).isPresent();
                for (Optional<LimitValue> value :
                        List.of(row.limits().soft(), row.limits().hard())) {
                    refuseUnit(row.key(), size, value);
                }
            }
        }

        /** Zero needs no unit, and no limit has none. */
        private static void refuseUnit(String key, boolean size, Optional<LimitValue> value) {
            value.filter(given -> given.number() != 0 && given.number() != LimitValue.UNLIMITED)
                    .filter(given -> given.isSize() != size)
                    .ifPresent(given -> {
                        throw new IllegalArgumentException("require: " + key + ": expected "
                                + (size
                                        // limits.conf(5) counts these in KiB.
                                        ? "a size such as 10MiB (" + given.number() + " in limits.conf is "
                                                + given.number() + "KiB here)"
                                        : "a number without a unit")
                                + ", or unlimited");
                    });
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("resource-limits", Params.class, Severity.BLOCKER)
            .requires("require")
            .code("too-low")
            .code("not-applied")
            .code("unit-too-low")
            .code("openrc-too-low")
            .code("above-nr-open")
            .code("contexts-differ", Severity.WARNING)
            .code("unlimited-core", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().each(config(params));
        for (Context context : params.contexts()) {
            needs = processes(params).addedTo(needs, context);
        }
        return params.units().isEmpty() ? needs : needs.each(units(params));
    }

    private static InContext<ProcessLimits> processes(Params params) {
        return new InContext<>(ProcessLimits.FACT, params.user().orElse(params.installUser()), List.of());
    }

    private static FactRequest<LimitsConfig> config(Params params) {
        return LimitsConfig.FACT.request().withArguments(params.require().asked());
    }

    private static FactRequest<UnitLimits> units(Params params) {
        return UnitLimits.FACT.request().withArguments(params.units());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        InContext<ProcessLimits> processes = processes(params);
        List<Judgement> said = new ArrayList<>();
        Map<Context, Reading<ProcessLimits>> contexts = new LinkedHashMap<>();
        for (Context context : params.contexts()) {
            if (processes.lacksInstallUser(context)) {
                said.add(InContext.settingMissing(context, "install_user"));
            } else {
                contexts.put(context, facts.reading(processes.request(context)));
            }
        }
        Optional<Reading<UnitLimits>> units =
                params.units().isEmpty() ? Optional.empty() : Optional.of(facts.reading(units(params)));
        if (contexts.isEmpty() && units.isEmpty()) {
            return said;
        }
        for (Rows.Row<ResourceLimits> row : params.require().all()) {
            Limit.of(row.key())
                    .ifPresent(limit -> said.addAll(
                            new LimitsRow(row, limit, facts.reading(config(params))).judge(contexts, units)));
        }
        List<FactRequest<?>> asked = needs(params).all();
        return said.stream().map(one -> one.orFrom(asked)).toList();
    }
}
