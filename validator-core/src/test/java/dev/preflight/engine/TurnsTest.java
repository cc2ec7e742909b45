package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.testing.Eventually;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        release.countDown();
    }

    /** A host that said much and is worked at until {@link #release}. */
    private void busy() throws InterruptedException {
        started(() -> turns.take(Turns.MUCH + 1, () -> {
            begun.countDown();
            release();
        }));
        begun.await();
    }

    private void release() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread started(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void aHostOfOrdinarySizeDoesNotWaitForOneThatSaidMuch() throws InterruptedException {
        busy();
        AtomicBoolean done = new AtomicBoolean();
        turns.take(Turns.MUCH, () -> done.set(true));
        assertThat(done).isTrue();
    }

    @Test
    void ofTwoThatSaidMuchTheSecondWaitsForTheFirst() throws InterruptedException {
        busy();
        AtomicBoolean firstIsDone = new AtomicBoolean();
        AtomicBoolean inOrder = new AtomicBoolean();
        Thread second = started(() -> turns.take(Turns.MUCH + 1, () -> inOrder.set(firstIsDone.get())));
        Eventually.is(() -> second.getState() == Thread.State.WAITING);
        firstIsDone.set(true);
        release.countDown();
        second.join();
        assertThat(inOrder).isTrue();
    }

    @Test
    void theTurnOfWorkThatFailsIsGivenBack() throws InterruptedException {
        IllegalStateException failure = new IllegalStateException("bad host");
        assertThatThrownBy(() -> turns.take(Turns.MUCH + 1, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        AtomicBoolean done = new AtomicBoolean();
        turns.take(Turns.MUCH + 1, () -> done.set(true));
        assertThat(done).isTrue();
    }

    @Test
    void oneThatWaitsCanBeInterrupted() throws InterruptedException {
        busy();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread second = started(() -> {
            try {
                turns.take(Turns.MUCH + 1, () -> {});
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        Eventually.is(() -> second.getState() == Thread.State.WAITING);
        second.interrupt();
        second.join();
        assertThat(interrupted).isTrue();
    }
}
