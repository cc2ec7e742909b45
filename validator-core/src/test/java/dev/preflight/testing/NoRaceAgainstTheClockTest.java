package dev.preflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No test fails because the machine is slow. What waits waits for an event, and what tells an end from a hang is the one
 * limit of the build ({@code test.hang} in the POM), not one of the test's own.
 */
class NoRaceAgainstTheClockTest {
    private static final Path TOP = Path.of("").toAbsolutePath().getParent();

    /** What is looked for, in statements without their line ends. */
    private static final Map<String, Pattern> FORBIDDEN = Map.of(
            "sleeps",
            Pattern.compile("\\b(?:Thread|(?:TimeUnit\\.)?(?:SECONDS|MILLISECONDS))\\.sleep\\("),
            "waits with a limit of its own",
            Pattern.compile("@Timeout\\(|assertTimeout|\\.(?:waitFor|poll|await|get|join|tryAcquire)\\([^()]*TimeUnit"
                    + "|\\.orTimeout\\(|\\.completeOnTimeout\\("),
            "holds a time against work",
            Pattern.compile(
                    "(?:nanoTime|currentTimeMillis|Millis\\b|Duration\\.between|\\btook\\b|seconds\\)|elapsed|began\\(\\)).*"
                            + "\\.(?:isLessThan|isLessThanOrEqualTo|isBetween|isCloseTo|isStrictlyBetween)\\("));

    /** Who may, and why. A sleep that only gives a defect time to show makes no test fail. */
    private static final Map<String, String> MAY = Map.of(
            "Eventually sleeps", "looks again at what tells nobody of itself, and has no end of its own",
            "SlowlyTold sleeps", "takes its time, so that a command that does not wait for it shows",
            "DnsProbeTest sleeps", "sends an answer in two pieces; that they are read at once is no failure",
            "MemoryOfHosts sleeps", "reads the memory of a process now and again for a bench, and tests nothing",
            "FuzzedThread waits with a limit of its own",
                    "looks each second how much of the CPU an input had; only that ends it",
            "Lab waits with a limit of its own", "20 minutes, after which a program of the lab hangs");

    private static List<Path> tests() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> modules = Files.list(TOP)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
                }
            }
        }
        return all;
    }

    /** The kinds of races that stand in a source. */
    private static Set<String> races(String source) {
        Set<String> found = new TreeSet<>();
        for (String statement : source.split(";\\s*\\n")) {
            String line = statement.replaceAll("\\s+", " ");
            FORBIDDEN.forEach((what, pattern) -> {
                if (pattern.matcher(line).find()) {
                    found.add(what);
                }
            });
        }
        return found;
    }

    @Test
    void noTestHoldsATimeAgainstWork() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> tests = tests();
        for (Path file : tests) {
            String name = file.getFileName().toString().replace(".java", "");
            if (!name.equals(getClass().getSimpleName())) {
                races(Files.readString(file)).forEach(what -> found.add(name + " " + what));
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        // One that is no longer needed goes from the list, too.
        assertThat(found).containsExactlyInAnyOrderElementsOf(MAY.keySet());
    }

    @Test
    void eachKindIsSeen() {
        assertThat(races("Thread.sleep(50);\n")).containsExactly("sleeps");
        assertThat(races("TimeUnit.MILLISECONDS.sleep(1);\n")).containsExactly("sleeps");
        assertThat(races("@Timeout(30)\nclass X {}")).containsExactly("waits with a limit of its own");
        assertThat(races("process.waitFor(10, TimeUnit.SECONDS);\n")).containsExactly("waits with a limit of its own");
        assertThat(races("assertTimeoutPreemptively(\n  limit, () -> x());\n"))
                .containsExactly("waits with a limit of its own");
        assertThat(races("assertThat(Duration.ofNanos(System.nanoTime() - start))\n        .isLessThan(LONG);\n"))
                .containsExactly("holds a time against work");
        assertThat(races("assertThat(host.path(\"tookMillis\").asLong()).isBetween(1L, 2L);\n"))
                .containsExactly("holds a time against work");
        assertThat(races("assertThat(took).isGreaterThan(one);\nprocess.waitFor();\n"))
                .isEmpty();
    }
}
