package dev.preflight.evidence;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The closing record of a run.
 *
 * @param how how it ended
 * @param endedAt when
 * @param planned how many hosts it was to look at
 * @param saved of how many the evidence was written
 */
public record RunEnd(How how, Instant endedAt, int planned, int saved) {

    /** How a run ended. */
    public enum How {
        /** Every host was looked at, or found not to be reachable. */
        COMPLETE,
        /** The user ended it. */
        INTERRUPTED,
        /** Its time was over. */
        DEADLINE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The stable spelling. */
        public String code() {
            return code;
        }

        /** The end with this code, or empty. */
        static Optional<How> ofCode(String code) {
            return Stream.of(values()).filter(how -> how.code.equals(code)).findFirst();
        }
    }
}
