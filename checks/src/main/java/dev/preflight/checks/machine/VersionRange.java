package dev.preflight.checks.machine;

import dev.preflight.api.VersionCondition;
import java.util.List;
import java.util.stream.Stream;

/**
 * Versions of an operating system: conditions with commas between, all of which must hold, such as {@code >= 8.4, < 10}.
 * A bare version means itself and all that begins with it: {@code 12} is any 12, {@code 22.04} is 22.04.1 too. A V in front,
 * as Kylin writes it, does not count.
 */
record VersionRange(String text, List<VersionCondition> conditions) {
    VersionRange {
        conditions = List.copyOf(conditions);
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static VersionRange parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length > 1 && Stream.of(parts).anyMatch(part -> plain(part).matches("[0-9.]*"))) {
            throw new IllegalArgumentException("expected a range such as '>= 8.4, < 10', or a list such as [12, 13]");
        }
        try {
            List<VersionCondition> conditions = Stream.of(parts)
                    .map(part -> VersionCondition.parse(plain(part)))
                    .toList();
            return new VersionRange(text.strip(), conditions);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a version or a range such as '>= 8.4, < 10'", e);
        }
    }

    /** The version without blanks and without the V of Kylin. */
    static String plain(String version) {
        return version.strip().replaceFirst("^([<>=]*) *[vV](?=\\d)", "$1");
    }

    /** Whether a version is in it. */
    boolean holds(String version) {
        String plain = plain(version);
        String own = plain(text);
        return own.matches("[0-9.]+")
                ? plain.equals(own) || plain.startsWith(own + ".")
                : conditions.stream().allMatch(condition -> condition.holdsFor(plain));
    }
}
