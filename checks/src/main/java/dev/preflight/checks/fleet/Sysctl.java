package dev.preflight.checks.fleet;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Optional;

/**
 * A setting of the kernel.
 *
 * @param value what it is set to, with single blanks between its parts; empty if this kernel has no such setting now
 */
record Sysctl(Optional<String> value) {
    private static final String VALUE = "value ";

    private static final Fact<Sysctl> FACT =
            Fact.named("sysctl", Sysctl.class).prefersRoot().cap(4096).parsedBy(Sysctl::parse);

    /** The request for the setting of this name, in the spelling of sysctl(8). */
    public static FactRequest<Sysctl> request(String name) {
        return FACT.request().with("NAME", name);
    }

    static Reading<Sysctl> parse(ProbeOutput output) throws FactFormatException {
        String text = output.text().strip();
        if (text.equals("absent")) {
            return Reading.got(new Sysctl(Optional.empty()));
        }
        if (text.equals("unreadable")) {
            return Reading.missing(Reason.NOT_READABLE, output.firstError());
        }
        if (text.equals("value")) {
            return Reading.got(new Sysctl(Optional.of("")));
        }
        if (!text.startsWith(VALUE)) {
            throw new FactFormatException("no setting of the kernel: " + text);
        }
        return Reading.got(
                new Sysctl(Optional.of(text.substring(VALUE.length()).strip().replaceAll("\\s+", " "))));
    }
}
