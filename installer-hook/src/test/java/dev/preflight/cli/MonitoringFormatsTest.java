package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats for monitoring and for other programs that show tests and findings. */
class MonitoringFormatsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"prometheus, # HELP preflight_run_info", "tap, TAP version 13", "nagios, PREFLIGHT ", "sarif, {"})
    void eachReplacesItsFileAndLeavesNothingBeside(String format, String begin) throws IOException {
        String profile = UmaskProfile.LENIENT.in(folder);
        Path file = Files.writeString(
                Files.createDirectory(folder.resolve("reports")).resolve("report"), "old\n");
        Object before = Files.getAttribute(file, "unix:ino");
        Command run = Command.run("run", "-p", profile, "--format", "json", "--format", format + ":" + file);
        assertThat(run.exit()).isEqualTo(run.json().get("exitCode").asInt());
        assertThat(Files.readString(file)).startsWith(begin).endsWith("\n").doesNotContain("old");
        assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(before);
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    /** The plugin that the page shows, around a program that ends like this after this report. */
    @ParameterizedTest
    @CsvSource({
        "0, PREFLIGHT OK - PROCEED | a=1, 0",
        "0, PREFLIGHT WARNING - PROCEED WITH WARNINGS | a=1, 1",
        "1, PREFLIGHT CRITICAL - BLOCKED | a=1, 2",
        "130, PREFLIGHT CRITICAL - BLOCKED | a=1, 2",
        "3, PREFLIGHT UNKNOWN - UNDECIDED | a=1, 3",
        "70, PREFLIGHT OK - PROCEED | a=1, 3",
        "2, '', 3",
        "0, '', 3",
        "0, PREFLIGHT OKAY, 3"
    })
    void theWrapperOfThePageMapsTheStatus(int code, String said, int status) throws Exception {
        Matcher block = Pattern.compile("<!-- wrapper -->\\s*```sh\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "monitoring.md")));
        assertThat(block.find()).isTrue();
        Path wrapper = Files.writeString(folder.resolve("check_preflight"), block.group(1));
        Path fake = Files.writeString(
                folder.resolve("preflight"),
                "#!/bin/sh\n[ \"$*\" = 'run --format nagios -p a b' ] || exit 99\nprintf '%s' '" + said + "'\nexit "
                        + code + "\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", wrapper.toString(), "-p", "a b");
        builder.environment().put("PATH", folder + ":/usr/bin:/bin");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(status);
        boolean kept = said.startsWith("PREFLIGHT ") && !said.contains("OKAY") && code != 70;
        assertThat(printed).isEqualTo((kept ? said : "PREFLIGHT UNKNOWN - no report; exit code " + code) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "tap", "nagios", "sarif"})
    void isInTheHelpAndOnItsPage(String format) throws IOException {
        String help = Command.run("run", "--help").out().replaceAll("\\s+", " ");
        assertThat(help).containsPattern("Report as [^.]*\\b" + format + "\\b");
        assertThat(Files.readString(Path.of("..", "docs", "monitoring.md"))).contains("| `" + format + "` |");
    }
}
