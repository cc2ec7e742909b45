package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Commands;
import dev.preflight.testing.RealSshd;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to a person at a terminal: one that script(1) makes. */
class TerminalTest {
    private static RealSshd sshd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        Requirement.tool("script");
        sshd = RealSshd.launchWithPam(List.of(
                "auth required pam_unix.so", "account required pam_permit.so", "session required pam_permit.so"));
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    /** A terminal with a shell command on it. */
    private static final class Screen implements AutoCloseable {
        private final Process process;
        private final InputStream out;
        private final StringBuilder seen = new StringBuilder();

        Screen(String terminals, String command) throws IOException {
            // What runs in the background ignores SIGINT, and its children inherit that.
            ProcessBuilder builder =
                    new ProcessBuilder("env", "--default-signal=HUP,INT,TERM", "script", "-qec", command, "/dev/null");
            builder.environment().put("PREFLIGHT_TERMINALS", terminals);
            builder.environment().put("TERM", "xterm");
            process = builder.redirectErrorStream(true).start();
            out = process.getInputStream();
        }

        /** Reads until this stands there, behind what was read before. */
        void expect(String text) throws IOException {
            int from = seen.length();
            while (seen.indexOf(text, from) < 0) {
                int next = out.read();
                assertThat(next).as("end of: " + seen).isNotNegative();
                seen.append((char) next);
            }
        }

        void type(String line) throws IOException {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        }

        /** All that stood there. */
        String rest() throws IOException {
            seen.append(new String(out.readAllBytes(), StandardCharsets.UTF_8));
            return seen.toString();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String preflight(String name, String... more) throws IOException {
        Path known = Files.writeString(folder.resolve("known_hosts"), sshd.knownHostsLine() + "\n");
        Path hosts = Files.writeString(
                folder.resolve("hosts.ini"),
                name + " ansible_host=127.0.0.1 ansible_port=" + sshd.port() + " ansible_user=" + sshd.user() + "\n");
        Path profile = Files.writeString(
                folder.resolve("p.yaml"),
                "name: p\ndescription: For a test\nchecks:\n  umask-effective: {params: {required_contexts: [exec]}}\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return "PREFLIGHT_COLUMNS=9999 " + java + " -XX:TieredStopAtLevel=1 -Duser.home=" + folder + " -cp '"
                + System.getProperty("java.class.path")
                + "' dev.preflight.cli.Main run -i " + hosts + " -p " + profile + " --known-hosts " + known
                + " --host-deadline 20m --deadline 20m --connect-timeout 20m " + String.join(" ", more);
    }

    @ParameterizedTest
    @CsvSource({"012, ''", "02, >report"})
    void thePromptOfAServerBearsTheHostsName(String terminals, String redirection) throws IOException {
        String command = "cd " + folder + "; " + preflight("one-host", redirection) + "; echo; stty -a";
        try (Screen screen = new Screen(terminals, command)) {
            screen.expect("one-host: Password: ");
            screen.type(sshd.password());
            String all = screen.rest();
            assertThat(all).doesNotContain(sshd.password()).containsPattern("[ ;]echo ");
            String report = redirection.isEmpty() ? all : Files.readString(folder.resolve("report"));
            assertThat(report).contains("one-host", "PROCEED").doesNotContain(sshd.password());
            if (!redirection.isEmpty()) {
                assertThat(report).doesNotContain("Password");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"012", "02"})
    void thePasswordIsAskedOnceBeforeAnyHost(String terminals) throws IOException {
        String command = "cd " + folder + "; " + preflight("h[1:3]", "--ask-password", ">report");
        if (terminals.equals("012")) {
            command = command.replace(">report", "");
        }
        try (Screen screen = new Screen(terminals, command)) {
            screen.expect("Password: ");
            screen.type(sshd.password());
            assertThat(screen.rest()).doesNotContain(sshd.password()).doesNotContain("h1: Password");
        }
    }

    @Test
    void afterTheEndOfInputNothingMoreIsAsked() throws IOException {
        String command = "cd " + folder + "; " + preflight("h[1:3]", "--concurrency 1", ">report");
        try (Screen screen = new Screen("02", command)) {
            screen.expect(": Password: ");
            screen.process.getOutputStream().write(4);
            screen.process.getOutputStream().flush();
            assertThat(screen.rest().split(": Password", -1)).hasSize(2);
            assertThat(Files.readString(folder.resolve("report"))).contains("a question that no one answered");
        }
    }

    @Test
    void theReportBeginsBelowAQuestionThatASignalEnded() throws IOException {
        try (Screen screen = new Screen("012", "cd " + folder + "; " + preflight("one"))) {
            screen.expect("one: Password: ");
            screen.process.getOutputStream().write(3);
            screen.process.getOutputStream().flush();
            assertThat(screen.rest()).containsPattern("one: Password: \\R(.*\\R)*.*INTERRUPTED, so far");
        }
    }

    /** Even kill -9 leaves a terminal on which one sees what one types. */
    @Test
    void theEchoComesBackWhenPreflightIsKilled() throws IOException {
        String command = "cd " + folder + "; " + preflight("one", ">report")
                + "; until stty -a | grep -q ' echo '; do :; done; echo back";
        try (Screen screen = new Screen("02", command)) {
            screen.expect("one: Password: ");
            long pid = screen.process
                    .descendants()
                    .filter(p ->
                            p.info().command().filter(c -> c.endsWith("/java")).isPresent())
                    .findFirst()
                    .orElseThrow()
                    .pid();
            Commands.run("", "kill", "-KILL", Long.toString(pid));
            screen.expect("back");
        }
    }

    /** A process that reads the terminal from the background is stopped, and would never end. */
    @Test
    void inTheBackgroundNothingIsAsked() throws IOException {
        String command = "set -m; cd " + folder + "; " + preflight("one", ">report") + " & wait $!; echo over";
        try (Screen screen = new Screen("02", command)) {
            screen.expect("over");
            assertThat(Files.readString(folder.resolve("report"))).contains("a question that no one answered");
        }
    }

    @Test
    void withoutATerminalThePromptIsInTheReport() throws IOException, InterruptedException {
        Command run = Launcher.call(
                new ProcessBuilder("setsid", "-w", "sh", "-c", preflight("one")).directory(folder.toFile()));
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("a question that no one answered: Password:", "--password-command");
        Command asking =
                Launcher.call(new ProcessBuilder("setsid", "-w", "sh", "-c", preflight("one", "--ask-password"))
                        .directory(folder.toFile()));
        assertThat(asking.exit()).isEqualTo(2);
        assertThat(asking.err()).contains("there is no terminal to ask on", "--password-command");
    }
}
