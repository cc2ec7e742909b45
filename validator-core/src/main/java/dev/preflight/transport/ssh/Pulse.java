package dev.preflight.transport.ssh;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Asks a server from time to time whether it is still there, as {@code ServerAliveInterval} of ssh_config(5) does: a jump
 * host may be frozen, or behind a firewall that forgot the connection, while its kernel, or none at all, acknowledges what is
 * sent. Those behind it would wait until their deadlines.
 */
final class Pulse {
    /** A question after so long without a word; OpenSSH asks only where its configuration says so, mostly every 15 to 60 s. */
    static final Duration EVERY = Duration.ofSeconds(15);

    /** So many questions may go without an answer: {@code ServerAliveCountMax} by default (ssh_config(5)). */
    private static final int MOST = 3;

    /** Sends a question that the server has to answer; may block. */
    interface Asking {
        void ask() throws Exception;
    }

    private final LongSupplier heard;
    private final Asking asking;
    private final Runnable onDead;
    private boolean over;

    /**
     * Watches nothing yet.
     *
     * @param heard grows with what the server says
     * @param onDead called once when the server does not answer
     */
    Pulse(LongSupplier heard, Asking asking, Runnable onDead) {
        this.heard = heard;
        this.asking = asking;
        this.onDead = onDead;
    }

    /** Watches until it is ended, in a thread of its own. */
    void start(String name, Duration every) {
        Thread thread = new Thread(() -> watch(every.toMillis()), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(long millis) {
        int unanswered = 0;
        long before = heard.getAsLong();
        try {
            while (!waited(millis)) {
                long now = heard.getAsLong();
                unanswered = now == before ? unanswered + 1 : 0;
                before = now;
                if (unanswered > MOST) {
                    onDead.run();
                    return;
                }
                if (unanswered > 0) {
                    asking.ask();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // The session has ended, and its own reader says so.
            return;
        }
    }

    /** Whether it was ended within this time. */
    private synchronized boolean waited(long millis) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = millis;
                left > 0 && !over;
                left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
            wait(left);
        }
        return over;
    }

    /** Watches no more. */
    synchronized void end() {
        over = true;
        notifyAll();
    }
}
