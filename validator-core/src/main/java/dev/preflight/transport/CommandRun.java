package dev.preflight.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One command that runs on a session, for every transport: sends its input, passes its output to the sink, and knows
 * when it is over. A command is over when it has ended, when the sink wants no more, or when its session ends.
 *
 * <p>The threads of the transport call {@link #hand} and {@link #over}, any thread may call {@link #end}, and the
 * thread that runs the command calls the rest. The sink gets one call at a time, and none after {@link #settle}.
 */
public final class CommandRun {
    /** How much is written before it is checked again whether the command is over. */
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
     * Passes a piece of output to the sink, unless the sink wants no more.
     *
     * @return false if the sink wants nothing after this piece, or has failed: the caller ends the command
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
     * Holds the dialogue, if there is one, and sends the input and the later input. Blocks until all of it is written
     * or the command is over. Calls {@link OutputSink#sent} before the command can have read its whole input: before
     * the last byte, or, if the command reads to the end of file, before the caller closes the stream. Does not close
     * the stream.
     *
     * @return false if the dialogue failed and no input was sent: the caller ends the command
     * @throws IOException if the command reads no more
     */
    public boolean send(OutputStream stdin) throws IOException, InterruptedException {
        if (talk.isPresent() && !talk.get().agree(stdin, this::isOver)) {
            return false;
        }
        byte[] input = call.input();
        // A command that reads to the end of file waits until the stream is closed; one that reads a number of bytes
        // waits for the last one.
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

    /** Passes on no more output, and ends {@link #awaitOver}. Does not block. */
    public void end() {
        mute();
        over();
    }

    /** Passes on no more output. Does not wait for a call to the sink that is still going on; {@link #settle} does. */
    public void mute() {
        muted = true;
    }

    /** Notes that the command has ended; its output may still be on the way. */
    public void over() {
        over.countDown();
    }

    /** Whether the command is over. */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Blocks until the command is over. */
    public void awaitOver() throws InterruptedException {
        over.await();
    }

    /** Whether the sink wanted no more before the command ended. */
    public boolean sinkDone() {
        return sinkDone;
    }

    /** Throws an {@link IllegalStateException} if the sink threw something. */
    public void rethrow() {
        if (thrown.isPresent()) {
            throw new IllegalStateException("the sink failed", thrown.get());
        }
    }

    /**
     * Waits for a call to the sink that is still going on, and allows no more of them. Only after a failed dialogue the
     * sink still gets, within this call, what the command printed.
     */
    public void settle() {
        synchronized (this) {
            muted = true;
        }
        talk.ifPresent(PromptHandler::finish);
    }
}
