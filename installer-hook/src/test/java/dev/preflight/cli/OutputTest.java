package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be written is not lost in silence. */
class OutputTest {
    private static final String REQUEST = """
            {"schemaVersion": 1, "profile": "container-host", "only": ["umask-effective"],
             "hosts": [{"name": "here", "connection": "local"}]}
            """;

    @TempDir
    private Path folder;

    /** A standard output that takes nothing. */
    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }

    private Command into(OutputStream out, String command) {
        return Command.into(
                out,
                REQUEST.getBytes(StandardCharsets.UTF_8),
                command.replace("EVIDENCE", folder.resolve("evidence").toString())
                        .split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "-V",
                "--help",
                "run --help",
                "checks",
                "explain umask-effective",
                "profiles",
                "profiles show linux-base",
                "profiles show container-host --resolved",
                "lint container-host",
                "lint no-such-profile",
                "schema profile",
                "generate-completion",
                "run --local --only umask-effective",
                "run --local --only umask-effective --format json",
                "run --local --show-script",
                "hook"
            })
    void everyCommandWhoseOutputIsLostEndsWith70(String command) {
        Command lost = into(failing("No space left on device"), command);
        assertThat(lost.exit()).isEqualTo(70);
        assertThat(lost.err()).contains("error: standard output was not written: No space left on device\n");

        Command read = into(OutputStream.nullOutputStream(), command);
        Command closed = into(failing("Broken pipe"), command);
        assertThat(closed.exit()).isEqualTo(read.exit()).isNotEqualTo(70);
        assertThat(closed.err()).doesNotContain("standard output", "Broken pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "junit"})
    void judgeToo(String format) {
        assertThat(into(OutputStream.nullOutputStream(), "run --local --only umask-effective --save-evidence EVIDENCE")
                        .exit())
                .isIn(0, 1, 3);
        Command lost = into(failing("Input/output error"), "judge EVIDENCE --format " + format);
        assertThat(lost.exit()).isEqualTo(70);
        assertThat(lost.err()).endsWith("error: standard output was not written: Input/output error\n");
    }

    @Test
    void whatIsWrongWithTheOptionsGivesWayToOutputThatIsLost() {
        assertThat(into(failing("full"), "run --no-such-option").exit()).isEqualTo(2);
        assertThat(into(failing("full"), "hook --no-such-option").exit()).isEqualTo(2);
        assertThat(Command.into(failing("full"), new byte[0], "hook").exit()).isEqualTo(70);
    }

    /** In every language the system's own words are known. */
    @Test
    void aReaderThatHasGoneIsKnown() {
        assertThat(Output.readerGone(new IOException("Broken pipe"))).isTrue();
        assertThat(Output.readerGone(new IOException("Resource temporarily unavailable")))
                .isFalse();
        assertThat(Output.readerGone(new IOException())).isFalse();
    }

    private record Ended(int exit, String err) {}

    /** A line of shell around the command, in a process of its own. */
    private Ended shell(String line) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        List<String> command = List.of(
                "bash",
                "-c",
                line,
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        int exit = new ProcessBuilder(command)
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return new Ended(exit, Files.readString(err));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"$@\" --version >/dev/full; No space left on device",
                "\"$@\" checks >/dev/full; No space left on device",
                "\"$@\" checks >&-; Bad file descriptor",
                "\"$@\" explain umask-effective >&-; Bad file descriptor",
                "\"$@\" checks 1</dev/null; Bad file descriptor"
            })
    void theProcessEndsWith70(String line, String why) throws IOException, InterruptedException {
        Requirement.tool("bash");
        Ended ended = shell("LC_ALL=C; export LC_ALL; " + line);
        assertThat(ended.exit()).isEqualTo(70);
        assertThat(ended.err()).isEqualTo("error: standard output was not written: " + why + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "zh_CN.UTF-8", "de_DE.UTF-8"})
    void aReaderThatHasSeenEnoughMakesNoNoise(String locale) throws IOException, InterruptedException {
        Requirement.tool("bash");
        Ended ended = shell("env LC_ALL=" + locale + " \"$@\" explain umask-effective | true; exit ${PIPESTATUS[0]}");
        assertThat(ended).isEqualTo(new Ended(0, ""));
    }
}
