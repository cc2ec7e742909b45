package dev.preflight.transport.ssh;

import java.util.concurrent.TimeUnit;

/** Lets as many lanes of a session run side by side as the server allows, which it tells only by refusing one more. */
final class LaneQueue {
    private int limit;
    private int running;
    private boolean anyRan;
    private boolean ended;

    /** Starts with what is known of the host; {@link Integer#MAX_VALUE} if nothing is. */
    LaneQueue(int limit) {
        this.limit = limit;
    }

    /** Waits for a place and takes it, however the wait ends; returns false if the session has ended. */
    synchronized boolean enter() throws InterruptedException {
        try {
            while (running >= limit && !ended) {
                wait();
            }
        } finally {
            running++;
        }
        return !ended;
    }

    /** Gives a place back. */
    synchronized void leave(boolean ran) {
        running--;
        anyRan |= ran;
        notifyAll();
    }

    /** The server refused one more lane than these; what it allows, at least 1. */
    synchronized int refused() {
        limit = Math.max(1, Math.min(limit, running - 1));
        return limit;
    }

    /** Whether no other lane holds a place. */
    synchronized boolean isAlone() {
        return running == 1;
    }

    /** Whether a lane ever ran on this session. */
    synchronized boolean anyRan() {
        return anyRan;
    }

    /** Gives the place back for at least this long, then waits for one; returns false if the session has ended. */
    synchronized boolean enterAgain(long millis) throws InterruptedException {
        running--;
        notifyAll();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            long left = millis;
            while (!ended && (running >= limit || left > 0)) {
                wait(Math.max(0, left));
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
        } finally {
            running++;
        }
        return !ended;
    }

    /** Lets everybody out. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
