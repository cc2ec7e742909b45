package dev.preflight.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.transport.Abort;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.CommandEnd;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LocalTransportTest {
    private final Abort abort = new Abort();
    private final Session session = new LocalTransport().open(Host.local(), abort);

    private CommandEnd run(String command, String input, CollectedOutput output) throws TransportException {
        return session.run(command, input.getBytes(StandardCharsets.UTF_8), output);
    }

    @Test
    void handsOverInputBothOutputsAndTheStatus() throws TransportException {
        CollectedOutput output = new CollectedOutput();
        CommandEnd end = run("cat; echo \"it's\" 'a \"b\"' >&2; exit 7", "in\n", output);
        assertThat(end).isEqualTo(new CommandEnd(false, OptionalInt.of(7)));
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
        CommandEnd end = run("sleep 600 & echo $!; wait; echo never", "", output);
        assertThat(end.sinkDone()).isTrue();
        ProcessHandle.of(Long.parseLong(output.out().strip()))
                .ifPresent(child -> child.onExit().join());
    }

    @Test
    void anAbortKillsTheCommandAndItsChildren() {
        CompletableFuture<Long> child = new CompletableFuture<>();
        CollectedOutput output = new CollectedOutput(text -> {
            if (text.endsWith("\n") && child.complete(Long.parseLong(text.strip()))) {
                abort.abort(TransportFailure.DEADLINE);
            }
            return false;
        });
        assertThatThrownBy(() -> run("sleep 600 & echo $!; wait", "", output))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.DEADLINE));
        ProcessHandle.of(child.join()).ifPresent(process -> process.onExit().join());
    }

    @Test
    void anAbortedSessionRunsNothing() {
        abort.abort(TransportFailure.INTERRUPTED);
        assertThatThrownBy(() -> run("echo x", "", new CollectedOutput())).isInstanceOf(TransportException.class);
    }

    @Test
    void aChildThatKeepsTheOutputOpenDoesNotHoldUpADoneSink() throws TransportException {
        CollectedOutput output = new CollectedOutput(text -> text.contains("END"));
        assertThat(run("sleep 600 & echo $! END", "", output).sinkDone()).isTrue();
        // Its parent may have ended before we looked, so that it is nobody's child and lives on, as behind sshd.
        ProcessHandle.of(Long.parseLong(output.out().split(" ")[0])).ifPresent(ProcessHandle::destroy);
    }
}
