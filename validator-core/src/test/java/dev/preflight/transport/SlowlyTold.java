package dev.preflight.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;

/** Gets the notice that the input is sent, takes its time over it, and sees whether the command answered meanwhile. */
public final class SlowlyTold implements OutputSink {
    private static final long MILLIS = 300;

    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean early;
    private volatile boolean answered;

    @Override
    public void sent() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        told.incrementAndGet();
    }

    @Override
    public boolean out(byte[] bytes, int offset, int length) {
        answered = true;
        early |= told.get() == 0;
        return true;
    }

    @Override
    public void err(byte[] bytes, int offset, int length) {}

    /** The command answered, and not before this got the notice, once. */
    public void assertToldFirst() {
        assertThat(answered).isTrue();
        assertThat(early).isFalse();
        assertThat(told).hasValue(1);
    }
}
