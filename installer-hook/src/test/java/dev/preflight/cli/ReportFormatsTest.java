package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFormatsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"markdwon,markdown", "cvs,csv", "ndjsno,ndjson"})
    void aMisspeltFormatIsNotRunAndTheNearestIsNamed(String misspelt, String nearest) throws IOException {
        Command command = Command.run("run", "-p", UmaskProfile.LENIENT.in(folder), "--format", misspelt);
        assertThat(command.exit()).isEqualTo(ExitCode.NOT_RUN.number());
        assertThat(command.err()).contains("'" + misspelt + "'", nearest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"markdown", "csv", "ndjson"})
    void aFormatGoesIntoItsFileAndIsNamedByTheHelp(String format) throws IOException {
        Path file = folder.resolve("report");
        Command command = Command.run("run", "-p", UmaskProfile.LENIENT.in(folder), "--format", format + ":" + file);
        assertThat(command.out()).isEmpty();
        assertThat(Files.readString(file)).contains("localhost").endsWith("\n");
        assertThat(Command.run("run", "--help").out()).contains(format);
    }
}
