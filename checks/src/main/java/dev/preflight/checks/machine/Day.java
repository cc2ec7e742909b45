package dev.preflight.checks.machine;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** A day as profiles write it: 2027-05-31. */
record Day(LocalDate date) {
    /**
     * Reads a day.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static Day parse(String text) {
        try {
            return new Day(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected a day such as 2027-05-31", e);
        }
    }
}
