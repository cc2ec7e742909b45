package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.ThrowawayRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real su and sudo of this machine, from root to a user with each login shell. */
class LoginShellsTest {
    /** Whatever a login shell might take for itself; a start-up file's umask shows that it was read. */
    private static final Fact<String> PROBE = Fact.scripted(
                    "told",
                    "# a line of our own: !! $HOME `x` \"y\"\n"
                            + "umask\nprintf '%s\\n' \"$(id -un)\" 'it'\\''s !x $HOME `y`' \"$PARAM_X\"\n")
            .parsedBy(output -> Reading.got(output.text()));

    private static final String LOCATOR = "a 'b' \"c\" $(d) `e` !f \\ *";

    private final String user = "pf" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path folder;

    @BeforeEach
    void needsRoot() throws IOException {
        Requirement.root();
        Requirement.tool("useradd");
        Requirement.tool("sudo");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeUser() throws IOException {
        Files.deleteIfExists(sudoers());
        if (Files.readString(Path.of("/etc/passwd")).contains("\n" + user + ":")) {
            Commands.run("", "userdel", "-f", user);
        }
    }

    static Stream<Shell> shells() {
        return Shells.all();
    }

    static Stream<Arguments> loginShells() {
        return Stream.of("bash", "dash", "tcsh", "fish", "busybox")
                .filter(Requirement::has)
                .flatMap(login -> shells().map(shell -> Arguments.of(login, shell)));
    }

    @ParameterizedTest
    @MethodSource("loginShells")
    void suGivesWhatTheUsersOwnShellGives(String loginShell, Shell shell) throws IOException {
        user(loginShell);
        String told = user + "\nit's !x $HOME `y`\n" + LOCATOR + "\n";
        // A full login reads more start-up files than su does; csh and fish read theirs always.
        boolean always = List.of("tcsh", "fish").contains(loginShell);
        assertThat(said(shell, Context.SU_LOGIN)).isEqualTo("0027\n" + told);
        assertThat(said(shell, Context.SU)).isEqualTo((always ? "0027\n" : ownUmask()) + told);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void sudoOfAnotherUserIsReachedThroughThatUser(Shell shell) throws IOException {
        user("tcsh");
        assertThat(said(shell, Context.SUDO)).startsWith("sudo-password sudo: ");
        try (ThrowawayRoot root = ThrowawayRoot.in(folder)) {
            Files.writeString(sudoers(), root.sudoersLine(user) + user + " ALL=(ALL) NOPASSWD: ALL\n");
            Files.setPosixFilePermissions(sudoers(), PosixFilePermissions.fromString("r--r-----"));
            Files.writeString(root.home().resolve(".profile"), "umask 0031\n");
            String told = "root\nit's !x $HOME `y`\n" + LOCATOR + "\n";
            assertThat(said(shell, Context.SUDO)).endsWith(told);
            assertThat(said(shell, Context.SUDO_I)).isEqualTo("0031\n" + told);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aUserWithoutAShellIsNoAnswer(Shell shell) throws IOException {
        user(Path.of("/usr/sbin/nologin"), "");
        assertThat(said(shell, Context.SU)).isEqualTo("no-shell This account is currently not available.");
        assertThat(said(shell, Context.SU_LOGIN)).isEqualTo("no-shell This account is currently not available.");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aShellThatEndsAtOnceIsNone(Shell shell) throws IOException {
        user(Path.of("/bin/false"), "");
        assertThat(said(shell, Context.SU)).startsWith("no-shell the shell of this user ended at once");
        assertThat(said(shell, Context.SU_LOGIN)).startsWith("no-shell the shell of this user ended at once");
    }

    private String said(Shell shell, Context context) {
        FactRequest<String> request = PROBE.in(context).as(user).with("X", LOCATOR);
        LaneScript lane = ScriptCompiler.compile(List.of(request), Rights.ROOT, "root").values().stream()
                .findFirst()
                .orElseThrow();
        return ScriptRun.under(shell)
                .run(lane)
                .reading(request)
                .fold(text -> text, missing -> missing.reason().code() + " " + missing.detail());
    }

    private static String ownUmask() {
        return Commands.run("", "/bin/sh", "-c", "umask");
    }

    private void user(String loginShell) throws IOException {
        Path shell = Requirement.find(loginShell).orElseThrow();
        if (loginShell.equals("busybox")) {
            shell = Files.createSymbolicLink(folder.resolve("sh"), shell);
        }
        user(shell, "umask 027\n");
    }

    private void user(Path shell, String startUp) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        for (String file : List.of(".profile", ".tcshrc", ".config/fish/config.fish")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), "echo Welcome\n" + startUp);
        }
        Commands.run("", "useradd", "-M", "-d", home.toString(), "-s", shell.toString(), user);
        Commands.run("", "chown", "-R", user + ":", home.toString());
    }

    private Path sudoers() {
        return Path.of("/etc/sudoers.d/preflight-test-" + user);
    }
}
