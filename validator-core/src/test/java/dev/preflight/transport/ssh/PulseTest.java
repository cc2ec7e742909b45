package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final AtomicLong heard = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch dead = new CountDownLatch(1);

    @Test
    void aServerThatAnswersNoQuestionIsDead() throws InterruptedException {
        new Pulse(heard::get, asked::incrementAndGet, dead::countDown).start("test", Duration.ofMillis(5));
        dead.await();
        assertThat(asked).hasValue(3);
    }

    @Test
    void oneThatAnswersIsNot() throws InterruptedException {
        CountDownLatch often = new CountDownLatch(20);
        Pulse pulse = new Pulse(
                heard::get,
                () -> {
                    heard.incrementAndGet();
                    often.countDown();
                },
                dead::countDown);
        pulse.start("test", Duration.ofMillis(5));
        often.await();
        pulse.end();
        assertThat(dead.getCount()).isEqualTo(1);
    }

    @Test
    void oneWhoseSessionHasEndedIsAskedNoMore() throws InterruptedException {
        CountDownLatch once = new CountDownLatch(1);
        new Pulse(
                        heard::get,
                        () -> {
                            once.countDown();
                            throw new IllegalStateException("session is down");
                        },
                        dead::countDown)
                .start("test", Duration.ofMillis(5));
        once.await();
        assertThat(dead.getCount()).isEqualTo(1);
    }
}
