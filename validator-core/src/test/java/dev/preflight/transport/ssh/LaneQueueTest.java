package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneQueueTest {
    @Test
    void aRefusalSetsTheLimitToThoseThatRun() throws InterruptedException {
        LaneQueue queue = new LaneQueue(Integer.MAX_VALUE);
        queue.enter();
        queue.enter();
        queue.enter();
        assertThat(queue.refused()).isEqualTo(2);
        queue.leave(false);
        queue.leave(true);
        assertThat(queue.isAlone()).isTrue();
        assertThat(queue.enter()).isTrue();
        assertThat(queue.isAlone()).isFalse();
    }

    @Test
    void oneLaneIsAlwaysAllowed() throws InterruptedException {
        LaneQueue queue = new LaneQueue(Integer.MAX_VALUE);
        queue.enter();
        assertThat(queue.anyRan()).isFalse();
        assertThat(queue.refused()).isEqualTo(1);
        assertThat(queue.enterAgain(1)).isTrue();
        queue.leave(true);
        assertThat(queue.anyRan()).isTrue();
    }

    @Test
    void theEndLetsAWaitingLaneOut() throws InterruptedException {
        LaneQueue queue = new LaneQueue(1);
        queue.enter();
        Thread ending = new Thread(queue::end);
        ending.start();
        assertThat(queue.enter()).isFalse();
        ending.join();
    }
}
