package dev.preflight.define.given;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A number that may have a fraction. */
public record Decimal(BigDecimal value) {
    /** No exponent: what a person writes is bounded by its length. */
    private static final Pattern TEXT = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    /**
     * Reads a number.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Decimal parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a number such as 1.5");
        }
        return new Decimal(new BigDecimal(text));
    }
}
