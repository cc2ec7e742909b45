package dev.preflight.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListedCheckTest {
    private static final AtomicInteger MADE = new AtomicInteger();

    /** Counts how often it is made. */
    public static final class Counted implements HostCheck<NoParams> {
        private static final CheckSpec<NoParams> SPEC =
                CheckSpec.of("counted", NoParams.class, Severity.BLOCKER).oldId("numbered");

        public Counted() {
            MADE.incrementAndGet();
        }

        @Override
        public CheckSpec<NoParams> spec() {
            return SPEC;
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of();
        }
    }

    @Test
    void itIsMadeWhenItIsAskedForAndOnce() {
        int before = MADE.get();
        ListedCheck listed = ListedCheck.of("counted", Counted.class, "numbered");
        assertThat(MADE).hasValue(before);
        assertThat(listed.check()).isInstanceOf(Counted.class).isSameAs(listed.check());
        assertThat(MADE).hasValue(before + 1);
    }

    @Test
    void otherIdsThanThoseOfTheCheckAreAnError() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> ListedCheck.of("count", Counted.class, "numbered").check())
                .withMessageContaining("counted");
        assertThatIllegalStateException()
                .isThrownBy(() -> ListedCheck.of("counted", Counted.class).check())
                .withMessageContaining("numbered");
    }
}
