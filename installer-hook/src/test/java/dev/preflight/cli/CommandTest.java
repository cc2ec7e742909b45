package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on this machine, without any other host. */
class CommandTest {
    @TempDir
    private Path folder;

    private String lenient;

    @BeforeEach
    void profile() throws IOException {
        lenient = UmaskProfile.LENIENT.in(folder);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void thisMachineIsGatedWhenNoHostIsNamed() {
        Command run = Command.run("run", "-p", lenient, "--format", "json");
        assertThat(run.json().get("exitCode").asInt()).isEqualTo(run.exit());
        assertThat(run.host("localhost").get("transport").asText()).isEqualTo("local");
        assertThat(run.host("localhost").get("verdict").asText()).isNotEqualTo("undecided");
        assertThat(run.err()).startsWith("[1/1] localhost: ");
    }

    @Test
    void helpNamesEveryExitCode() {
        Command help = Command.run("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains("  0   proceed", "  1   blocked", "  2   not run", "  3   undecided")
                .contains(" 70   internal error", "130   interrupted");
    }

    /** The one is written down so that it is there at once, the other is made of the commands that there are. */
    @ParameterizedTest
    @ValueSource(ints = {60, 73, 80, 99, 100})
    void theHelpThatIsThereAtOnceIsThatOfTheCommands(int width) {
        assertThat(Command.wide(width, "--help")).isEqualTo(Command.wide(width, "-h"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "judge",
                "diff",
                "history",
                "checks",
                "explain",
                "profiles",
                "lint",
                "init",
                "schema",
                "hook",
                "generate-completion"
            })
    void everyCommandHasHelp(String command) {
        Command help = Command.run(command, "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: preflight " + command);
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(Command.run("--version").out()).matches("preflight \\d+\\.\\d+\\.\\d+.*\\R");
        assertThat(Command.run("-V").out()).isEqualTo(Command.run("--version").out());
    }

    @Test
    void completionIsPrinted() {
        assertThat(Command.run("generate-completion").out())
                .contains("--save-evidence", "--install-user", "complete -F");
    }

    @Test
    void anUnknownOptionIsNotRunAndTheNearestIsNamed() {
        Command run = Command.run("run", "--lokal");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--lokal", "did you mean --local?");
        assertThat(Command.run("rnu").err()).contains("'rnu'", "did you mean run?");
        assertThat(Command.run("run", "--acept-new").err()).contains("did you mean --accept-new?");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aHostWithoutItsOptionIsToldIt() {
        assertThat(Command.run("run", "ops@10.0.0.7").err()).contains("did you mean --host ops@10.0.0.7?");
        assertThat(Command.run("judge", "dir", "ops@10.0.0.7").err()).doesNotContain("--host");
    }

    @Test
    void anOptionThatOtherToolsHaveIsAnsweredWithOurs() {
        assertThat(Command.run("run", "-o", "r.txt").err()).contains("did you mean --format text:PATH?");
        assertThat(Command.run("run", "--become").err()).contains("did you mean --set settings.become=true?");
        assertThat(Command.run("checks", "--become").err()).doesNotContain("settings.become");
        assertThat(Command.run("run", "-x").err()).doesNotContain("did you mean");
    }

    @Test
    void severalMistakesOnTheCommandLineAreNamedAtOnce() {
        Command run = Command.run(
                "run", "--format", "jsn", "--host", "a b", "-p", "container-hots", "--format", "json:/nowhere/r.json");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .contains("--format: no such format 'jsn'; did you mean 'json'?")
                .contains("--host: a host's name cannot contain ' '")
                .contains("--profile: there is no shipped profile 'container-hots'; did you mean 'container-host'?");
    }

    @Test
    void aReportThatCannotBeWrittenIsSaidBeforeTheRun() {
        Command run = Command.run("run", "-p", lenient, "--format", "json:" + path("none/r.json"));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("cannot write to " + path("none/r.json")).doesNotContain("localhost");
    }

    @Test
    void everyFormatGoesToItsPlace() throws IOException {
        Command run = Command.run(
                "run",
                "-p",
                lenient,
                "--format",
                "text",
                "--format",
                "json:" + path("r.json"),
                "--format",
                "junit:" + path("r.xml"));
        assertThat(run.out()).contains("profile lenient");
        String json = Files.readString(folder.resolve("r.json"));
        assertThat(Schemas.problems("verdict-2.schema.json", json)).isEmpty();
        assertThat(Files.readString(folder.resolve("r.xml")))
                .startsWith("<?xml")
                .contains("localhost");
    }

    @Test
    void twoReportsDoNotShareStandardOutput() {
        Command run = Command.run("run", "-p", lenient, "--format", "text", "--format", "json");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("cannot share standard output");
    }

    /** As a newcomer writes it, who has seen a table of requirements and no profile. */
    @Test
    void aRowThatIsWrittenTooShortIsToldWithItsLimits() throws IOException {
        Path profile = Files.writeString(folder.resolve("p.yaml"), """
                name: p
                checks:
                  service-state: {params: {require: {containerd: running}}}
                """);
        assertThat(Command.run("lint", profile.toString()).out())
                .contains("3:50: require containerd: expected a mapping of active, enabled,")
                .contains("or off, found text 'running'");
    }

    @Test
    void fiveMistakesInAProfileAreFiveErrorsWithTheirPlaces() throws IOException {
        String bad = write("bad.yaml", """
                name: bad
                settings:
                  instal_user: x
                  become: maybe
                checks:
                  umask-efective: {}
                  umask-effective:
                    params: {required_file_mode: "abc", required_dir: "0755"}
                """);
        Command lint = Command.run("lint", bad, lenient);
        assertThat(lint.exit()).isEqualTo(2);
        List<String> errors =
                lint.out().lines().filter(line -> line.startsWith(bad)).toList();
        assertThat(errors)
                .hasSize(5)
                .allMatch(line -> line.substring(bad.length()).matches(":\\d+:\\d+: .+"));
        assertThat(lint.out())
                .contains("did you mean 'install_user'?", "did you mean 'umask-effective'?", lenient + ": ok");
        Command run = Command.run("run", "-p", bad);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("5 errors; nothing was run");
    }

    @Test
    void checksSkippedAllIsNotRun() {
        assertThat(Command.run("run", "-p", lenient, "--skip", "umask-effective")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void showScriptRunsNothing() {
        Command shown =
                Command.run("run", "-p", lenient, "--host", "a.invalid", "--host", "b.invalid", "--show-script");
        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .contains("on 2 hosts: a.invalid, b.invalid")
                .contains("umask-modes@exec (makes something")
                .contains("host-identity@clean (only reads)");
        assertThat(shown.out().lines().filter(line -> line.startsWith("# Lane ")))
                .hasSize(1);
    }

    @Test
    void everyCheckIsListedAndExplained() {
        List<String> ids = Command.run("checks")
                .out()
                .lines()
                .map(line -> line.split(" ")[0])
                .toList();
        assertThat(ids).contains("umask-effective").isSorted();
        for (String id : ids) {
            Command explained = Command.run("explain", id);
            assertThat(explained.exit()).isZero();
            assertThat(explained.out()).startsWith(id + ": ").contains("Codes, and", "Probes, with");
        }
        assertThat(Command.run("explain", "jq-usable", "--lang", "zh").out())
                .contains("检查对象：", "代码，以及各代码对安装程序的含义", "参数", "默认值", "探测脚本", "只读", "决定结果")
                .doesNotContain(
                        "Looks at", "Codes", "Parameters", "default ", "Probes", "only reads", "decides", "Remedies");
        assertThat(Command.run("explain", "jq-usable").out()).contains("example [exec, sudo]");
        assertThat(Command.run("explain", "umask-efective").err()).contains("did you mean 'umask-effective'?");
    }

    @Test
    void theNameThatAProfileGivesACheckIsExplainedToo() throws IOException {
        String own =
                write("own.yaml", "name: own\nchecks: {our-kernel: {check: same-on-all, params: {value: kernel}}}\n");
        assertThat(Command.run("explain", "-p", own, "our-kernel").out())
                .startsWith("our-kernel is the check same-on-all as the profile " + own + " has it.\n\nsame-on-all: ");
        assertThat(Command.run("explain", "--lang", "zh", "-p", own, "our-kernel")
                        .out())
                .startsWith("our-kernel 是配置集 ");
        assertThat(Command.run("explain", "same-kernel").out()).contains("\nsame-on-all: ");
        assertThat(Command.run("explain", "same-kernell").err()).contains("did you mean 'same-kernel'?");
    }

    @Test
    void aProfileThatIsNamedAsInventoryIsTold() {
        Command run = Command.run("run", "-i", lenient);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("this is a profile and no inventory; use -p for it");
    }

    @Test
    void askPasswordWithoutATerminalIsNotRun() {
        Command run = Command.run("run", "-p", lenient, "--host", "a.invalid", "--ask-password");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("there is no terminal to ask on", "--password-file");
    }

    @Test
    void aPasswordFileThatOthersReadIsWarnedOfAndNeverShown() throws IOException {
        Path file = Path.of(write("pw", "hunter2\nmore\n"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Command open = Command.run("run", "-p", lenient, "--password-file", file.toString());
        assertThat(open.err()).contains("other users can read this password file", "chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Command shut = Command.run("run", "-p", lenient, "--password-file", file.toString());
        assertThat(shut.err()).doesNotContain("other users");
        assertThat(open.out() + open.err() + shut.out() + shut.err()).doesNotContain("hunter2");
        assertThat(Command.run("run", "-p", lenient, "--password-file", path("none"))
                        .exit())
                .isEqualTo(2);
    }

    static Stream<byte[]> garbage() {
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        return Stream.of(
                noise,
                new byte[0],
                new byte[] {0, 0, 0},
                "\u001b[2J: [}{".getBytes(StandardCharsets.UTF_8),
                "a: &a [*a, *a]\nb: {".getBytes(StandardCharsets.UTF_8),
                "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                "{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void garbageIsAnErrorAndNeverAStackTrace(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("garbage.yaml"), bytes);
        Path evidence = Files.createDirectories(folder.resolve("evidence"));
        Files.write(evidence.resolve("manifest.json"), bytes);
        for (Command command : List.of(
                Command.run("run", "-p", file.toString()),
                Command.run("lint", file.toString()),
                Command.run("run", "-p", lenient, "-i", file.toString()),
                Command.run("judge", evidence.toString(), "-p", lenient),
                Command.fed(bytes, "hook"))) {
            assertThat(command.exit()).isEqualTo(2);
            assertThat(command.out() + command.err()).isNotBlank().doesNotContain("\tat ", "Exception", "\u001b");
        }
    }
}
