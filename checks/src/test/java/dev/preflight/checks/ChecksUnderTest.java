package dev.preflight.checks;

import dev.preflight.api.Check;
import java.util.List;

/**
 * The checks that tests over all checks go through: all of {@link AllChecks}, or the one that {@code -Dcheck=ID} names, to
 * try one check in less than a minute.
 */
final class ChecksUnderTest {
    private static final String ONE = System.getProperty("check", "");

    private ChecksUnderTest() {}

    /** Whether there is one check only, so that nothing can be said of all of them together. */
    static boolean one() {
        return !ONE.isEmpty();
    }

    /**
     * The checks in the order of {@link AllChecks}.
     *
     * @throws IllegalStateException if {@code -Dcheck} names none
     */
    static List<Check<?>> all() {
        List<Check<?>> checks = new AllChecks()
                .checks().stream()
                        .<Check<?>>map(check -> check)
                        .filter(check -> !one() || check.spec().id().equals(ONE))
                        .toList();
        if (checks.isEmpty()) {
            throw new IllegalStateException("-Dcheck=" + ONE + " names no check of AllChecks");
        }
        return checks;
    }
}
