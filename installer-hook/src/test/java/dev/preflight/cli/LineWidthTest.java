package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.app.Preflight;
import dev.preflight.node.Columns;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.TextPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No line of the command is wider than a terminal of 80 columns, in either language, unless it is one word, or one argument of a
 * command, that stands on a line of its own.
 */
class LineWidthTest {
    private static final Preflight PREFLIGHT = Preflight.load();
    private static final Path TESTS = Path.of("../profiles/src/test/resources/dev/preflight/profiles");

    /** One word, quotes and all, behind the indent; the backslash says that the command goes on. */
    private static final Pattern ONE_WORD = Pattern.compile(" *(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+(?: \\\\)?");

    @TempDir
    Path folder;

    static List<String> profiles() {
        return PREFLIGHT.shippedProfiles();
    }

    private static void fits(String... args) {
        Command run = Command.wrapped(args);
        assertThat(run.out() + run.err()).as(String.join(" ", args)).isNotBlank();
        assertThat(tooWide(run.out() + run.err())).as(String.join(" ", args)).isEmpty();
    }

    private static void fitsInBothLanguages(String... args) {
        for (String language : List.of("en", "zh")) {
            fits(Stream.concat(Stream.of(args), Stream.of("--lang", language)).toArray(String[]::new));
        }
    }

    private static List<String> tooWide(String text) {
        return text.lines()
                .filter(line -> Columns.width(line) > TextPage.DEFAULT_WIDTH)
                .filter(line -> !ONE_WORD.matcher(line).matches())
                .toList();
    }

    private static Io io(Map<String, String> env) {
        return new Io(
                InputStream.nullInputStream(),
                Output.to(OutputStream.nullOutputStream()),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                env,
                Optional.empty(),
                Clock.systemUTC(),
                new Interruption());
    }

    @Test
    void theWidthIsThatOfTheTerminalOrWhatIsAskedFor() {
        Io pipe = io(Map.of("PREFLIGHT_TERMINALS", "2", "COLUMNS", "120"));
        assertThat(pipe.width()).isEqualTo(80);
        assertThat(pipe.errWidth()).isEqualTo(120);
        assertThat(io(Map.of("PREFLIGHT_TERMINALS", "01", "COLUMNS", "120")).width())
                .isEqualTo(120);
        assertThat(io(Map.of("PREFLIGHT_TERMINALS", "01", "COLUMNS", "0")).width())
                .isEqualTo(80);
        assertThat(io(Map.of("PREFLIGHT_TERMINALS", "01", "COLUMNS", "120", "PREFLIGHT_COLUMNS", "9999"))
                        .width())
                .isEqualTo(9999);
        assertThat(io(Map.of("PREFLIGHT_COLUMNS", "wide")).width()).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checks", "profiles"})
    void lists(String list) {
        fitsInBothLanguages(list);
    }

    @Test
    void theListOfFacts() {
        fits("checks", "--facts");
    }

    @Test
    void thePageOfEveryCheck() {
        Catalogue.load().checks().keySet().forEach(id -> fitsInBothLanguages("explain", id));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void whatIsSaidOfAProfile(String profile) throws ProblemsException {
        fits("profiles", "show", profile);
        fits("profiles", "show", profile, "--resolved");
        fits("explain", "--commands", profile);
        fits("lint", profile);
        fitsInBothLanguages("checks", "-p", profile);
        for (var own : PREFLIGHT.profile(profile).own()) {
            fitsInBothLanguages("explain", own.spec().id(), "-p", profile);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "judge",
                "diff",
                "history",
                "checks",
                "explain",
                "profiles",
                "lint",
                "test",
                "init",
                "schema",
                "hook"
            })
    void help(String command) {
        fits(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"});
    }

    @Test
    void helpOfACommandOfACommand() {
        fits("profiles", "show", "--help");
    }

    @Test
    void reports() {
        fitsInBothLanguages("run", "-p", "docker-host");
        fitsInBothLanguages("run", "-p", "linux-base", "--host", "nobody@no-such-host-" + "x".repeat(40) + ".invalid");
    }

    @Test
    void testsOfProfiles() throws IOException {
        fits("test", TESTS.resolve("overlay-network.test.yaml").toString(), "--coverage");
        String text = Files.readString(TESTS.resolve("overlay-network.test.yaml"))
                .replace("evidence/", TESTS.resolve("evidence").toAbsolutePath().normalize() + "/");
        Path failing = Files.writeString(
                folder.resolve("failing.test.yaml"),
                text.replace("verdict: proceed}", "verdict: blocked}")
                        .replace("code: asymmetric", "code: no-such-code-of-a-check-that-anybody-knows")
                        .replace("reason: died, subject", "reason: no-tool, subject"));
        fits("test", failing.toString());
        Path less = Files.writeString(
                folder.resolve("less.test.yaml"),
                "profile: overlay-network\ncases:\n  - name: one\n    evidence: "
                        + TESTS.resolve("evidence/healthy.yaml")
                                .toAbsolutePath()
                                .normalize() + "\n    expect: {}\n");
        fits("test", less.toString(), "--min-coverage", "90%");
    }

    @Test
    void theFirstFilesOfASite() throws IOException {
        Path site = folder.resolve("a-folder-with-a-long-name").resolve("of-a-site-with-a-longer-name");
        fits("init", site.toString(), "--platform", "kubernetes-node", "--host", "ops@10.0.0.7");
        try (Stream<Path> files = Files.list(site)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(tooWide(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void whatIsWrong() throws IOException {
        Path bad = Files.writeString(folder.resolve("a-profile-of-a-site-with-a-long-name.yaml"), """
                name: bad
                extends: linux-bas
                settings: {instal_user: x}
                checks:
                  umask-efective: {params: {required_contexts: [exek, login, sudo-], required_file_mode: 9999}}
                  sysctl: {params: {require: {vm.swappiness: {minimum: 1, values: 3, severity: bloker}}}}
                  kernel-known-bad: {params: {more: [{release: '(', drivers: hns3}]}, groups: [no group], when: {os: 1}}
                  no-such-check-at-all-in-the-whole-catalogue: {}
                """);
        List<List<String>> calls = new ArrayList<>(List.of(
                List.of("lint", bad.toString()),
                List.of("run", "-p", bad.toString()),
                List.of("run", "-p", "no-such-profile"),
                List.of("profiles", "show", "no-such-profile"),
                List.of("profiles", "no-such-profile"),
                List.of("explain"),
                List.of("explain", "no-such-check"),
                List.of("explain", "umask"),
                List.of("run", "--no-such-option-of-this-command", "--nor-this", "-k"),
                List.of("run", "--concurrency", "many-more-hosts-than-there-are-at-once-in-any-inventory"),
                List.of(
                        "run",
                        "--format",
                        "no-such-format:of-a-report",
                        "--format",
                        "json:/no/such/folder/of/a/report.json"),
                List.of(
                        "run",
                        "--set",
                        "settings.no_such_setting=1",
                        "--skip",
                        "no-such-check",
                        "--only",
                        "nor-this-one"),
                List.of("run", "-i", folder.resolve("no-such-inventory.ini").toString()),
                List.of("judge", folder.toString()),
                List.of("test"),
                List.of("test", folder.resolve("no-such.test.yaml").toString()),
                List.of("init", folder.toString(), "--platform", "no-such-platform"),
                List.of("no-such-command"),
                List.of()));
        calls.forEach(call -> fits(call.toArray(String[]::new)));
    }
}
