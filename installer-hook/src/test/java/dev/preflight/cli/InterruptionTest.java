package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Eventually;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a signal ends, by when it comes. */
class InterruptionTest {
    private final Interruption interruption = new Interruption();

    /** What the process says then must stay true, and standard output must hold one answer. */
    @Test
    void afterASignalThatCameFirstNoRunBegins() {
        assertThat(interruption.endsEarly()).isTrue();
        AtomicBoolean begun = new AtomicBoolean();
        Thread run = new Thread(() -> {
            interruption.cancels(() -> {});
            begun.set(true);
        });
        run.setDaemon(true);
        run.start();
        Eventually.is(() -> run.getState() == Thread.State.WAITING || !run.isAlive());
        assertThat(begun).isFalse();
        assertThat(interruption.signalled(() -> false)).isEqualTo(130);
    }

    @Test
    void whereARunBeganOrAllIsWrittenASignalIsNotEarly() {
        interruption.cancels(() -> {});
        assertThat(interruption.endsEarly()).isFalse();
        Interruption other = new Interruption();
        other.finished(0);
        assertThat(other.endsEarly()).isFalse();
        assertThat(other.signalled(() -> false)).isZero();
    }
}
