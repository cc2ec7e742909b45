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
 * Runs the dialogue of a {@link PasswordPrompt} with a command. What the command prints before the end of the dialogue
 * does not reach the sink. Several threads may call {@link #out} and {@link #err} at once, while another one waits in
 * {@link #agree}.
 */
public final class PromptHandler implements OutputSink {
    /** How long a program may take to prompt or to run our command: sudo may ask a directory server first. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LOOK_MILLIS = 50;

    private final PasswordPrompt passwordPrompt;
    private final OutputSink sink;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private boolean ready;

    /** Prepares this dialogue; output after it goes to the sink. */
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
     * Holds the dialogue, and blocks until it has ended.
     *
     * @param stdin takes the password, if the command asks for it
     * @param over whether the command has ended
     * @return whether the command is ready for its input; false if it did not accept the password, is over, or printed
     *     nothing for long
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

    /** Passes what the command printed to the sink, if the dialogue failed. */
    public synchronized void finish() {
        if (!ready) {
            byte[] said = passwordPrompt.said().getBytes(StandardCharsets.UTF_8);
            sink.err(said, 0, said.length);
        }
    }
}
