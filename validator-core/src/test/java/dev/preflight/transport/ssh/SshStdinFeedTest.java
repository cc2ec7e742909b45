package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Secret;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.PasswordPrompt;
import dev.preflight.transport.Session;
import dev.preflight.transport.SlowlyTold;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.StdinFeedContract;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshStdinFeedTest implements StdinFeedContract {
    private static RealSshd sshd;
    private static Path key;

    private final Cancellation cancellation = new Cancellation();
    private final StdinFeed later = new StdinFeed();
    private Session session;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = RealSshd.launch("/bin/sh");
        key = sshd.newKey("plain", "", "-t", "ed25519");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    @BeforeEach
    void logIn() throws TransportException {
        SshOptions options = Client.options(folder, sshd);
        session = new SshTransport(options).open(Client.host(sshd, key), cancellation);
    }

    @AfterEach
    void logOut() {
        session.close();
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public Cancellation abort() {
        return cancellation;
    }

    @Override
    public StdinFeed later() {
        return later;
    }

    private String out(String command) throws TransportException {
        CollectedOutput output = new CollectedOutput();
        Client.run(session, command, "", output);
        return output.out();
    }

    @Test
    void aTerminalIsAnsweredToo() throws TransportException {
        CollectedOutput output = CollectedOutput.answering(later, "got input", "a\n", "got a", "b\n", "got b");
        String command = "stty -echo; printf ASK-1; read p; echo READY-1; "
                + "for i in 1 2 3; do read l; echo got $l; done; sleep 0.2; echo whole";
        PasswordPrompt passwordPrompt = new PasswordPrompt("ASK-1", "READY-1", Optional.of(Secret.of("horse")));
        Call call =
                new Call(command, StdinFeedContract.bytes("input\n"), Optional.of(passwordPrompt), true).with(later);
        assertThat(session.run(call, output)).hasValue(0);
        // It was closed before the end, and nothing hung up.
        assertThat(output.out().lines()).containsExactly("got input", "got a", "got b", "whole");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "true, true"})
    void theSinkIsToldBeforeTheLastOfTheInput(boolean passwordPrompt, boolean terminal) throws TransportException {
        int length = 200_000;
        SlowlyTold sink = new SlowlyTold();
        Optional<PasswordPrompt> asks = passwordPrompt
                ? Optional.of(new PasswordPrompt("ASK-1", "READY-1", Optional.empty()))
                : Optional.empty();
        String command = (terminal ? "stty -icanon -echo min 1; " : "")
                + (passwordPrompt ? "echo READY-1; " : "")
                + "head -c " + length + " | wc -c";
        byte[] input = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
        assertThat(session.run(new Call(command, input, asks, terminal, Optional.of(later)), sink))
                .hasValue(0);
        sink.assertToldFirst();
    }

    @Test
    void aServerThatGoesEndsTheWait() {
        CollectedOutput output = new CollectedOutput(text -> {
            sshd.stop();
            return false;
        });
        try {
            assertThatThrownBy(() -> run("cat", "x", output))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY));
        } finally {
            sshd.start();
        }
    }

    @Test
    void whoIsRefusedGetsNothingAtAll() throws TransportException {
        later.send(StdinFeedContract.bytes("kept\n"));
        PasswordPrompt passwordPrompt = new PasswordPrompt("ASK-1", "READY-1", Optional.empty());
        String command = "printf ASK-1; cat >got; mv got all";
        session.run(
                new Call(command, StdinFeedContract.bytes("script"), Optional.of(passwordPrompt), false).with(later),
                new CollectedOutput());
        assertThat(out("until [ -e all ]; do sleep 0.05; done; wc -c <all")).isEqualTo("0\n");
        CollectedOutput next = new CollectedOutput();
        run("read l; echo $l", "", next);
        assertThat(next.out()).isEqualTo("kept\n");
    }

    /** A byte for a channel that is closed makes sshd end the whole session. */
    @Test
    void aCommandThatEndsBesideWhatIsSentDoesNotTakeTheSessionWithIt() throws Exception {
        // When it ends beside what is being sent is chance; many times, some of them hit.
        for (int i = 0; i < 200; i++) {
            StdinFeed much = new StdinFeed();
            for (int pieces = 0; pieces < 20_000; pieces++) {
                much.send(new byte[1]);
            }
            Call call = Call.of("exit 3", new byte[0]).with(much);
            assertThat(session.run(call, new CollectedOutput())).hasValue(3);
        }
    }
}
