package dev.preflight.engine;

import java.util.concurrent.Semaphore;

/**
 * Lets hosts that said much be redacted, parsed, judged and saved one after the other: parsed, an answer takes many times the
 * memory that it came in. Other hosts never wait. One that waits for a judge that never ends is ended by its own deadline.
 */
final class Turns {
    /** More than four times what a healthy host says with every check. */
    static final int MUCH = 128 * 1024;

    private final Semaphore one = new Semaphore(1, true);

    /** Does this work when it is its turn. */
    void take(int keptBytes, Runnable work) throws InterruptedException {
        if (keptBytes <= MUCH) {
            work.run();
            return;
        }
        one.acquire();
        try {
            work.run();
        } finally {
            one.release();
        }
    }
}
