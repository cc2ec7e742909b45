package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class MishapTest {
    @Test
    void whatAnotherThreadThrewIsSaidAsIfItWereThrownHere() {
        IllegalStateException bug = new IllegalStateException("a bug");
        assertThat(Mishap.of(new ExecutionException(bug)))
                .isEqualTo(Mishap.of(bug))
                .isEqualTo(HostFailure.of(TransportFailure.INTERNAL_ERROR)
                        .with("said", "java.lang.IllegalStateException: a bug"));
    }

    @Test
    void aDyingJvmIsNoHostsFaultInWhicheverThreadItShows() {
        assertThatThrownBy(() -> Mishap.of(new ExecutionException(new InternalError("broken"))))
                .isInstanceOf(InternalError.class);
    }
}
