package dev.preflight.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.transport.Abort;
import dev.preflight.transport.Call;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.CommandEnd;
import dev.preflight.transport.Dialogue;
import dev.preflight.transport.LaterInput;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.SlowlyTold;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LocalLaterInputTest {
    private final Abort abort = new Abort();
    private final Session session = new LocalTransport().open(Host.local(), abort);
    private final LaterInput later = new LaterInput();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private CommandEnd run(String command, String input, OutputSink sink) throws TransportException {
        return session.run(Call.of(command, bytes(input)).with(later), sink);
    }

    @Test
    void aCommandThatIsAnsweredTwiceSeesTheEndWhenThatIsSaid() throws TransportException {
        CollectedOutput output = CollectedOutput.answering(later, "first", "a\n", "got a", "b\n", "got b");
        CommandEnd end = run("while read l; do echo got $l; done; exit 3", "first\n", output);
        assertThat(output.out()).isEqualTo("got first\ngot a\ngot b\n");
        assertThat(end.status()).hasValue(3);
    }

    @Test
    void aCommandThatEndsIsOverThoughNobodySaidThatNothingComes() throws TransportException {
        assertThat(run("read l; exit 4", "x\n", new CollectedOutput()).status()).hasValue(4);
        later.send(bytes("y\n"));
        CollectedOutput next = new CollectedOutput();
        run("read l; echo $l", "", next);
        assertThat(next.out()).isEqualTo("y\n");
    }

    @Test
    void aSinkThatHasAllItWantsIsNotHeldUp() throws TransportException {
        CollectedOutput output = new CollectedOutput(text -> text.contains("END"));
        assertThat(run("echo END; cat", "", output).sinkDone()).isTrue();
    }

    @Test
    void anAbortEndsTheWait() {
        CollectedOutput output = new CollectedOutput(text -> {
            abort.abort(TransportFailure.DEADLINE);
            return false;
        });
        assertThatThrownBy(() -> run("cat", "x", output))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.DEADLINE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSinkIsToldBeforeTheLastOfTheInput(boolean dialogue) throws TransportException {
        int length = 200_000;
        SlowlyTold sink = new SlowlyTold();
        Optional<Dialogue> asks =
                dialogue ? Optional.of(new Dialogue("ASK-1", "READY-1", Optional.empty())) : Optional.empty();
        String say = dialogue ? "echo READY-1; " : "";
        byte[] input = new byte[length];
        Call call = new Call(say + "head -c " + length + " | wc -c", input, asks, false, Optional.of(later));
        assertThat(session.run(call, sink).status()).hasValue(0);
        sink.assertToldFirst();
    }
}
