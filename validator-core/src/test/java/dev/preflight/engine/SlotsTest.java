package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Slots SLOTS = new Slots(32, 256);

    @Test
    void theFartherTheHostsTheMoreAtOnceUpToWhatTheMachineCarries() {
        assertThat(SLOTS.at(Duration.ZERO)).isEqualTo(32);
        assertThat(SLOTS.at(Duration.ofNanos(200_000))).isEqualTo(32);
        assertThat(SLOTS.at(Duration.ofMillis(20))).isEqualTo(64);
        assertThat(SLOTS.at(Duration.ofMillis(50))).isEqualTo(112);
        assertThat(SLOTS.at(Duration.ofMillis(140))).isEqualTo(256);
        assertThat(SLOTS.at(Duration.ofDays(300))).isEqualTo(256);
    }

    @Test
    void whatTheUserSaysHoldsAtAnyDistance() {
        assertThat(Slots.exactly(7).at(Duration.ofSeconds(1))).isEqualTo(7);
    }

    @Test
    void oneHostAtLeast() {
        assertThatIllegalArgumentException().isThrownBy(() -> Slots.exactly(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Slots(8, 7));
    }

    @Test
    void theDistanceIsTheMedianOfTheLast() {
        RoundTrips trips = new RoundTrips();
        assertThat(trips.with(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(50));
        trips.with(Duration.ofMillis(1));
        assertThat(trips.with(Duration.ofMillis(2))).isEqualTo(Duration.ofMillis(2));
        for (int i = 0; i < 31; i++) {
            trips.with(Duration.ofMillis(90));
        }
        assertThat(trips.with(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(90));
    }
}
