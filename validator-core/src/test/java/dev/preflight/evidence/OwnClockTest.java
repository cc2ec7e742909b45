package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnClockTest {
    private static final Instant ZERO = Instant.parse("2026-11-23T12:00:00Z");

    private static boolean same(String boot, Duration set) {
        return new OwnClock("one", ZERO).same(new OwnClock(boot, ZERO.plus(set)));
    }

    @Test
    void aClockIsTheSameInOneBootUnlessItWasSet() {
        assertThat(same("one", Duration.ZERO)).isTrue();
        assertThat(same("one", Duration.ofMillis(100))).isTrue();
        assertThat(same("one", Duration.ofMillis(101))).isFalse();
        assertThat(same("one", Duration.ofMillis(-100))).isTrue();
        assertThat(same("one", Duration.ofMillis(-101))).isFalse();
        assertThat(same("another", Duration.ZERO)).isFalse();
    }

    /** It depends on when this boot began, and not on when it is asked. */
    @Test
    void anotherReadingOfThisMachineSeesTheClockSet() {
        Clock clock = Clock.systemUTC();
        Optional<OwnClock> own = OwnClock.of(clock);
        assertThat(own).isPresent();
        assertThat(OwnClock.of(Clock.offset(clock, Duration.ofHours(1)))
                        .orElseThrow()
                        .zero())
                .isAfter(own.get().zero().plus(Duration.ofMinutes(59)));
    }
}
