package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that systemd or OpenRC gives services. The fact's arguments are the names of their units.
 *
 * @param units by name, in the order asked for
 * @param defaults those of a service that says nothing, with systemd
 * @param openrc whether OpenRC starts them
 */
record UnitLimits(Map<String, Unit> units, Map<Limit, LimitPair> defaults, boolean openrc) {

    /** One call for each unit. */
    public static final Fact<UnitLimits> FACT = Fact.named("unit-limits", UnitLimits.class)
            .sharing(SharedShell.class, "find-tool")
            .parsedBy(UnitLimits::parse);

    /**
     * One service.
     *
     * @param loaded whether there is such a unit, or a script of OpenRC
     */
    public record Unit(boolean loaded, Map<Limit, LimitPair> limits) {
        public Unit {
            limits = Collections.unmodifiableMap(copy(limits));
        }
    }

    /** The maps are copied. */
    UnitLimits {
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        defaults = Collections.unmodifiableMap(copy(defaults));
    }

    private static Map<Limit, LimitPair> copy(Map<Limit, LimitPair> limits) {
        Map<Limit, LimitPair> copy = new EnumMap<>(Limit.class);
        copy.putAll(limits);
        return copy;
    }

    /** What a service of this name gets: what its unit says, or the default if there is none yet. */
    Optional<LimitPair> of(String unit, Limit limit) {
        Unit known = units.get(unit);
        Map<Limit, LimitPair> from = known != null && (known.loaded() || openrc) ? known.limits() : defaults;
        return Optional.ofNullable(from.get(limit));
    }

    private static Reading<UnitLimits> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("no-systemctl").isPresent()) {
            return Reading.missing(Reason.NO_TOOL, "systemctl");
        }
        Optional<HeadedText.Part> openrc = text.first("openrc");
        if (openrc.isPresent()) {
            return openrc(text, openrc.get());
        }
        HeadedText.Part manager =
                text.first("manager").orElseThrow(() -> new FactFormatException("expected the defaults of systemd"));
        Map<String, Unit> units = new LinkedHashMap<>();
        for (HeadedText.Part part : text.parts()) {
            Optional<String> failed = part.lines().stream()
                    .filter(line -> line.startsWith("Failed") || line.startsWith("System") || line.equals("failed"))
                    .findFirst();
            if (failed.isPresent()) {
                boolean none = failed.get().startsWith("System has not been booted");
                return Reading.missing(none ? Reason.NO_TOOL : Reason.NOT_READABLE, "systemctl: " + failed.get());
            }
            if (part.name().equals("unit")) {
                String state = value(part.lines(), "LoadState")
                        .orElseThrow(() -> new FactFormatException("a unit without LoadState: " + part.argument()));
                units.put(part.argument(), new Unit(!state.equals("not-found"), limits(part.lines(), "")));
            }
        }
        return Reading.got(new UnitLimits(units, limits(manager.lines(), "Default"), false));
    }

    private static Reading<UnitLimits> openrc(HeadedText text, HeadedText.Part part) throws FactFormatException {
        if (part.lines().stream().noneMatch(line -> line.startsWith("Max "))) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/1/limits");
        }
        RcUlimit openrc = RcUlimit.of(part);
        Map<String, Unit> units = new LinkedHashMap<>();
        text.all("unit").forEach(unit -> units.put(unit.argument(), openrc.unit(unit)));
        return Reading.got(new UnitLimits(units, Map.of(), true));
    }

    /** systemd before 231 reports no soft limits, for it sets both to one value. */
    private static Map<Limit, LimitPair> limits(List<String> lines, String prefix) {
        Map<Limit, LimitPair> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            Optional<Long> hard = value(lines, prefix + limit.directive()).flatMap(LimitValue::ofHost);
            Optional<Long> soft =
                    value(lines, prefix + limit.directive() + "Soft").flatMap(LimitValue::ofHost);
            hard.ifPresent(most -> limits.put(limit, new LimitPair(soft.orElse(most), most)));
        }
        return limits;
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst();
    }
}
