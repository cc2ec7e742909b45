package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static List<Long> waits(DoubleSupplier random, boolean othersGotIn) {
        Backoff backoff = new Backoff(random);
        List<Long> waits = new ArrayList<>();
        Optional<Duration> next = backoff.next(1, othersGotIn, HOUR);
        while (next.isPresent()) {
            waits.add(next.get().toMillis());
            next = backoff.next(waits.size() + 1, othersGotIn, HOUR);
        }
        return waits;
    }

    @Test
    void eachWaitIsTwiceTheOneBefore() {
        assertThat(waits(() -> 0, false)).containsExactly(1000L, 2000L, 4000L, 8000L, 16_000L);
    }

    @Test
    void chanceTakesUpToHalfOfIt() {
        assertThat(waits(() -> 0.5, false)).containsExactly(750L, 1500L, 3000L, 6000L, 12_000L);
        assertThat(waits(() -> Math.nextDown(1.0), false)).containsExactly(501L, 1001L, 2001L, 4001L, 8001L);
    }

    @Test
    void anAddressThatLetsOthersInIsTriedMoreOften() {
        assertThat(waits(() -> 0, true)).hasSize(11).endsWith(16_000L, 16_000L);
    }

    @Test
    void noTryBeginsWhenTheHostsTimeIsOver() {
        Backoff backoff = new Backoff(() -> 0);
        assertThat(backoff.next(1, false, Duration.ofMillis(1001))).hasValue(Duration.ofSeconds(1));
        assertThat(backoff.next(1, false, Duration.ofSeconds(1))).isEmpty();
    }
}
