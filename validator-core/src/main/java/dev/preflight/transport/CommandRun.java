package dev.preflight.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One command that runs on a session, whichever transport runs it: sends its input, hands what it prints to the sink, and
 * says when it is over. A command is over when it has ended, when the sink has all it wants, or when its session ends.
 *
 * <p>The transport's threads call {@link #hand} and {@link #over}; the thread that runs the command calls the rest, and
 * {@link #end} may come from any. The sink gets one call at a time, and none after {@link #settle}.
 */
public final class CommandRun {
    /** What is written between two looks at whether the command is over. */
    private static final int PIECE = 32 * 1024;

    private final Call call;
    private final Optional<PromptHandler> talk;
    private final OutputSink sink;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean muted;
    private volatile boolean sinkDone;
    private volatile Optional<Throwable> thrown = Optional.empty();

    /** A command that is about to be run. */
    public CommandRun(Call call, OutputSink sink) {
        this.call = call;
        this.talk = call.passwordPrompt().map(passwordPrompt -> new PromptHandler(passwordPrompt, sink));
        this.sink = talk.isPresent() ? talk.get() : sink;
    }

    /**
     * Hands a piece of output on, unless nothing more is wanted.
     *
     * @return false if this was the last piece that is wanted: the caller ends the command
     */
    public synchronized boolean hand(boolean standardOutput, byte[] bytes, int offset, int length) {
        if (muted) {
            return true;
        }
        try {
            if (!standardOutput) {
                sink.err(bytes, offset, length);
            } else if (!sink.out(bytes, offset, length)) {
                sinkDone = true;
                muted = true;
            }
        } catch (RuntimeException | Error e) {
            // It would end the thread that reads, and with it every other command of that session.
            thrown = Optional.of(e);
            muted = true;
        }
        return !muted;
    }

    /**
     * Has the dialogue, if there is one, and sends the input and what comes later. The sink is told before that part of the
     * input without which no script runs. Closes nothing.
     *
     * @return false if the dialogue came to nothing and no input was sent: the caller ends the command
     * @throws IOException if the command reads no more
     */
    public boolean send(OutputStream stdin) throws IOException, InterruptedException {
        if (talk.isPresent() && !talk.get().agree(stdin, this::isOver)) {
            return false;
        }
        byte[] input = call.input();
        // A reader that reads to the end waits for the end of file, which comes when the stream is closed; one that
        // reads so
        // many bytes waits for the last one.
        boolean byLength = call.terminal() || call.later().isPresent();
        int first = byLength ? Math.max(0, input.length - 1) : input.length;
        for (int at = 0; at < first && !isOver(); at += PIECE) {
            stdin.write(input, at, Math.min(PIECE, first - at));
        }
        if (!byLength) {
            stdin.flush();
            sink.sent();
        } else if (!isOver()) {
            sink.sent();
            stdin.write(input, first, input.length - first);
            stdin.flush();
        }
        if (call.later().isPresent()) {
            call.later().get().pour(stdin, this::isOver);
        }
        return true;
    }

    /** Hands on nothing more and ends the wait. */
    public void end() {
        mute();
        over();
    }

    /** Hands on nothing more. A call to the sink may still be going on, see {@link #settle}. */
    public void mute() {
        muted = true;
    }

    /** The command has ended; what it printed may still be on its way. */
    public void over() {
        over.countDown();
    }

    /** Whether nothing more is to be waited for. */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits until the command is over. */
    public void awaitOver() throws InterruptedException {
        over.await();
    }

    /** Whether the sink had all it wanted before the command ended. */
    public boolean sinkDone() {
        return sinkDone;
    }

    /** Throws what the sink threw, if it did. */
    public void rethrow() {
        if (thrown.isPresent()) {
            throw new IllegalStateException("the sink failed", thrown.get());
        }
    }

    /** Waits out the call to the sink that may be going on, and lets none follow but the last of a dialogue that failed. */
    public void settle() {
        synchronized (this) {
            muted = true;
        }
        talk.ifPresent(PromptHandler::finish);
    }
}
