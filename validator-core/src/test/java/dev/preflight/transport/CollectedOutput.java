package dev.preflight.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

/** Keeps all that a command prints; is done when a condition on standard output holds. */
public final class CollectedOutput implements OutputSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Predicate<String> done;

    /** Wants everything. */
    public CollectedOutput() {
        this(text -> false);
    }

    /** Wants everything until this holds of it. */
    public CollectedOutput(Predicate<String> done) {
        this.done = done;
    }

    /**
     * Wants everything, and answers it.
     *
     * @param talk what has to be seen on standard output and what is sent then, in turns; once the last is seen that
     *     nothing is sent to, the input is closed
     */
    public static CollectedOutput answering(StdinFeed later, String... talk) {
        Queue<String> todo = new ArrayDeque<>(List.of(talk));
        return new CollectedOutput(text -> {
            while (!todo.isEmpty() && text.contains(todo.element())) {
                todo.remove();
                if (todo.isEmpty()) {
                    later.close();
                } else {
                    later.send(todo.remove().getBytes(StandardCharsets.UTF_8));
                }
            }
            return false;
        });
    }

    @Override
    public synchronized boolean out(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
        return !done.test(out());
    }

    @Override
    public synchronized void err(byte[] bytes, int offset, int length) {
        err.write(bytes, offset, length);
    }

    public synchronized String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public synchronized String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
