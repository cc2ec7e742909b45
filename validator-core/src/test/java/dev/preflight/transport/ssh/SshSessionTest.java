package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshSessionTest {
    @TempDir
    Path folder;

    private EmbeddedSshServer server;
    private Session session;

    @BeforeEach
    void logIn() throws TransportException {
        server = EmbeddedSshServer.start();
        SshOptions options = Client.options(Client.knownHosts(folder, server.knownHostsLine()));
        session = new SshTransport(options).open(Client.host(server), new Cancellation());
    }

    @AfterEach
    void logOut() {
        session.close();
        server.close();
    }

    @Test
    void handsOverInputBothOutputsAndTheStatus() throws TransportException {
        CollectedOutput output = new CollectedOutput();
        OptionalInt end = Client.run(session, "cat; echo oops >&2; exit 7", "in\u00e9\n", output);
        assertThat(end).isEqualTo(OptionalInt.of(7));
        assertThat(output.out()).isEqualTo("in\u00e9\n");
        assertThat(output.err()).isEqualTo("oops\n");
        assertThat(session.remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void returnsWhenTheSinkIsDoneAndLeavesTheSessionUsable() throws TransportException {
        CollectedOutput output = new CollectedOutput(text -> text.contains("END"));
        var unused = Client.run(session, "echo END; sleep 60", "", output);
        CollectedOutput second = new CollectedOutput();
        Client.run(session, "echo again", "", second);
        assertThat(second.out()).isEqualTo("again\n");
    }

    /** Neither side reads before the other has been read: the script is large, and output floods before it is taken. */
    @Test
    void aFloodBeforeTheInputIsReadDoesNotDeadlock() throws TransportException {
        String script = "#" + "x".repeat(300_000) + "\n";
        CollectedOutput output = new CollectedOutput();
        OptionalInt end =
                Client.run(session, "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; wc -c", script, output);
        assertThat(end).hasValue(0);
        assertThat(output.out()).hasSizeGreaterThan(3_000_000).endsWith("300002\n");
        assertThat(output.err()).hasSize(3_000_000);
    }

    @Test
    void aCommandThatDoesNotReadItsInputEndsNormally() throws TransportException {
        OptionalInt end = Client.run(session, "exec 0<&-; echo hello", "y".repeat(500_000), new CollectedOutput());
        assertThat(end).hasValue(0);
    }

    @Test
    void lanesRunSideBySideOnOneConnection() throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(3);
        Path pipe = folder.resolve("pipe");
        try {
            List<Callable<String>> commands = new ArrayList<>();
            // Each waits for the other: they end only if both run at once.
            commands.add(() -> out("mkfifo " + pipe + "; echo a > " + pipe + "; echo one"));
            commands.add(() -> out("while ! [ -p " + pipe + " ]; do :; done; cat " + pipe));
            commands.add(() -> out("echo three"));
            List<String> printed = new ArrayList<>();
            for (Future<String> lane : lanes.invokeAll(commands)) {
                printed.add(lane.get());
            }
            assertThat(printed).containsExactly("one\n", "a\n", "three\n");
        } finally {
            lanes.shutdownNow();
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(server.execChannels()).isEqualTo(3);
    }

    private String out(String command) throws TransportException {
        CollectedOutput output = new CollectedOutput();
        Client.run(session, command, "", output);
        return output.out();
    }

    @Test
    void aSinkThatThrowsHurtsItsOwnLaneOnly() throws TransportException {
        OutputSink broken = new OutputSink() {
            @Override
            public boolean out(byte[] bytes, int offset, int length) {
                throw new IllegalArgumentException("planted");
            }

            @Override
            public void err(byte[] bytes, int offset, int length) {
                throw new IllegalArgumentException("planted");
            }
        };
        assertThatThrownBy(() -> session.run("echo x", new byte[0], broken)).hasRootCauseMessage("planted");
        assertThatThrownBy(() -> session.run("echo x >&2", new byte[0], broken)).hasRootCauseMessage("planted");
        assertThat(out("echo fine")).isEqualTo("fine\n");
    }

    @Test
    void aClosedSessionSaysSo() {
        session.close();
        session.close();
        assertThatThrownBy(() -> out("true"))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.unreachable().failure().code()).isEqualTo("closed-midway"));
    }
}
