package dev.preflight.compare;

import dev.preflight.verdict.Verdict;
import java.util.Optional;

/**
 * A host whose verdict is another one, or that only one of the runs has.
 *
 * @param name its name in the inventory
 * @param before its verdict in the earlier run; empty if it came since
 * @param after its verdict in the later run; empty if it is gone
 */
public record HostChange(String name, Optional<Verdict> before, Optional<Verdict> after) {

    /** Whether only the later run has it. */
    public boolean came() {
        return before.isEmpty();
    }

    /** Whether only the earlier run has it. */
    public boolean gone() {
        return after.isEmpty();
    }
}
