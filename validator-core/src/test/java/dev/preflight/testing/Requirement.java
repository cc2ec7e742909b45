package dev.preflight.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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
        decide(met, what, ci());
    }

    /** Needs this program; returns where it is. */
    public static Path tool(String name) {
        Optional<Path> found = find(name);
        that(found.isPresent(), "the program " + name);
        return found.orElseThrow();
    }

    /** Whether this program is here, for a test that can do with others; says so on standard error if it is not. */
    public static boolean has(String name) {
        boolean here = find(name).isPresent();
        if (!here && ci()) {
            decide(false, "the program " + name, true);
        }
        if (!here) {
            System.err.println("left out: this machine lacks " + name);
        }
        return here;
    }

    /** Where a program lies on the {@code PATH} or in an sbin directory. */
    public static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
        return Arrays.stream(path.split(":"))
                .filter(dir -> !dir.isEmpty())
                .map(dir -> Path.of(dir, name))
                .filter(Files::isExecutable)
                .findFirst();
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
        // A class that is left out as a whole shows in no count; this line does show.
        System.err.println("skipped: " + message);
        Assumptions.abort(message);
    }

    private static boolean ci() {
        return "true".equals(System.getenv("CI"));
    }
}
