package dev.preflight.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Missing on a newcomer's machine, the test is a visible skip; with {@code CI=true} in
 * the environment it is a failure, so that nothing is skipped where it counts.
 */
public final class Requirement {
    private Requirement() {}

    /** Needs this to be so. */
    public static void that(boolean met, String what) {
        decide(met, what, "true".equals(System.getenv("CI")));
    }

    /** Needs this program on the {@code PATH} or in an sbin directory; returns where it is. */
    public static Path tool(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
        Path found = Arrays.stream(path.split(":"))
                .filter(dir -> !dir.isEmpty())
                .map(dir -> Path.of(dir, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        that(found.getNameCount() > 0 && !found.toString().isEmpty(), "the program " + name);
        return found;
    }

    /** Needs root, to make users and the like. */
    public static void root() {
        that("root".equals(System.getProperty("user.name")), "root");
    }

    static void decide(boolean met, String what, boolean ci) {
        if (met) {
            return;
        }
        String message = "this test needs " + what;
        if (ci) {
            Assertions.fail(message + ", and with CI=true nothing may be skipped");
        }
        Assumptions.abort(message);
    }
}
