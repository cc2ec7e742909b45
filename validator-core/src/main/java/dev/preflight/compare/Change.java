package dev.preflight.compare;

import dev.preflight.api.Finding;
import dev.preflight.fact.CodeName;
import java.util.Optional;

/**
 * What became of one finding from one run to the other. At least one of the two is there.
 *
 * @param kind what became of it
 * @param before what the earlier run found; empty if it found nothing of this
 * @param after what the later run found; empty if it found nothing of this
 */
public record Change(Kind kind, Optional<Finding> before, Optional<Finding> after) {

    /** What can become of a finding, in the order in which people read it. A waived finding counts as set aside. */
    public enum Kind {
        /** It fails or warns, and did not before. */
        NEW,
        /** It cannot be determined, and could be before or was not asked. */
        UNDETERMINED,
        /** It fails or warns, as it did before. */
        STILL_FAILING,
        /** It cannot be determined, as before. */
        STILL_UNDETERMINED,
        /** It failed or was undetermined, and is waived, skipped or not judged any more: it may be as it was. */
        SET_ASIDE,
        /** It failed or warned, and is good now. */
        FIXED,
        /** It could not be determined, and is good now. */
        DETERMINED;

        private final String code = CodeName.of(this);

        /** The stable spelling, such as {@code still-failing}. */
        public String code() {
            return code;
        }
    }

    /** The later finding, or the earlier one where there is no later: check, instance, subject and scope are those of both. */
    public Finding finding() {
        return after.or(() -> before).orElseThrow();
    }
}
