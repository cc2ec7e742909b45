package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.testing.EmbeddedSshServer.Fault;
import dev.preflight.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to a real process. That it ends by itself, and with the whole report, is held; how soon depends on the machine. */
class SignalTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "INT, HANG_AFTER_LOGIN",
        "TERM, HANG_AFTER_LOGIN",
        "INT, NEVER_SPEAK",
        "TERM, NEVER_SPEAK",
        "HUP, HANG_AFTER_LOGIN",
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
            ProcessBuilder builder = new ProcessBuilder(command(
                            "run",
                            "--local",
                            "--host",
                            "ops@127.0.0.1:" + hanging.port(),
                            "--known-hosts",
                            known.toString(),
                            "--password-file",
                            password.toString(),
                            "--connect-timeout",
                            "10m",
                            "--host-deadline",
                            "10m",
                            "--only",
                            "umask-effective",
                            "--format",
                            "json"))
                    .redirectOutput(out.toFile());
            // A login must not run the start-up files of the user who runs the tests.
            builder.environment().put("HOME", folder.toString());
            Process process = builder.start();
            try (BufferedReader err =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                awaitLine(err, "[1/2] localhost");
                awaitHanging(hanging, fault);

                kill(signal, process);
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

    private static void kill(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static List<String> manyHosts(int answering) throws IOException {
        List<String> command = new ArrayList<>(command(ManyHosts.class));
        command.addAll(List.of(Integer.toString(answering), "umask-effective", "same-ip-forward"));
        return command;
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void at660Of1000HostsTheReportHoldsThemAll(String signal) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(manyHosts(660)).redirectOutput(out.toFile()).start();
        try (BufferedReader err = process.errorReader()) {
            awaitLine(err, "[660/1000] ");
            kill(signal, process);
            err.lines().forEach(line -> {});
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        Command run = new Command(process.exitValue(), Files.readString(out), "");
        assertThat(run.exit()).isEqualTo(130);
        assertThat(run.json().get("exitCode").asInt()).isEqualTo(130);
        assertThat(run.json().get("verdict").asText()).isNotIn("proceed", "proceed-with-warnings");
        JsonNode hosts = run.json().get("hosts");
        assertThat(hosts).hasSize(1000);
        assertThat(hosts).filteredOn(host -> host.get("unreachable").isNull()).hasSize(660);
        assertThat(hosts).filteredOn(host -> !host.get("unreachable").isNull()).allSatisfy(host -> {
            assertThat(host.get("unreachable").get("code").asText()).isEqualTo("interrupted");
            assertThat(host.get("verdict").asText()).isEqualTo("undecided");
            assertThat(host.get("findings")).isNotEmpty();
        });
        assertThat(run.json().get("fleet"))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.get("outcome").asText()).isEqualTo("unknown"));
    }

    /** Standard output is not read, so the report cannot be written. */
    @Test
    void aReportThatIsNotWrittenInTimeIsLostAndSaidToBe() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(manyHosts(100)).start();
        try (BufferedReader err = process.errorReader()) {
            awaitLine(err, "[100/1000] ");
            kill("TERM", process);
            assertThat(err.lines().toList())
                    .last()
                    .isEqualTo("error: interrupted, and the report could not be written in time");
            assertThat(process.waitFor()).isEqualTo(70);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The hook has begun when more of its request is gone than a pipe holds, which is 64 KiB: pipe(7). */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aHookThatIsEndedBeforeItsRunAnswersThatNoHostWasLookedAt(String signal)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command("hook"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream request = process.getOutputStream()) {
            request.write(" ".repeat(256 * 1024).getBytes(StandardCharsets.US_ASCII));
            request.flush();
            kill(signal, process);
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(Schemas.problems("hook-answer-2.schema.json", answer)).isEmpty();
            assertThat(new Command(130, answer, "").json().get("exitCode").asInt())
                    .isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(manyHosts(100)).start();
        try (BufferedReader err = process.errorReader()) {
            awaitLine(err, "[100/1000] ");
            while (process.isAlive()) {
                kill("TERM", process);
            }
            assertThat(process.waitFor()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
    }

    /** As nohup starts it. */
    @Test
    void aSignalThatWasIgnoredStaysSo() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        List<String> java = manyHosts(1);
        // What makes a build under nohup hear signals again would undo it.
        command.addAll(java.get(0).equals("env") ? java.subList(2, java.size()) : java);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader err = process.errorReader()) {
            awaitLine(err, "[1/1000] ");
            assertThat(ignored(Path.of("/proc/" + process.pid() + "/status")) & 1)
                    .isEqualTo(1);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The signal must be sent while the host hangs, not before. */
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

    /** The command in another process, in which no signal is ignored even if the parent ignores it. */
    private static List<String> command(String... args) throws IOException {
        List<String> command = new ArrayList<>(command(Main.class));
        command.addAll(List.of(args));
        return command;
    }

    private static List<String> command(Class<?> main) throws IOException {
        List<String> command = new ArrayList<>();
        Path own = Path.of("/proc/self/status");
        if (Files.exists(own) && (ignored(own) & 0b11) != 0) {
            command.addAll(List.of("env", "--default-signal=HUP,INT,TERM"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        return command;
    }

    /** A shell starts its background jobs so, and children inherit it; bit 0 is SIGHUP, bit 1 SIGINT (proc(5)). */
    private static long ignored(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElseThrow();
    }
}
