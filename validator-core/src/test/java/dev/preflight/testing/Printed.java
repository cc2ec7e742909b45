package dev.preflight.testing;

import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.nio.charset.StandardCharsets;

/** What a fact's parser makes of a text that its probe might have printed. */
public final class Printed {
    private Printed() {}

    /** The reading; a text that the parser refuses fails the test. */
    public static <T> Reading<T> reading(FactRequest<T> request, String text) {
        try {
            return request.fact()
                    .parser()
                    .parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
        } catch (FactFormatException e) {
            throw new AssertionError(e);
        }
    }
}
