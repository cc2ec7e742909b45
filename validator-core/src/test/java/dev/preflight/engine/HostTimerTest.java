package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostTimerTest {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final HostTimer host = new HostTimer(timer);

    HostTimerTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void whatIsDueIsDone() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        host.after(Duration.ZERO, rung::countDown);
        rung.await();
    }

    @Test
    void nothingOfAHostThatIsDoneIsHeldUntilItsDeadline() {
        host.after(Duration.ofDays(1), () -> {});
        assertThat(timer.getQueue()).hasSize(1);
        host.done();
        assertThat(timer.getQueue()).isEmpty();
        host.after(Duration.ofDays(1), () -> {});
        assertThat(timer.getQueue()).isEmpty();
    }

    @Test
    void aHostMayBeGivenATimeWhenTheRunIsOver() {
        timer.shutdownNow();
        host.after(Duration.ofDays(1), () -> {});
        host.done();
        assertThat(timer.getQueue()).isEmpty();
    }
}
