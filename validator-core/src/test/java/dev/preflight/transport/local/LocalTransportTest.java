package dev.preflight.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.testing.Processes;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.PasswordPrompt;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTransportTest {
    private final Cancellation cancellation = new Cancellation();
    private final Session session = new LocalTransport().open(Host.local(), cancellation);

    private OptionalInt run(String command, String input, CollectedOutput output) throws TransportException {
        return session.run(command, input.getBytes(StandardCharsets.UTF_8), output);
    }

    @Test
    void handsOverInputBothOutputsAndTheStatus() throws TransportException {
        CollectedOutput output = new CollectedOutput();
        OptionalInt end = run("cat; echo \"it's\" 'a \"b\"' >&2; exit 7", "in\n", output);
        assertThat(end).isEqualTo(OptionalInt.of(7));
        assertThat(output.out()).isEqualTo("in\n");
        assertThat(output.err()).isEqualTo("it's a \"b\"\n");
        assertThat(session.remoteAddress()).isEmpty();
    }

    @Test
    void aFloodBeforeTheInputIsReadDoesNotDeadlock() throws TransportException {
        CollectedOutput output = new CollectedOutput();
        run("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; wc -c", "x".repeat(300_000), output);
        assertThat(output.out()).hasSizeGreaterThan(1_000_000).endsWith("300000\n");
        assertThat(output.err()).hasSize(1_000_000);
    }

    @Test
    void returnsWhenTheSinkIsDoneAndKillsTheRest() throws TransportException {
        CollectedOutput output = new CollectedOutput(text -> text.endsWith("\n"));
        var unused = run("sleep 600 & echo $!; wait; echo never", "", output);
        Processes.awaitEnd(Long.parseLong(output.out().strip()));
    }

    @Test
    void anAbortKillsTheCommandAndItsChildren() {
        CompletableFuture<Long> child = new CompletableFuture<>();
        CollectedOutput output = new CollectedOutput(text -> {
            if (text.endsWith("\n") && child.complete(Long.parseLong(text.strip()))) {
                cancellation.abort(TransportFailure.DEADLINE);
            }
            return false;
        });
        assertThatThrownBy(() -> run("sleep 600 & echo $!; wait", "", output))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.DEADLINE));
        Processes.awaitEnd(child.join());
    }

    @Test
    void whatIsAbortedGetsToCleanUp(@TempDir Path folder) {
        Path lock = folder.resolve("lock");
        abortedAtFirstLine("trap 'rm -f " + lock + "; exit' TERM; : >" + lock + "; echo held; sleep 600 & wait");
        assertThat(lock).doesNotExist();
    }

    @Test
    void whatDoesNotListenToTheAbortIsKilled() {
        String pid = abortedAtFirstLine("trap '' TERM; echo $$; while :; do sleep 600; done");
        Processes.awaitEnd(Long.parseLong(pid.strip()));
    }

    private String abortedAtFirstLine(String command) {
        CollectedOutput output = new CollectedOutput(text -> {
            if (text.endsWith("\n")) {
                cancellation.abort(TransportFailure.DEADLINE);
            }
            return false;
        });
        assertThatThrownBy(() -> run(command, "", output)).isInstanceOf(TransportException.class);
        return output.out();
    }

    @Test
    void anAbortedSessionRunsNothing() {
        cancellation.abort(TransportFailure.INTERRUPTED);
        assertThatThrownBy(() -> run("echo x", "", new CollectedOutput())).isInstanceOf(TransportException.class);
    }

    @Test
    void aChildThatKeepsTheOutputOpenDoesNotHoldUpADoneSink() throws TransportException {
        CollectedOutput output = new CollectedOutput(text -> text.contains("END"));
        var unused = run("sleep 600 & echo $! END", "", output);
        // Its parent may have ended before we looked, so that another process has adopted it and it lives on, as behind
        // sshd.
        ProcessHandle.of(Long.parseLong(output.out().split(" ")[0])).ifPresent(ProcessHandle::destroy);
    }

    private OptionalInt talk(String command, boolean terminal, CollectedOutput output) throws TransportException {
        PasswordPrompt passwordPrompt = new PasswordPrompt("ASK-1", "READY-1", Optional.of(Secret.of("horse")));
        byte[] input = "echo script\n".getBytes(StandardCharsets.UTF_8);
        return session.run(new Call(command, input, Optional.of(passwordPrompt), terminal), output);
    }

    @Test
    void aPasswordGoesToThePromptAndTheInputBehindTheLineThatOurCommandPrints() throws TransportException {
        CollectedOutput output = new CollectedOutput();
        OptionalInt end = talk(
                "printf 'lecture ASK-1' >&2; read p; [ \"$p\" = horse ] && echo READY-1 && exec sh", false, output);
        assertThat(end).hasValue(0);
        assertThat(output.out()).isEqualTo("script\n");
        assertThat(output.err()).isEmpty();
    }

    @Test
    void whoAsksTwiceIsNotAnsweredTwiceAndGetsNoInput() throws TransportException {
        CollectedOutput output = new CollectedOutput();
        talk("printf ASK-1; read p; echo sorry; printf ASK-1; cat", false, output);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains("sorry").doesNotContain("horse", "script");
    }

    @Test
    void whatAsksOnATerminalIsNotStarted() throws TransportException {
        CollectedOutput output = new CollectedOutput();
        OptionalInt end = talk("echo started >&2", true, output);
        assertThat(end).isEmpty();
        assertThat(output.err()).contains("terminal").doesNotContain("started");
    }
}
