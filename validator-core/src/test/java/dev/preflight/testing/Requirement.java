package dev.preflight.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. On a developer's machine a test whose need is not met is skipped, visibly; with
 * {@code CI=true} it fails, so that nothing is left out where everything has been installed.
 */
public final class Requirement {
    private Requirement() {}

    /** Skips the test, or fails it in CI, unless this holds. */
    public static void need(boolean met, String what) {
        if (!met && ci()) {
            Assertions.fail("this machine lacks " + what + ", and in CI no test is skipped");
        }
        Assumptions.assumeTrue(met, () -> "skipped: this machine lacks " + what);
    }

    /** Whether the tool is here; says so on standard error if it is not, and fails in CI. */
    public static boolean tool(String name) {
        boolean here = find(name).isPresent();
        if (!here && ci()) {
            Assertions.fail("this machine lacks " + name + ", and in CI no test is skipped");
        }
        if (!here) {
            System.err.println("skipped: this machine lacks " + name);
        }
        return here;
    }

    /** Where a tool lies, in the usual directories. */
    public static Optional<Path> find(String tool) {
        return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin")
                .map(dir -> Path.of(dir, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean ci() {
        return "true".equals(System.getenv("CI"));
    }
}
