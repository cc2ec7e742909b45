package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConnectAttemptTest {
    private final ConnectAttempt opening = new ConnectAttempt();
    private final CountDownLatch never = new CountDownLatch(1);

    private TransportFailure failure(ConnectAttempt.Work work) {
        try {
            opening.run("test", work);
            throw new AssertionError("opened");
        } catch (TransportException e) {
            return e.unreachable().failure();
        }
    }

    private SshSession stuck() throws TransportException {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TransportException(HostFailure.of(TransportFailure.OTHER), null);
    }

    /** As in a name look-up or an agent, which nothing can interrupt. */
    @Test
    void anEndWakesTheCallerThoughTheWorkIsStuck() {
        assertThat(failure(o -> {
                    o.end(HostFailure.of(TransportFailure.DEADLINE));
                    return stuck();
                }))
                .isEqualTo(TransportFailure.DEADLINE);
    }

    @Test
    void anEndClosesTheSocket() {
        Socket socket = new Socket();
        failure(o -> {
            assertThat(o.track(socket)).isTrue();
            o.end(HostFailure.of(TransportFailure.INTERRUPTED));
            return stuck();
        });
        assertThat(socket.isClosed()).isTrue();
        assertThat(opening.track(new Socket())).isFalse();
    }

    @Test
    void theConnectTimeoutCountsFromConnectToLogin() {
        assertThat(failure(o -> {
                    o.connecting(Duration.ofMillis(50));
                    return stuck();
                }))
                .isEqualTo(TransportFailure.TIMED_OUT);
    }

    @Test
    void aBugBecomesAFailureOfItsOwn() {
        assertThatThrownBy(() -> opening.run("test", o -> {
                    throw new IllegalStateException("planted");
                }))
                .isInstanceOfSatisfying(TransportException.class, e -> {
                    assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.OTHER);
                    assertThat(e.unreachable().details().get("said")).contains("planted");
                });
    }
}
