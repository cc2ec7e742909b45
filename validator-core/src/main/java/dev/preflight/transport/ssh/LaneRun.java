package dev.preflight.transport.ssh;

import dev.preflight.transport.OutputSink;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** One command on its way: hands what jsch's reader thread brings to the sink, and tells when it is over. */
final class LaneRun {
    private final OutputSink sink;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean sinkDone;
    private volatile boolean muted;
    private volatile Optional<Throwable> thrown = Optional.empty();

    LaneRun(OutputSink sink) {
        this.sink = sink;
    }

    OutputStream out() {
        return new Out();
    }

    OutputStream err() {
        return new Err();
    }

    void awaitOver() throws InterruptedException {
        over.await();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Ends the wait and hands on nothing more. */
    void end() {
        muted = true;
        over.countDown();
    }

    boolean sinkDone() {
        return sinkDone;
    }

    /** Throws what the sink threw, if it did. */
    void rethrow() {
        if (thrown.isPresent()) {
            throw new IllegalStateException("the sink failed", thrown.get());
        }
    }

    /** Waits out the call to the sink that may be going on; after {@link #end} there is no other. */
    synchronized void settle() {
        muted = true;
    }

    private synchronized void hand(boolean standardOutput, byte[] bytes, int offset, int length) {
        if (muted) {
            return;
        }
        try {
            if (!standardOutput) {
                sink.err(bytes, offset, length);
            } else if (!sink.out(bytes, offset, length)) {
                sinkDone = true;
                end();
            }
        } catch (RuntimeException | Error e) {
            // It would end jsch's reader thread, and with it every other lane of the host.
            thrown = Optional.of(e);
            end();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            hand(true, bytes, offset, length);
        }
    }

    /** jsch closes this one, and only this one, when the channel is over; the other already at end of file. */
    private final class Err extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            hand(false, bytes, offset, length);
        }

        @Override
        public void close() {
            over.countDown();
        }
    }
}
