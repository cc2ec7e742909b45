package dev.preflight.transport;

import dev.preflight.transport.PasswordPrompt.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A dialogue with a command, such as the prompt for a password: what is printed before it is over does not reach the sink.
 * Pieces may come from several threads at once, beside the one that waits in {@link #agree}.
 */
public final class PromptHandler implements OutputSink {
    /** How long a program may take to prompt or to run our command: sudo may ask a directory server first. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LOOK_MILLIS = 50;

    private final PasswordPrompt passwordPrompt;
    private final OutputSink sink;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private boolean ready;

    /** A talk by this dialogue; what comes after it goes to the sink. */
    public PromptHandler(PasswordPrompt passwordPrompt, OutputSink sink) {
        this.passwordPrompt = passwordPrompt;
        this.sink = sink;
    }

    @Override
    public void sent() {
        sink.sent();
    }

    @Override
    public synchronized boolean out(byte[] bytes, int offset, int length) {
        if (ready) {
            return sink.out(bytes, offset, length);
        }
        Step step = passwordPrompt.heard(true, bytes, offset, length);
        ready = step == Step.SEND_INPUT;
        steps.add(step);
        byte[] behind = passwordPrompt.behind();
        return !ready || behind.length == 0 || sink.out(behind, 0, behind.length);
    }

    @Override
    public synchronized void err(byte[] bytes, int offset, int length) {
        if (ready) {
            sink.err(bytes, offset, length);
        } else {
            steps.add(passwordPrompt.heard(false, bytes, offset, length));
        }
    }

    /**
     * Says what has to be said.
     *
     * @param stdin takes the password, if the command asks for it
     * @param over whether the command has ended
     * @return whether the command waits for its input; false if it does not take what it got, is over, or says nothing
     *     for long
     * @throws IOException if the command reads no more
     */
    public boolean agree(OutputStream stdin, BooleanSupplier over) throws IOException, InterruptedException {
        Step step = next(over);
        if (step == Step.SEND_PASSWORD) {
            byte[] answer = passwordPrompt.answer();
            stdin.write(answer);
            stdin.flush();
            Arrays.fill(answer, (byte) 0);
            step = next(over);
        }
        return step == Step.SEND_INPUT;
    }

    private Step next(BooleanSupplier over) throws InterruptedException {
        long until = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < until) {
            Step step = steps.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (step != null && step != Step.WAIT) {
                return step;
            }
            if (step == null && over.getAsBoolean()) {
                return Step.GIVE_UP;
            }
        }
        return Step.GIVE_UP;
    }

    /** Hands on what was said, if the dialogue came to nothing. */
    public synchronized void finish() {
        if (!ready) {
            byte[] said = passwordPrompt.said().getBytes(StandardCharsets.UTF_8);
            sink.err(said, 0, said.length);
        }
    }
}
