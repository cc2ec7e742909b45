package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs what the README shows. A block of shell under a line {@code <!-- runs: N -->} must end with exit code N, called at
 * the top of the clone.
 */
class ReadmeIT {
    private static final Path README = Launcher.TOP.resolve("README.md");
    private static final Pattern BLOCK = Pattern.compile("<!-- runs: (\\d+) -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    List<DynamicTest> everyMarkedCommandRuns() throws IOException {
        String text = Files.exists(README) ? Files.readString(README) : "";
        return BLOCK.matcher(text)
                .results()
                .map(block -> DynamicTest.dynamicTest(
                        block.group(2).strip(), () -> runs(block.group(2), Integer.parseInt(block.group(1)))))
                .toList();
    }

    private static void runs(String script, int exit) throws IOException, InterruptedException {
        Command run = Launcher.call(new ProcessBuilder("sh", "-eu", "-c", script).directory(Launcher.TOP.toFile()));
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    }
}
