package dev.preflight.transport.ssh;

import dev.preflight.transport.TransportException;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Opens channels on a session whose server allows only so many at once, which it tells by refusing one more. A channel that
 * is refused is tried again when another has ended, or after a pause.
 */
final class ChannelOpener {
    /**
     * How long a server may refuse a channel although Preflight runs none: sshd counts a session until its process has
     * ended, which may be a little after we have all we want of it.
     */
    private static final long LAST_LANE_ENDS_MILLIS = 5_000;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    /** One try. */
    interface Attempt<T> {
        /** Opens a channel; empty if the server refused it and may not refuse it later. */
        Optional<T> open() throws TransportException;
    }

    private final LaneQueue queue;
    private final IntConsumer onLimit;

    /**
     * The opener of one session.
     *
     * @param queue for how many lanes at once the host is known to allow
     * @param onLimit takes how many the host allows, when it shows that
     */
    ChannelOpener(LaneQueue queue, IntConsumer onLimit) {
        this.queue = queue;
        this.onLimit = onLimit;
    }

    /** Who may have a channel, and who waits. */
    LaneQueue queue() {
        return queue;
    }

    /**
     * Tries until the server opens a channel; the caller holds a place in the queue.
     *
     * @param broken why the session ended, if it does meanwhile
     * @return empty if the server refuses although no other channel is open: it is not their number that it minds
     */
    <T> Optional<T> open(Attempt<T> attempt, Supplier<TransportException> broken)
            throws TransportException, InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        long alone = 0;
        while (true) {
            Optional<T> channel = attempt.open();
            if (channel.isPresent()) {
                return channel;
            }
            alone = queue.isAlone() ? alone + pause : 0;
            if (queue.isAlone() && (!queue.anyRan() || alone > LAST_LANE_ENDS_MILLIS)) {
                return Optional.empty();
            }
            onLimit.accept(queue.refused());
            if (!queue.enterAgain(pause)) {
                throw broken.get();
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }
}
