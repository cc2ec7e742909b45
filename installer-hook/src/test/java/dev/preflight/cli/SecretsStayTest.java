package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.RealSshd;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ThrowawayRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A password is in nothing that leaves Preflight: no report, no evidence, no command line, no environment of any process
 * on both machines, which are one here, no log of sshd or sudo, and no file in the user's home.
 */
class SecretsStayTest {
    private static final List<String> PAM =
            List.of("auth required pam_unix.so", "account required pam_permit.so", "session required pam_permit.so");

    private static final List<String> REPORTS = List.of("json", "junit");

    /** Of all that sshd can log, as much as there is. */
    private static final String DEBUG = "LogLevel DEBUG3";

    private final String wrong = "Wr-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private RealSshd sshd;
    private ThrowawayRoot root;

    @AfterEach
    void stop() throws IOException {
        if (sshd != null) {
            Files.deleteIfExists(sudoers());
        }
        if (root != null) {
            root.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    private Path sudoers() {
        return Path.of("/etc/sudoers.d/preflight-test-" + sshd.user());
    }

    /** Lets the user become root with the password, on a terminal only. */
    private void sudo() throws IOException {
        Requirement.tool("sudo");
        root = ThrowawayRoot.in(sshd.folder());
        Files.writeString(
                sudoers(),
                root.sudoersLine(sshd.user()) + "Defaults:" + sshd.user() + " requiretty, logfile="
                        + sshd.folder().resolve("sudo.log") + "\n" + sshd.user() + " ALL=(ALL) ALL\n");
        Files.setPosixFilePermissions(sudoers(), PosixFilePermissions.fromString("r--r-----"));
    }

    private Path secret(String text) throws IOException {
        Path file = Files.createTempFile(folder, "secret", "");
        return Files.writeString(file, text + "\n");
    }

    /** Looks at all processes, again and again, until the run is over. */
    private static final class Watch implements Runnable {
        private final List<String> canaries;
        private final List<String> found = new ArrayList<>();
        private volatile boolean over;
        private boolean sawClient;

        Watch(List<String> canaries) {
            this.canaries = canaries;
        }

        @Override
        public void run() {
            do {
                ProcessHandle.allProcesses().forEach(process -> {
                    Path folder = Path.of("/proc/" + process.pid());
                    String command = read(folder.resolve("cmdline"));
                    sawClient |= command.contains("dev.preflight.cli.Main");
                    String both = command + read(folder.resolve("environ"));
                    canaries.stream().filter(both::contains).forEach(c -> found.add(command));
                });
            } while (!over);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                // It ended meanwhile.
                return "";
            }
        }
    }

    /** Runs the command in a process of its own, and looks for the passwords everywhere. */
    private Command run(String... login) throws Exception {
        Path known = Files.writeString(folder.resolve("known_hosts"), sshd.knownHostsLine() + "\n");
        Path hosts = Files.writeString(
                folder.resolve("hosts.ini"),
                "one ansible_host=127.0.0.1 ansible_port=" + sshd.port() + " ansible_user=" + sshd.user() + "\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.preflight.cli.Main",
                "run",
                "-F",
                "none",
                "-i",
                hosts.toString(),
                "--known-hosts",
                known.toString(),
                "--save-evidence",
                folder.resolve("evidence").toString(),
                "--format",
                "text"));
        for (String format : REPORTS) {
            command.addAll(List.of("--format", format + ":" + folder.resolve("report." + format)));
        }
        command.addAll(List.of(login));
        command.addAll(Command.patience(command));
        List<String> canaries = List.of(sshd.password(), wrong);
        Watch watch = new Watch(canaries);
        Thread watching = new Thread(watch);
        watching.start();
        Command run;
        try {
            ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
            process.environment().remove("SSH_AUTH_SOCK");
            run = Launcher.call(process);
        } finally {
            watch.over = true;
            watching.join();
        }
        assertThat(watch.sawClient).isTrue();
        assertThat(watch.found).isEmpty();
        assertThat(canaries).noneMatch(run.out()::contains).noneMatch(run.err()::contains);
        assertThat(canaries).noneMatch(sshd.log()::contains);
        nowhere(folder.resolve("evidence"), canaries);
        nowhere(sshd.home(), canaries);
        nowhere(sshd.folder(), canaries);
        for (String report : REPORTS) {
            nowhere(folder.resolve("report." + report), canaries);
        }
        return run;
    }

    private static void nowhere(Path top, List<String> canaries) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> all = Files.walk(top)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                try {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    assertThat(canaries).as(file.toString()).noneMatch(text::contains);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void whereBothPasswordsAreRightAndSudoWantsATerminal() throws Exception {
        sshd = RealSshd.launch("/bin/bash", DEBUG);
        sudo();
        Path secret = secret(sshd.password());
        Command run = run(
                "--password-file",
                secret.toString(),
                "--become-password-command",
                "cat '" + secret + "'",
                "--set",
                "settings.become=true");
        assertThat(run.out()).as(run.err()).contains("one");
        assertThat(Files.readString(sshd.folder().resolve("sudo.log"))).contains("COMMAND=");
        try (Stream<Path> frames = Files.list(folder.resolve("evidence/hosts/one/frames"))) {
            assertThat(frames.map(Path::toString)).anyMatch(frame -> frame.contains("@sudo"));
        }
    }

    @Test
    void whereTheLoginPasswordIsWrong() throws Exception {
        sshd = RealSshd.launch("/bin/bash", DEBUG);
        Command run = run("--password-file", secret(wrong).toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("refused the login", "password: tried");
    }

    @Test
    void whereThePasswordOfSudoIsWrong() throws Exception {
        sshd = RealSshd.launch("/bin/bash", DEBUG);
        sudo();
        Command run = run(
                "--password-file", secret(sshd.password()).toString(),
                "--become-password-file", secret(wrong).toString(),
                "--set", "settings.become=true");
        assertThat(run.exit()).isNotEqualTo(70);
        assertThat(Files.readString(sshd.folder().resolve("sudo.log"))).contains("incorrect password");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereTheServerAsksForThePassword(boolean right) throws Exception {
        sshd = RealSshd.launchWithPam(PAM, DEBUG);
        Command run =
                run("--password-file", secret(right ? sshd.password() : wrong).toString());
        assertThat(run.out()).contains(right ? "one" : "refused the login");
    }

    /** It shows what it is called with, the prompt of sudo among it, so that it gets the password; and prints that. */
    @Test
    void whereTheLoginShellPrintsAllThatItReads() throws Exception {
        Path open = Files.createTempDirectory("preflight-shell");
        try {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path shell = Files.writeString(
                    open.resolve("sh"),
                    "#!/bin/sh\nprintf '%s\\n' \"$@\"\nprintf '%s\\n' \"$@\" >&2\ntee /dev/stderr\n");
            Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwxr-xr-x"));
            sshd = RealSshd.launch(shell.toString(), DEBUG);
            Command run = run(
                    "--password-file", secret(sshd.password()).toString(),
                    "--become-password-file", secret(sshd.password()).toString(),
                    "--set", "settings.become=true");
            assertThat(run.exit()).isEqualTo(3);
        } finally {
            Files.deleteIfExists(open.resolve("sh"));
            Files.delete(open);
        }
    }
}
