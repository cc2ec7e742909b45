package dev.preflight.checks.software;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.software.ServiceUnit.Boot;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Services run and start at the next boot, or do not. {@code systemctl is-active} says "inactive" of a unit that does not
 * exist, and what was enabled in /run starts today and not tomorrow. Sources: systemctl(1), "is-enabled"; openrc-run(8).
 */
public final class ServiceStateCheck implements HostCheck<ServiceStateCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("service-state", Params.class, Severity.BLOCKER)
            .code("absent")
            .code("present")
            .code("masked")
            .code("not-masked")
            .code("not-active")
            .code("active")
            .code("not-enabled")
            .code("enabled")
            .code("none-of")
            .code("more-than-one", Severity.WARNING)
            .code("failed", Severity.WARNING)
            .code("needs-reload", Severity.INFO)
            .requires("require");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required by unit, or by a word for several of which one is required",
                    example =
                            "{docker.service: {active: true, enabled: true}, time: {any_of: [chronyd, ntpd], active: true}}",
                    shape = Shape.UNIT,
                    kind = Kind.LOCATOR)
            Rows<ServiceLimits> require) {}

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, services(params));
    }

    private static FactRequest<Services> services(Params params) {
        return Services.FACT
                .request()
                .withArguments(params.require().asked(row -> row.limits().asked(row.key())));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Services services = facts.get(services(params));
        HostIdentity host = facts.get(HostIdentity.REQUEST);
        return params.require().all().stream()
                .flatMap(row -> judged(row, services, host))
                .toList();
    }

    private static Stream<Judgement> judged(Rows.Row<ServiceLimits> row, Services services, HostIdentity host) {
        Subject subject = Subject.of("service", row.key());
        ServiceLimits limits = row.limits();
        return limits.anyOf().isEmpty()
                ? one(subject, limits, unit(services, limits.name(row.key(), host)), services).stream()
                : Stream.of(oneOf(subject, limits, services));
    }

    private static ServiceUnit unit(Services services, String name) {
        return Optional.ofNullable(services.units().get(name))
                .orElseThrow(() -> new IllegalStateException("not asked: " + name));
    }

    /** An alias and its unit are one. */
    private static Judgement oneOf(Subject subject, ServiceLimits limits, Services services) {
        Map<String, ServiceUnit> units = new LinkedHashMap<>();
        limits.anyOf().stream().map(name -> unit(services, name)).forEach(unit -> units.putIfAbsent(unit.id(), unit));
        List<ServiceUnit> good = new ArrayList<>();
        List<Judgement> unsure = new ArrayList<>();
        for (ServiceUnit unit : units.values()) {
            List<Judgement> said = unit.exists() ? one(subject, limits, unit, services) : List.of();
            boolean fails = said.isEmpty() || said.stream().anyMatch(one -> one.outcome() == Outcome.FAIL);
            Optional<Judgement> unknown = said.stream()
                    .filter(one -> one.outcome() == Outcome.UNKNOWN)
                    .findFirst();
            if (!fails) {
                unknown.ifPresentOrElse(unsure::add, () -> good.add(unit));
            }
        }
        if (good.isEmpty()) {
            return unsure.stream()
                    .findFirst()
                    .orElseGet(() -> Judgement.fail("none-of", subject)
                            .with("state", described(units.values()))
                            .with("units", Arg.texts(limits.anyOf())));
        }
        // Two that are installed disturb nothing, as long as one of them runs.
        boolean tooMany = good.size() > 1
                && (limits.active().isPresent() || limits.enabled().isPresent());
        Judgement judgement = tooMany ? Judgement.warning("more-than-one", subject) : Judgement.pass(subject);
        return judgement.with("state", described(good));
    }

    private static Arg described(Collection<ServiceUnit> units) {
        return Arg.texts(units.stream().map(ServiceUnit::describe).toList());
    }

    private static List<Judgement> one(Subject subject, ServiceLimits limits, ServiceUnit unit, Services services) {
        List<Judgement> found = new ArrayList<>();
        boolean wanted = limits.active().orElse(false)
                || limits.enabled().orElse(false)
                || !limits.masked().orElse(true);
        if (limits.absent() && unit.exists()) {
            found.add(Judgement.fail("present", subject));
        } else if (!unit.exists()) {
            if (limits.needsIt()) {
                found.add(Judgement.fail("absent", subject));
            }
        } else if (unit.masked() && wanted) {
            found.add(Judgement.fail("masked", subject));
        } else {
            found.addAll(states(subject, limits, unit, services));
        }
        if (found.isEmpty()) {
            found.add(noted(subject, limits, unit));
        }
        return found.stream()
                .map(one ->
                        one.with("state", Arg.texts(List.of(unit.describe()))).with("unit", unit.id()))
                .toList();
    }

    private static Judgement noted(Subject subject, ServiceLimits limits, ServiceUnit unit) {
        if (unit.active().equals("failed") && limits.active().isEmpty()) {
            return Judgement.warning("failed", subject);
        }
        return unit.stale() ? Judgement.warning("needs-reload", subject) : Judgement.pass(subject);
    }

    private static List<Judgement> states(Subject subject, ServiceLimits limits, ServiceUnit unit, Services services) {
        List<Judgement> found = new ArrayList<>();
        boolean listened =
                limits.socketOk() && services.socketsOf(unit).stream().anyMatch(ServiceUnit::runs);
        limits.active().ifPresent(wanted -> {
            if (wanted && !unit.runs() && !listened) {
                found.add(Judgement.fail("not-active", subject));
            } else if (!wanted && !unit.rests()) {
                found.add(Judgement.fail("active", subject));
            }
        });
        Boot boot = boot(unit, services);
        limits.enabled().ifPresent(wanted -> {
            if (wanted
                    && (boot == Boot.NO || (boot == Boot.UNSURE && unit.file().equals("disabled")))) {
                found.add(Judgement.fail("not-enabled", subject));
            } else if (!wanted && boot == Boot.YES) {
                found.add(Judgement.fail("enabled", subject));
            } else if (boot == Boot.UNSURE) {
                found.add(Judgement.unknown(Reason.AMBIGUOUS, subject)
                        .with("detail", unit.describe() + "; wanted by: " + String.join(" ", unit.wantedBy())));
            }
        });
        if (limits.masked().orElse(false) && !unit.file().equals("masked")) {
            found.add(Judgement.fail("not-masked", subject));
        }
        return found;
    }

    /** A socket that starts a service at the first connection enables it. */
    private static Boot boot(ServiceUnit unit, Services services) {
        List<Boot> all = unit.masked()
                ? List.of(unit.boot())
                : Stream.concat(
                                Stream.of(unit.boot()),
                                services.socketsOf(unit).stream().map(ServiceUnit::boot))
                        .toList();
        return all.contains(Boot.YES) ? Boot.YES : all.contains(Boot.UNSURE) ? Boot.UNSURE : Boot.NO;
    }
}
