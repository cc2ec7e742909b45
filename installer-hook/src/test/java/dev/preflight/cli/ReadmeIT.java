package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what the README and the pages in docs show. A block of shell under a line {@code <!-- runs: 0 1 3 -->} must end
 * with one of these exit codes, called at the top of the clone.
 */
class ReadmeIT {
    private static final List<String> PAGES = List.of(
            "README.md", "docs/definitions.md", "docs/hook.md", "docs/profiles.md", "docs/requirement-pages.md");
    private static final Pattern BLOCK =
            Pattern.compile("<!-- runs: ([\\d ]+) -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

    static Stream<Arguments> blocks() throws IOException {
        List<Arguments> blocks = new ArrayList<>();
        for (String page : PAGES) {
            BLOCK.matcher(Files.readString(Launcher.TOP.resolve(page)))
                    .results()
                    .forEach(block -> blocks.add(Arguments.of(page, block.group(2), codes(block.group(1)))));
        }
        return blocks.stream();
    }

    private static List<Integer> codes(String text) {
        return Stream.of(text.split(" ", -1)).map(Integer::valueOf).toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyMarkedCommandRuns(String page, String script, List<Integer> codes)
            throws IOException, InterruptedException {
        Command run = Launcher.call(new ProcessBuilder("sh", "-eu", "-c", script).directory(Launcher.TOP.toFile()));
        assertThat(run.exit()).as(page + ": " + run.err()).isIn(codes);
        assertThat(run.out()).isNotBlank();
    }
}
