package dev.preflight.casefile;

import dev.preflight.api.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Where a case did not come to what was expected.
 *
 * @param kind which kind
 * @param expected what was expected, as the test file would say it; empty if nothing was
 * @param found what was found; empty if nothing was
 * @param finding the finding that is wrong
 * @param decided lines of the evidence that decided it; of a verdict the findings that are waived
 */
public record Difference(Kind kind, String expected, String found, Optional<Finding> finding, List<String> decided) {
    public Difference {
        decided = List.copyOf(decided);
    }

    /** What differs. */
    public enum Kind {
        /** The verdict of the run. */
        VERDICT("verdict"),
        /** A finding that is expected is not there. */
        MISSING("missing"),
        /** A finding is there that is not expected. */
        UNEXPECTED("unexpected"),
        /** Of the same subject something else was found. */
        OTHER_CODE("other code");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** In the words of a report. */
        public String words() {
            return words;
        }
    }
}
