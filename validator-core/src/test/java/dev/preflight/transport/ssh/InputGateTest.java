package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InputGateTest {
    /** What a busy machine may take the processor away for, in the middle of a piece. */
    private static final long NANOS = 600_000_000;

    private final InputGate gate = new InputGate();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void nothingGoesOutOnceTheOutputHasEnded() throws IOException {
        gate.send(() -> events.add("before"));
        gate.shut();
        assertThatThrownBy(() -> gate.send(() -> events.add("after"))).isInstanceOf(IOException.class);
        assertThat(gate.sent(() -> events.add("after"))).isFalse();
        assertThat(events).containsExactly("before");
    }

    @Test
    void aPieceThatIsBeingSentGoesOutBeforeTheChannelIsClosedHoweverLongItTakes() throws InterruptedException {
        CountDownLatch sending = new CountDownLatch(1);
        Thread writer = start(() -> {
            sending.countDown();
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < NANOS) {
                Thread.onSpinWait();
            }
            events.add("sent");
        });
        sending.await();
        gate.shut();
        events.add("closed");
        writer.join();
        assertThat(events).containsExactly("sent", "closed");
    }

    /** As jsch waits where the window of the channel is used up: the thread that shuts the gate would widen it. */
    @Test
    void aWriterThatWaitsForRoomIsNotWaitedFor() throws InterruptedException {
        Object channel = new Object();
        AtomicBoolean closed = new AtomicBoolean();
        CountDownLatch sending = new CountDownLatch(1);
        Thread writer = start(() -> {
            sending.countDown();
            awaitRoom(channel, closed);
        });
        sending.await();
        gate.shut();
        closed.set(true);
        writer.join();
        assertThat(closed).isTrue();
    }

    private static void awaitRoom(Object channel, AtomicBoolean closed) {
        synchronized (channel) {
            while (!closed.get()) {
                try {
                    channel.wait(100);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private Thread start(InputGate.Piece piece) {
        Thread writer = new Thread(() -> {
            try {
                gate.send(piece);
            } catch (IOException e) {
                events.add(e.toString());
            }
        });
        writer.start();
        return writer;
    }
}
