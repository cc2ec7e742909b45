package dev.preflight.app;

import java.nio.file.Path;

/**
 * That a run goes on with an earlier one, whose evidence says by what and of whom it was. What a request names beside it
 * must be the same.
 *
 * @param how what of the earlier run is to be done
 * @param evidence the directory that {@code --save-evidence} of that run named
 * @param targetsNamed whether the request names hosts; if not, those of the earlier run are meant
 * @param profileNamed whether it names a profile, checks or how strict to be; if not, those of the earlier run are meant
 * @param hostDeadlineNamed whether it names how long a host may take
 */
public record Continuation(
        How how, Path evidence, boolean targetsNamed, boolean profileNamed, boolean hostDeadlineNamed) {
    /** What of an earlier run is to be done. */
    public enum How {
        /** What it had not done when it ended, in the same directory. */
        RESUME("--resume"),
        /** The hosts that did not proceed, once more, as a run of its own. */
        ONLY_FAILED("--only-failed");

        private final String option;

        How(String option) {
            this.option = option;
        }

        /** The option of the command line that asks for it. */
        public String option() {
            return option;
        }
    }
}
