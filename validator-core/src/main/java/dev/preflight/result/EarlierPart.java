package dev.preflight.result;

import java.time.Instant;
import java.util.Optional;

/**
 * What a report owes to an earlier run.
 *
 * @param how what of that run it is
 * @param startedAt when that run began
 * @param hosts how many hosts were not asked now
 * @param since when the first of them that are part of the report was asked; empty if none is
 */
public record EarlierPart(How how, Instant startedAt, int hosts, Optional<Instant> since) {
    /** What of an earlier run a report is. */
    public enum How {
        /** The same run goes on: hosts that were done are judged by what they answered then. */
        RESUMED("resumed"),
        /** Only hosts that did not proceed then: the others are no part of the report. */
        ONLY_FAILED("only-failed");

        private final String code;

        How(String code) {
            this.code = code;
        }

        /** The stable spelling. */
        public String code() {
            return code;
        }
    }
}
