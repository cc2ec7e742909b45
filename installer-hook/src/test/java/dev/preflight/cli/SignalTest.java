package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.testing.EmbeddedSshServer.Fault;
import dev.preflight.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real signals to a real process. */
class SignalTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "INT, HANG_AFTER_LOGIN",
        "TERM, HANG_AFTER_LOGIN",
        "INT, NEVER_SPEAK",
        "TERM, NEVER_SPEAK",
        "INT, HANG_IN_KEX",
        "INT, HANG_IN_AUTH"
    })
    void aSignalEndsTheRunWithWhatIsKnown(String signal, Fault fault) throws IOException, InterruptedException {
        try (EmbeddedSshServer hanging = EmbeddedSshServer.start(fault)) {
            Path known = folder.resolve("known_hosts");
            if (fault != Fault.NEVER_SPEAK && fault != Fault.HANG_IN_KEX) {
                Files.writeString(known, hanging.knownHostsLine() + "\n");
            }
            Path password = Files.writeString(folder.resolve("password"), EmbeddedSshServer.PASSWORD + "\n");
            Path out = folder.resolve("out");
            Process process = new ProcessBuilder(command(
                            "run",
                            "--local",
                            "--host",
                            "ops@127.0.0.1:" + hanging.port(),
                            "--known-hosts",
                            known.toString(),
                            "--password-file",
                            password.toString(),
                            "--connect-timeout",
                            "20m",
                            "--host-deadline",
                            "20m",
                            "--deadline",
                            "20m",
                            "--only",
                            "umask-effective",
                            "--format",
                            "json"))
                    .redirectOutput(out.toFile())
                    .start();
            try (BufferedReader err =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                awaitLine(err, "[1/2] localhost");
                awaitHanging(hanging, fault);

                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
                // How soon after that is the machine's affair too: nothing here would ever end by itself.
                process.waitFor();
            } finally {
                process.destroyForcibly();
            }
            Command run = new Command(process.exitValue(), Files.readString(out), "");
            assertThat(run.exit()).isEqualTo(130);
            assertThat(run.json().get("exitCode").asInt()).isEqualTo(130);
            assertThat(run.host("localhost").get("unreachable").isNull()).isTrue();
            assertThat(run.unreachable("127.0.0.1")).isEqualTo("interrupted");
        }
    }

    /** The signal is to come while the host hangs, not before. */
    private static void awaitHanging(EmbeddedSshServer server, Fault fault) {
        Eventually.is(() -> hangs(server, fault));
    }

    private static boolean hangs(EmbeddedSshServer server, Fault fault) {
        return switch (fault) {
            case HANG_AFTER_LOGIN -> server.execChannels() > 0;
            case HANG_IN_AUTH -> server.passwordAttempts() > 0;
            default -> server.connections() > 0;
        };
    }

    private static void awaitLine(BufferedReader lines, String start) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(start)) {
            line = lines.readLine();
        }
        assertThat(line).startsWith(start);
    }

    /** The command in a process of its own; in which, whoever runs the tests, no signal is ignored. */
    private static List<String> command(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        if (interruptsAreIgnored()) {
            command.addAll(List.of("env", "--default-signal=INT,TERM"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    /** A shell starts its background jobs so, and children inherit it. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }
}
