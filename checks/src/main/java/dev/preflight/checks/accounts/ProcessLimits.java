package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that a process has in one context.
 *
 * @param user whose process it is
 * @param groups that the user is in
 * @param limits each of them
 */
record ProcessLimits(String user, List<String> groups, Map<Limit, LimitPair> limits) {

    /** The fact. */
    public static final Fact<ProcessLimits> FACT =
            Fact.named("process-limits", ProcessLimits.class).parsedBy(ProcessLimits::parse);

    /** The collections are copied. */
    ProcessLimits {
        groups = List.copyOf(groups);
        limits = Collections.unmodifiableMap(new EnumMap<>(limits));
    }

    /** One of them; the kernel lists all. */
    LimitPair of(Limit limit) {
        return Optional.ofNullable(limits.get(limit)).orElseThrow();
    }

    private static Reading<ProcessLimits> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        List<String> lines = text.lines("limits");
        if (lines.isEmpty()) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/self/limits");
        }
        Map<Limit, LimitPair> limits = limits(lines);
        String user = text.argument("user").orElseThrow(() -> new FactFormatException("expected a user"));
        return Reading.got(new ProcessLimits(
                user, List.of(text.argument("groups").orElse("").split(" ")), limits));
    }

    /** The lines of {@code /proc/PID/limits}. */
    static Map<Limit, LimitPair> limits(List<String> lines) throws FactFormatException {
        Map<Limit, LimitPair> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            String line = lines.stream()
                    .filter(one -> one.startsWith(limit.proc() + " "))
                    .findFirst()
                    .orElseThrow(() -> new FactFormatException("expected " + limit.proc()));
            String[] words = line.substring(limit.proc().length()).strip().split("\\s+");
            Optional<Long> soft = LimitValue.ofHost(words[0]);
            Optional<Long> hard = LimitValue.ofHost(words.length > 1 ? words[1] : "");
            if (soft.isEmpty() || hard.isEmpty()) {
                throw new FactFormatException("expected two limits, found: " + line);
            }
            limits.put(limit, new LimitPair(soft.get(), hard.get()));
        }
        return limits;
    }
}
