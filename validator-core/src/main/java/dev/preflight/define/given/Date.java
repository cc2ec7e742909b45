package dev.preflight.define.given;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** A day, which is its beginning in UTC, or a point in time with its offset, of ISO 8601. */
public record Date(Instant at) {
    /**
     * Reads a day or a point in time.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Date parse(String text) {
        try {
            return new Date(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected a date such as 2027-01-31", e);
        }
    }
}
