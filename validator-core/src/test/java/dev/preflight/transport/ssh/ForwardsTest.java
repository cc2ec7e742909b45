package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.jcraft.jsch.Session;
import dev.preflight.testing.Eventually;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.ssh.ChannelLink.Answer;
import dev.preflight.transport.ssh.ChannelLink.Carrier;
import dev.preflight.transport.ssh.ChannelLink.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardsTest {
    private static final String FORBIDDEN = "forbidden";

    /** A jump host that makes so many connections at once, and says this of one more. */
    private static final class Server implements Forwards.Asking {
        private final int most;
        private final int saysOfMore;
        private final List<Runnable> open = new ArrayList<>();
        private int asked;

        private Server(int most, int saysOfMore) {
            this.most = most;
            this.saysOfMore = saysOfMore;
        }

        @Override
        public synchronized Answer open(String address, int port, Runnable onClose) {
            asked++;
            if (address.equals(FORBIDDEN)) {
                return refused(Refusal.PROHIBITED);
            }
            if (open.size() >= most) {
                return refused(saysOfMore);
            }
            open.add(onClose);
            ChannelLink link = mock(ChannelLink.class);
            return new Answer(Optional.of(link), new Refusal(Refusal.NO_ANSWER));
        }

        private static Answer refused(int reason) {
            return new Answer(Optional.empty(), new Refusal(reason));
        }

        void closeOne() {
            Runnable closed;
            synchronized (this) {
                closed = open.remove(0);
            }
            closed.run();
        }

        synchronized int asked() {
            return asked;
        }
    }

    private Optional<HostFailure> fate = Optional.empty();

    private Forwards forwards(Forwards.Asking server) {
        return new Forwards(
                new Carrier(
                        mock(Session.class), () -> fate, what -> what.with(HostFailure.JUMP, "j:22"), Runnable::run),
                server);
    }

    private static String to(Forwards forwards, String address, ConnectAttempt opening) {
        try {
            Link unused = forwards.to(address, 22, Duration.ofMinutes(5), opening);
            return "open";
        } catch (TransportException e) {
            return e.unreachable().failure().code();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Refusal.SHORTAGE, Refusal.PROHIBITED})
    void whatIsRefusedForItsNumberWaitsUntilOneIsClosed(int reason) throws Exception {
        Server server = new Server(3, reason);
        Forwards forwards = forwards(server);
        AtomicInteger done = new AtomicInteger();
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            work.add(() -> {
                String end = to(forwards, "host", new ConnectAttempt());
                done.incrementAndGet();
                return end;
            });
        }
        work.add(() -> {
            for (int i = 1; i <= 9; i++) {
                int before = i + 2;
                Eventually.is(() -> done.get() >= before);
                server.closeOne();
            }
            return "open";
        });
        assertThat(Behind.together(work)).hasSize(13).containsOnly("open");
    }

    @Test
    void whatIsProhibitedFailsAtOnceWhereNothingElseIsOpenAndElseAfterSomeTriesMore() throws Exception {
        Server server = new Server(10, Refusal.SHORTAGE);
        Forwards forwards = forwards(server);
        assertThat(to(forwards, FORBIDDEN, new ConnectAttempt())).isEqualTo("forwarding-refused");
        for (int i = 0; i < 5; i++) {
            assertThat(to(forwards, "host", new ConnectAttempt())).isEqualTo("open");
        }
        int before = server.asked();
        List<Callable<String>> work = List.of(() -> to(forwards, FORBIDDEN, new ConnectAttempt()), () -> {
            for (int i = 1; i <= 3; i++) {
                int asked = before + i;
                Eventually.is(() -> server.asked() == asked);
                server.closeOne();
            }
            return "closed";
        });
        assertThat(Behind.together(work)).containsExactly("forwarding-refused", "closed");
        // Those that are allowed were not held up by it, nor are they now.
        for (int i = 0; i < 8; i++) {
            assertThat(to(forwards, "host", new ConnectAttempt())).isEqualTo("open");
        }
    }

    @Test
    void whatTheJumpHostCannotReachFailsAtOnce() {
        Forwards forwards = forwards(new Server(0, Refusal.CONNECT_FAILED));
        assertThat(to(forwards, "host", new ConnectAttempt())).isEqualTo("not-reached-by-jump");
    }

    @Test
    void theEndOfTheSessionAndOfTheAttemptEndTheWait() throws Exception {
        Server server = new Server(1, Refusal.SHORTAGE);
        Forwards forwards = forwards(server);
        assertThat(to(forwards, "host", new ConnectAttempt())).isEqualTo("open");
        ConnectAttempt aborted = new ConnectAttempt();
        CountDownLatch first = new CountDownLatch(1);
        List<Callable<String>> work = List.of(
                () -> {
                    String end = to(forwards, "host", aborted);
                    first.countDown();
                    return end;
                },
                () -> to(forwards, "host", new ConnectAttempt()),
                () -> {
                    aborted.end(HostFailure.of(TransportFailure.DEADLINE));
                    first.await();
                    fate = Optional.of(HostFailure.of(TransportFailure.CLOSED_MIDWAY));
                    forwards.end();
                    return "ended";
                });
        assertThat(Behind.together(work)).containsExactly("interrupted", "closed-midway", "ended");
    }
}
