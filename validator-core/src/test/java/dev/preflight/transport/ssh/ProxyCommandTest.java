package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshPath;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Eventually;
import dev.preflight.testing.RealSshd;
import dev.preflight.testing.Requirement;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyCommandTest {
    private static RealSshd sshd;
    private static Path key;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = RealSshd.launch("/bin/sh", "LogLevel VERBOSE");
        key = sshd.newKey("k", "", "-t", "ed25519");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private SshOptions options() {
        return Client.options(folder, sshd);
    }

    private SshTransport by(String command) {
        SshPath path = new SshPath(Optional.of(command), List.of());
        return new SshTransport(options(), host -> path);
    }

    private static Host host() {
        return Client.host(sshd, key);
    }

    @Test
    void itsInputAndOutputAreTheConnection() throws TransportException {
        Requirement.tool("nc");
        try (SshTransport transport = by("nc 127.0.0.1 " + sshd.port());
                Session session = transport.open(host(), new Cancellation())) {
            assertThat(session.remoteAddress()).isEmpty();
            CollectedOutput output = new CollectedOutput();
            Client.run(session, "cat", "x".repeat(1_000_000), output);
            assertThat(output.out()).isEqualTo("x".repeat(1_000_000));
        }
    }

    @Test
    void oneThatFailsShowsWhatItSaid() {
        long before = sshd.logged("Connection from");
        HostFailure failed = Behind.failure(by("sh -c 'echo no way to there >&2; exit 7'"), host());
        assertThat(failed.failure()).isEqualTo(TransportFailure.PROXY_COMMAND_FAILED);
        assertThat(failed.details())
                .containsEntry("status", "7")
                .containsEntry("said", "no way to there")
                .containsEntry("port", Integer.toString(sshd.port()));
        HostFailure missing = Behind.failure(by("/no/such/program"), host());
        assertThat(missing.failure()).isEqualTo(TransportFailure.PROXY_COMMAND_FAILED);
        assertThat(missing.details()).containsEntry("status", "127");
        HostFailure talks = Behind.failure(by("sh -c 'head -c 1000000 /dev/zero | tr \"\\0\" e >&2; exit 1'"), host());
        assertThat(talks.details().get("said")).startsWith("eeee").hasSizeLessThan(500);
        assertThat(sshd.logged("Connection from")).as("the host is not dialled").isEqualTo(before);
    }

    @Test
    void oneThatLeadsElsewhereIsNotBelieved() throws IOException {
        HostFailure failed = Behind.failure(by("sh -c 'echo I am no server; read line'"), host());
        assertThat(failed.failure()).isEqualTo(TransportFailure.DROPPED_BEFORE_LOGIN);
        assertThat(failed.details()).containsEntry("said", "I am no server");
        SshTransport stranger = new SshTransport(
                Client.options(Files.createFile(folder.resolve("none"))),
                host -> new SshPath(Optional.of("nc 127.0.0.1 " + sshd.port()), List.of()));
        assertThat(Behind.failure(stranger, host()).failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
    }

    @Test
    void whyItEndedStandsInItsLastLines() {
        HostFailure failed = Behind.failure(
                by(
                        "sh -c 'for i in 1 2 3 4 5; do echo step $i >&2; done; printf \"\\033[31mno way\\033[0m\" >&2; exit 7'"),
                host());
        assertThat(failed.details()).containsEntry("said", "... / step 4 / step 5 / no way");
    }

    @Test
    void oneThatDoesNotAnswerShowsWhatItSaidUntilThen() {
        SshPath path = new SshPath(Optional.of("sh -c 'echo still asking >&2; exec sleep 1000'"), List.of());
        SshOptions hasty = options().withConnectTimeout(Duration.ofSeconds(1));
        HostFailure failed = Behind.failure(new SshTransport(hasty, host -> path), host());
        assertThat(failed.failure()).isEqualTo(TransportFailure.TIMED_OUT);
        assertThat(failed.details()).containsEntry("proxySaid", "still asking").containsKey(HostFailure.PROXY);
    }

    @Test
    void oneThatEndsMidwaySaysWhy() throws TransportException {
        Requirement.tool("nc");
        String command = "sh -c 'echo $$ >" + folder + "/pid; nc 127.0.0.1 " + sshd.port() + "; echo line lost >&2'";
        try (Session session = by(command).open(host(), new Cancellation())) {
            CollectedOutput killing = new CollectedOutput(text -> {
                ProcessHandle.of(pid()).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
                return false;
            });
            assertThatThrownBy(() -> Client.run(session, "echo on; sleep 600", "", killing))
                    .isInstanceOfSatisfying(TransportException.class, e -> {
                        assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY);
                        assertThat(e.unreachable().details().get("proxySaid")).endsWith("line lost");
                    });
        }
    }

    @Test
    void anInterruptOnTheTerminalIsForThisProcessAlone() throws TransportException {
        Requirement.tool("nc");
        String command = "sh -c 'echo $$ >" + folder + "/pid; nc 127.0.0.1 " + sshd.port() + "; true'";
        try (Session session = by(command).open(host(), new Cancellation())) {
            ProcessHandle shell = ProcessHandle.of(pid()).orElseThrow();
            Stream.concat(Stream.of(shell), shell.children())
                    .forEach(each -> Commands.run("", "kill", "-INT", Long.toString(each.pid())));
            CollectedOutput output = new CollectedOutput();
            Client.run(session, "echo in", "", output);
            assertThat(output.out()).isEqualTo("in\n");
        }
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tree(Path pid) {
        return "sh -c 'sleep 1000 & echo $! > " + pid + "; nc 127.0.0.1 " + sshd.port() + "'";
    }

    private static boolean runs(Path pid) {
        try {
            String number = Files.readString(pid).strip();
            return ProcessHandle.of(Long.parseLong(number))
                    .filter(ProcessHandle::isAlive)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void itEndsWithItsChildrenWhenTheSessionDoes() throws TransportException {
        Requirement.tool("nc");
        Path pid = folder.resolve("pid");
        try (Session session = by(tree(pid)).open(host(), new Cancellation())) {
            assertThat(runs(pid)).isTrue();
            session.close();
        }
        Eventually.is(() -> !runs(pid));
    }

    @Test
    void itsEndMidwayEndsTheSession() throws TransportException {
        Requirement.tool("nc");
        try (Session session = by("nc 127.0.0.1 " + sshd.port()).open(host(), new Cancellation())) {
            CollectedOutput killing = new CollectedOutput(text -> {
                ProcessHandle.current()
                        .children()
                        .filter(child -> child.info()
                                .command()
                                .filter(c -> c.contains("nc"))
                                .isPresent())
                        .forEach(ProcessHandle::destroyForcibly);
                return false;
            });
            assertThatThrownBy(() -> Client.run(session, "echo on; sleep 600", "", killing))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY));
        }
    }

    @Test
    void anAbortEndsOneThatHangs() throws Exception {
        Path pid = folder.resolve("pid");
        Cancellation cancellation = new Cancellation();
        List<Callable<String>> work = List.of(
                () -> {
                    try (Session session =
                            by("sh -c 'echo $$ > " + pid + "; exec sleep 1000'").open(host(), cancellation)) {
                        return session.toString();
                    } catch (TransportException e) {
                        return e.unreachable().failure().code();
                    }
                },
                () -> {
                    Eventually.is(() -> runs(pid));
                    cancellation.abort(TransportFailure.INTERRUPTED);
                    return "aborted";
                });
        assertThat(Behind.together(work)).containsExactly("interrupted", "aborted");
        Eventually.is(() -> !runs(pid));
    }
}
