package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.FileMode;
import dev.preflight.checks.accounts.UmaskModes.Made;
import dev.preflight.checks.accounts.UmaskModes.Place;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.ScriptRun.Answer;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UmaskModesTest {
    @TempDir
    Path home;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static UmaskModes parse(String text) throws FactFormatException {
        return value(UmaskModes.parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0)));
    }

    private static <T> T value(Reading<T> reading) {
        return reading.fold(got -> got, missing -> {
            throw new AssertionError(missing);
        });
    }

    private static Optional<Made> made(int file, int dir, boolean acl) {
        return Optional.of(new Made(new FileMode(file), new FileMode(dir), acl));
    }

    @Test
    void modesAreReadByTheLetters() throws FactFormatException {
        UmaskModes modes = parse("0077\ndir /root\n-rw-------    1 0        0                0 Mar  3 10:11 f\n"
                + "drwx------    2 0        0             4096 Mar  3 10:11 d\nnames\nroot\nroot\n");
        assertThat(modes.places()).containsExactly(new Place("/root", true, made(0600, 0700, false), ""));
    }

    @Test
    void anSelinuxMarkIsNoAclAndASetgidDirectoryKeepsItsExecuteBit() throws FactFormatException {
        UmaskModes modes = parse("0022\ndir /srv\n-rw-r--r--. 1 0 0 0 Mar  3 10:11 f\n"
                + "drwxr-sr-x. 2 0 0 6 Mar  3 10:11 d\nnames\nroot\nroot\n");
        assertThat(modes.places()).containsExactly(new Place("/srv", true, made(0644, 02755, false), ""));
    }

    @Test
    void capitalLettersAreNoExecuteBits() throws FactFormatException {
        UmaskModes modes = parse("0111\ndir /srv\n-rw-r-SrwT  1 0 0 0 Mar  3 10:11 f\n"
                + "drwsr-Srwt  2 0 0 6 Mar  3 10:11 g\nnames\nroot\nroot\n");
        assertThat(modes.places()).containsExactly(new Place("/srv", true, made(03646, 07747, false), ""));
    }

    @Test
    void absentAndUnmeasuredDirectoriesAreValues() throws FactFormatException {
        UmaskModes modes = parse("0022\ndir /home/a\n644\n755\ndir /opt/none\nabsent\ndir /etc\n"
                + "mkdir: cannot create directory: Permission denied\nunmeasured\nnames\na\na\n");
        assertThat(modes.places())
                .containsExactly(
                        new Place("/home/a", true, made(0644, 0755, false), ""),
                        new Place("/opt/none", false, Optional.empty(), ""),
                        new Place("/etc", true, Optional.empty(), "mkdir: cannot create directory: Permission denied"));
    }

    @Test
    void whatIsCutOrGarbledIsMalformed() {
        for (String text : List.of(
                "",
                "0022\n",
                "0022\ndir /a\n644\n755\n",
                "0022\ndir /a\n644\nnames\na\na\n",
                "0022\ndir /a\nhello\n755\nnames\na\na\n",
                "0022\n644\n755\nnames\na\na\n")) {
            assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(FactFormatException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeMeasuresEveryDirectoryAndLeavesNothingBehind(Shell shell) throws IOException {
        Path quoted = Files.createDirectory(home.resolve("it's a \"dir\" $HOME"));
        Path file = Files.writeString(home.resolve("file"), "");
        var request = UmaskModes.FACT
                .in(Context.EXEC)
                .withArguments(List.of(quoted.toString(), file.toString(), "/nonexistent/x"));
        Answer answer = ScriptRun.under(shell).with("HOME", home.toString()).run(request);
        UmaskModes modes = value(answer.reading(request));
        assertThat(modes.places()).extracting(Place::exists).containsExactly(true, true, false, false);
        assertThat(modes.places().get(0).made())
                .isEqualTo(modes.places().get(1).made())
                .isPresent();
        assertThat(modes.user()).isEqualTo(System.getProperty("user.name"));
        try (var files = Files.list(home)) {
            assertThat(files).containsExactlyInAnyOrder(quoted, file);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aHostWithoutStatAndMktempIsMeasuredAllTheSame(Shell shell) throws IOException {
        Path tools = Files.createDirectory(home.resolve("tools"));
        for (String tool : List.of("ls", "mkdir", "rm", "id", "cat", "head", "env")) {
            Path file = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(home.resolve(".profile"), "umask 0022; PATH=" + tools + "\n");
        var request = UmaskModes.FACT.in(Context.LOGIN);
        Answer answer = ScriptRun.under(shell)
                .with("HOME", home.toString())
                .with("SHELL", "/bin/sh")
                .run(request);
        assertThat(value(answer.reading(request)).places())
                .containsExactly(new Place(home.toString(), true, made(0644, 0755, false), ""));
        try (var files = Files.list(home)) {
            assertThat(files).containsExactlyInAnyOrder(tools, home.resolve(".profile"));
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aUmaskOfTheLoginShowsInItsModes(Shell shell) throws IOException {
        Files.writeString(home.resolve(".profile"), "umask 0027\n");
        var request = UmaskModes.FACT.in(Context.LOGIN);
        Answer answer = ScriptRun.under(shell)
                .with("HOME", home.toString())
                .with("SHELL", "/bin/sh")
                .run(request);
        UmaskModes modes = value(answer.reading(request));
        assertThat(modes.umask()).isEqualTo("0027");
        assertThat(modes.places()).containsExactly(new Place(home.toString(), true, made(0640, 0750, false), ""));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theOriginsAreNamedByFileAndLine(Shell shell) throws IOException {
        Files.writeString(home.resolve(".bashrc"), "# umask 000\nif true; then umask 0027; fi\n");
        var request = UmaskOrigins.FACT.request();
        Answer answer = ScriptRun.under(shell).with("HOME", home.toString()).run(request);
        assertThat(value(answer.reading(request)).origins())
                .extracting(Object::toString)
                .contains(home + "/.bashrc:2: if true; then umask 0027; fi");
    }

    /** A step that copied what it has so far would take longer than the probe may. */
    @ParameterizedTest
    @MethodSource("shells")
    void theOriginsAreFoundAmongThousandsOfFiles(Shell shell) throws IOException {
        Path files = Files.createDirectories(home.resolve("root/etc/sudoers.d"));
        for (int i = 0; i < 5000; i++) {
            Files.createFile(files.resolve("rules-of-an-application-" + i));
        }
        Files.writeString(files.resolve("rules-of-an-application-4999"), "Defaults umask=0077\n");
        for (var fact : List.of(UmaskOrigins.FACT, UmaskOrigins.SUDOERS)) {
            Answer answer = ScriptRun.under(shell)
                    .with("PROBE_ROOT", home.resolve("root").toString())
                    .run(fact.in(Context.EXEC));
            assertThat(value(answer.reading(fact.in(Context.EXEC))).origins())
                    .extracting(Object::toString)
                    .anyMatch(line -> line.endsWith("sudoers.d/rules-of-an-application-4999:1: Defaults umask=0077"));
        }
    }
}
