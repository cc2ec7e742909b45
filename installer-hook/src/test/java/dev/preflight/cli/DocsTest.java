package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.InventoryLoader;
import dev.preflight.verdict.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the pages in docs show is run, so that it cannot rot. */
class DocsTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path folder;

    /** A block of a page, by the language behind its fence. */
    private static String block(String page, String language) throws IOException {
        Matcher m = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(page)));
        assertThat(m.find()).as(page + " shows " + language).isTrue();
        return m.group(1);
    }

    private static int run(String input, ByteArrayOutputStream out, String... args) {
        Io io = new Io(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of("PREFLIGHT_TERMINALS", ""),
                Optional.empty(),
                Clock.systemUTC(),
                new Interruption());
        return Main.run(io, args);
    }

    @Test
    void theProfileOfThePageIsGood() throws IOException {
        Path profile = Files.writeString(folder.resolve("my-profile.yaml"), block("docs/profiles.md", "yaml"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(run("", out, "lint", profile.toString()))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    void theInventoryOfThePageIsGood() throws Exception {
        var inventory = InventoryLoader.parse("inventory.ini", block("docs/inventory.md", "ini"));
        assertThat(inventory.hosts()).hasSize(4);
        assertThat(inventory.warnings()).isEmpty();
    }

    @Test
    void theReadmeNamesEveryExitCode() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        for (ExitCode code : ExitCode.values()) {
            assertThat(readme).contains("| " + code.number() + " |");
        }
    }
}
