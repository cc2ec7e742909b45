package dev.preflight.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What holds of later input whichever way the command is reached. */
public interface StdinFeedContract {
    /** A session that the abort ends. */
    Session session();

    /** What ends the session. */
    Cancellation abort();

    /** The input of the test. */
    StdinFeed later();

    /** The bytes of a text. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Runs a command that gets the later input behind this. */
    default OptionalInt run(String command, String input, OutputSink sink) throws TransportException {
        return session().run(Call.of(command, bytes(input)).with(later()), sink);
    }

    @Test
    default void aCommandThatIsAnsweredTwiceSeesTheEndWhenThatIsSaid() throws TransportException {
        CollectedOutput output = CollectedOutput.answering(later(), "first", "a\n", "got a", "b\n", "got b");
        OptionalInt end = run("while read l; do echo got $l; done; exit 3", "first\n", output);
        assertThat(output.out()).isEqualTo("got first\ngot a\ngot b\n");
        assertThat(end).hasValue(3);
    }

    @Test
    default void aCommandThatEndsIsOverThoughNobodySaidThatNothingComes() throws TransportException {
        assertThat(run("read l; exit 4", "x\n", new CollectedOutput())).hasValue(4);
        later().send(bytes("y\n"));
        CollectedOutput next = new CollectedOutput();
        run("read l; echo $l", "", next);
        assertThat(next.out()).isEqualTo("y\n");
    }

    @Test
    default void aSinkThatHasAllItWantsIsNotHeldUp() throws TransportException {
        CollectedOutput output = new CollectedOutput(text -> text.contains("END"));
        var unused = run("echo END; cat", "", output);
        CollectedOutput next = new CollectedOutput();
        session().run("echo on", new byte[0], next);
        assertThat(next.out()).isEqualTo("on\n");
    }

    @Test
    default void anAbortEndsTheWait() {
        CollectedOutput output = new CollectedOutput(text -> {
            abort().abort(TransportFailure.DEADLINE);
            return false;
        });
        assertThatThrownBy(() -> run("cat", "x", output))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.DEADLINE));
    }
}
