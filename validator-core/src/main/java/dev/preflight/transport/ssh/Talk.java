package dev.preflight.transport.ssh;

import dev.preflight.transport.Dialogue;
import dev.preflight.transport.Dialogue.Step;
import dev.preflight.transport.OutputSink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what comes before a dialogue is over from the sink, and tells whoever writes what to do. */
final class Talk implements OutputSink {
    /** How long a program may take to prompt or to run our command: sudo may ask a directory server first. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LOOK_MILLIS = 50;

    private final Dialogue dialogue;
    private final OutputSink sink;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private boolean ready;

    Talk(Dialogue dialogue, OutputSink sink) {
        this.dialogue = dialogue;
        this.sink = sink;
    }

    @Override
    public synchronized boolean out(byte[] bytes, int offset, int length) {
        if (ready) {
            return sink.out(bytes, offset, length);
        }
        Step step = dialogue.heard(true, bytes, offset, length);
        ready = step == Step.SEND_INPUT;
        steps.add(step);
        byte[] behind = dialogue.behind();
        return !ready || behind.length == 0 || sink.out(behind, 0, behind.length);
    }

    @Override
    public synchronized void err(byte[] bytes, int offset, int length) {
        if (ready) {
            sink.err(bytes, offset, length);
        } else {
            steps.add(dialogue.heard(false, bytes, offset, length));
        }
    }

    /** The next thing to do; gives up when the command is over or nothing comes for long. */
    Step next(LaneRun run) throws InterruptedException {
        long until = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < until) {
            Step step = steps.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (step != null && step != Step.WAIT) {
                return step;
            }
            if (step == null && run.isOver()) {
                return Step.GIVE_UP;
            }
        }
        return Step.GIVE_UP;
    }

    /** Hands on what was said, if the dialogue came to nothing. */
    synchronized void finish() {
        if (!ready) {
            byte[] said = dialogue.said().getBytes(StandardCharsets.UTF_8);
            sink.err(said, 0, said.length);
        }
    }
}
