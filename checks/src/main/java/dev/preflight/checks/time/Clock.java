package dev.preflight.checks.time;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the host's clock showed. When that was, by our own clock, only the evidence knows.
 *
 * @param shown the least that the time may have been
 * @param step how much later it may have been: what this date does not print
 */
public record Clock(Instant shown, Duration step) {
    private static final Pattern TEXT = Pattern.compile("(\\d{9,11})(?:\\.(?:(\\d{9})|%?N)?)?\\s*");

    /** Read before everything else: the sooner, the narrower the interval in which it was. */
    public static final Fact<Clock> FACT = Fact.named("clock", Clock.class)
            .limit(Duration.ofSeconds(5))
            .cap(1024)
            .runFirst()
            .parsedBy(Clock::parse);

    /** The one request for it. */
    public static final FactRequest<Clock> REQUEST = FACT.request();

    static Reading<Clock> parse(ProbeOutput output) throws FactFormatException {
        Matcher m = TEXT.matcher(output.text());
        if (!m.matches()) {
            throw new FactFormatException("expected seconds since 1970, found: "
                    + output.text().lines().findFirst().orElse(""));
        }
        Instant seconds = Instant.ofEpochSecond(Long.parseLong(m.group(1)));
        return Reading.got(
                m.group(2) == null
                        ? new Clock(seconds, Duration.ofSeconds(1))
                        : new Clock(seconds.plusNanos(Long.parseLong(m.group(2))), Duration.ZERO));
    }
}
