package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.inventory.Host;
import dev.preflight.result.HostActivity;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts that are tried again, with a clock that the test moves. */
class TryingAgainTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final HandTimer time = new HandTimer();
    private final HostScheduler scheduler = new HostScheduler(time.timing());
    private final TestRun tested = new TestRun(scheduler);
    private final Answers answers = new Answers();
    private final Map<String, HostEvidence> came = tested.came();

    /** Fails as the test says, and then lets in; writes down whom it was asked for. */
    private static final class Answers implements Transport {
        private final Map<String, Deque<TransportFailure>> failures = new ConcurrentHashMap<>();
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, CountDownLatch> slow = new ConcurrentHashMap<>();
        private final AtomicInteger opened = new AtomicInteger();
        private Runnable then = () -> {};

        void slow(String name, CountDownLatch until) {
            slow.put(name, until);
        }

        void host(String name, TransportFailure... inTurn) {
            failures.put(name, new ArrayDeque<>(Arrays.asList(inTurn)));
        }

        @Override
        public Way way(Host host) {
            return Way.direct(host.address());
        }

        @Override
        public Session open(Host host, Cancellation cancellation) throws TransportException {
            asked.add(host.name());
            then.run();
            await(slow.getOrDefault(host.name(), new CountDownLatch(0)));
            TransportFailure next =
                    failures.getOrDefault(host.name(), new ArrayDeque<>()).poll();
            if (next != null) {
                throw new TransportException(HostFailure.of(next), null);
            }
            Session session = mock(Session.class);
            when(session.remoteAddress()).thenReturn("127.0.0.1");
            opened.incrementAndGet();
            return session;
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs these hosts, one at a time. */
    private Thread run(Duration deadline, String... names) {
        List<Host> hosts =
                Arrays.stream(names).map(name -> TestHost.at(name, "10.0.0.1")).toList();
        Thread run = new Thread(() -> tested.run(answers, 1, deadline, hosts));
        run.setDaemon(true);
        run.start();
        return run;
    }

    private Optional<HostFailure> failure(String host) {
        return tested.failure(host);
    }

    @Test
    void aHostThatIsTurnedAwayIsTriedAgainAndItsSlotIsFreeMeanwhile() throws InterruptedException {
        answers.host("a", TransportFailure.TURNED_AWAY, TransportFailure.TURNED_AWAY);
        Thread run = run(DEADLINE, "a", "b");
        assertThat(time.nextTry()).isEqualTo(Duration.ofSeconds(1));
        assertThat(time.nextTry()).isEqualTo(Duration.ofSeconds(2));
        run.join();
        assertThat(answers.asked).containsExactlyInAnyOrder("a", "a", "a", "b").startsWith("a", "b");
        assertThat(failure("a").map(HostFailure::failure)).isNotEqualTo(Optional.of(TransportFailure.TURNED_AWAY));
    }

    @Test
    void anAddressThatTurnsEverybodyAwayIsGivenUpAndTheReportSaysHowOftenItWasTried() throws InterruptedException {
        TransportFailure[] always = new TransportFailure[20];
        Arrays.fill(always, TransportFailure.TURNED_AWAY);
        answers.host("a", always);
        Thread run = run(DEADLINE, "a");
        for (int seconds : new int[] {1, 2, 4, 8, 16}) {
            assertThat(time.nextTry()).hasSeconds(seconds);
        }
        run.join();
        assertThat(answers.asked).hasSize(6);
        assertThat(failure("a").orElseThrow().failure()).isEqualTo(TransportFailure.TURNED_AWAY);
        assertThat(failure("a").orElseThrow().details())
                .containsEntry("tries", "6")
                .containsEntry("seconds", "31");
    }

    @Test
    void noTryBeginsAfterTheHostsDeadline() throws InterruptedException {
        TransportFailure[] always = new TransportFailure[20];
        Arrays.fill(always, TransportFailure.TURNED_AWAY);
        answers.host("a", always);
        Thread run = run(Duration.ofSeconds(30), "a");
        for (int seconds : new int[] {1, 2, 4, 8}) {
            assertThat(time.nextTry()).hasSeconds(seconds);
        }
        run.join();
        assertThat(failure("a").orElseThrow().details())
                .containsEntry("tries", "5")
                .containsEntry("seconds", "15");
    }

    /** A wrong password, an unknown key, a name that does not exist: a second try would only lock the account. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TURNED_AWAY")
    void nothingElseIsTriedAgain(TransportFailure failure) throws InterruptedException {
        answers.host("a", failure);
        run(DEADLINE, "a").join();
        assertThat(answers.asked).containsExactly("a");
        HostFailure told = failure("a").orElseThrow();
        assertThat(told.failure()).isEqualTo(failure);
        // No word of tries; what ended before its time says when.
        assertThat(told.details().keySet()).isSubsetOf("after");
    }

    @Test
    void aRefusedConnectionIsTriedAgainIfOthersGotInAtTheVeryAddress() throws InterruptedException {
        answers.host("a", TransportFailure.REFUSED);
        answers.host("c", TransportFailure.REFUSED);
        // All of them have one address.
        Thread run = run(DEADLINE, "a", "b", "c");
        assertThat(time.nextTry()).isEqualTo(Duration.ofSeconds(1));
        run.join();
        assertThat(answers.asked).containsExactly("a", "b", "c", "c");
        assertThat(failure("a").orElseThrow().failure()).isEqualTo(TransportFailure.REFUSED);
    }

    /** Dead hosts must not keep the living waiting: one slot is enough for all of them. */
    @Test
    void aHostThatIsSlowToConnectLendsItsSlot() throws InterruptedException {
        CountDownLatch othersDone = new CountDownLatch(1);
        answers.host("dead", TransportFailure.TIMED_OUT);
        answers.slow("dead", othersDone);
        Thread run = run(DEADLINE, "dead", "b", "c");
        time.slow();
        while (came.size() < 2 || scheduler.activities().size() > 1) {
            Thread.onSpinWait();
        }
        assertThat(came).containsOnlyKeys("b", "c");
        assertThat(scheduler.activities())
                .containsExactly(new HostActivity(
                        "dead",
                        HostActivity.Step.CONNECTING,
                        List.of(),
                        HostRun.SLOW_TO_CONNECT,
                        Optional.of(DEADLINE.minus(HostRun.SLOW_TO_CONNECT))));
        othersDone.countDown();
        run.join();
        assertThat(failure("dead").orElseThrow().failure()).isEqualTo(TransportFailure.TIMED_OUT);
    }

    @Test
    void aHostThatWasSlowToConnectIsLookedAtWhenASlotIsFree() throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        answers.slow("late", connected);
        CountDownLatch second = new CountDownLatch(1);
        answers.slow("b", second);
        Thread run = run(DEADLINE, "late", "b", "c");
        time.slow();
        connected.countDown();
        while (answers.opened.get() < 1) {
            Thread.onSpinWait();
        }
        assertThat(came).isEmpty();
        second.countDown();
        run.join();
        assertThat(came).containsOnlyKeys("late", "b", "c");
        // The last one gives its slot back after the run has heard of it.
        while (scheduler.slots().taken() != 0) {
            Thread.onSpinWait();
        }
    }

    /** While it stands in line behind others its clock stands still. */
    @Test
    void whatAHostWaitsInLineIsNotItsTime() throws InterruptedException {
        answers.host("a", TransportFailure.TURNED_AWAY, TransportFailure.TURNED_AWAY);
        int[] asked = {0};
        CountDownLatch behind = new CountDownLatch(1);
        answers.then = () -> {
            if (++asked[0] == 2) {
                // The second host is slow, and the first gets in line behind it.
                try {
                    assertThat(time.nextTry()).hasSeconds(1);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                time.pass(Duration.ofMinutes(5));
                behind.countDown();
            }
        };
        Thread run = run(DEADLINE, "a", "b");
        behind.await();
        assertThat(time.nextTry()).hasSeconds(2);
        run.join();
        assertThat(answers.asked).containsExactly("a", "b", "a", "a");
    }

    /** Whatever a host that boots makes of a connection. */
    @ParameterizedTest
    @EnumSource(names = {"NAME_NOT_FOUND", "REFUSED", "TIMED_OUT", "NO_ROUTE", "NOT_REACHED_BY_JUMP", "BOOTING"})
    void aHostThatBootsIsAwaitedAndHasAllOfItsTimeThen(TransportFailure failure) throws InterruptedException {
        TransportFailure[] sixTimes = new TransportFailure[6];
        Arrays.fill(sixTimes, failure);
        answers.host("a", sixTimes);
        scheduler.awaitBoots(Duration.ofMinutes(10));
        // Less than the waits: a host that is not there yet loses none of it.
        Thread run = run(Duration.ofSeconds(20), "a");
        for (int seconds : new int[] {2, 4, 8, 15, 15, 15}) {
            assertThat(time.nextTry()).hasSeconds(seconds);
        }
        run.join();
        assertThat(answers.asked).hasSize(7);
        assertThat(failure("a").map(HostFailure::failure)).isNotEqualTo(Optional.of(failure));
    }

    @Test
    void aHostThatIsAwaitedHoldsNoSlot() throws InterruptedException {
        answers.host("a", TransportFailure.TIMED_OUT);
        scheduler.awaitBoots(Duration.ofMinutes(10));
        Thread run = run(DEADLINE, "a", "b");
        while (came.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(came).containsOnlyKeys("b");
        assertThat(time.nextTry()).hasSeconds(2);
        run.join();
        assertThat(answers.asked).containsExactly("a", "b", "a");
    }

    @Test
    void theLastTryBeginsWhenThePatienceIsOver() throws InterruptedException {
        TransportFailure[] always = new TransportFailure[20];
        Arrays.fill(always, TransportFailure.TIMED_OUT);
        answers.host("a", always);
        scheduler.awaitBoots(Duration.ofSeconds(17));
        Thread run = run(DEADLINE, "a");
        for (int seconds : new int[] {2, 4, 8, 3}) {
            assertThat(time.nextTry()).hasSeconds(seconds);
        }
        run.join();
        assertThat(failure("a").orElseThrow().failure()).isEqualTo(TransportFailure.TIMED_OUT);
        assertThat(failure("a").orElseThrow().details())
                .containsEntry("tries", "5")
                .containsEntry("seconds", "17");
    }

    /** A login that was refused is never tried again, also where a host was awaited before. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "NAME_NOT_FOUND",
                "REFUSED",
                "TIMED_OUT",
                "NO_ROUTE",
                "NOT_REACHED_BY_JUMP",
                "BOOTING",
                "TURNED_AWAY"
            })
    void whatNoBootExplainsEndsTheWait(TransportFailure failure) throws InterruptedException {
        answers.host("a", TransportFailure.REFUSED, failure);
        scheduler.awaitBoots(Duration.ofMinutes(10));
        Thread run = run(DEADLINE, "a");
        assertThat(time.nextTry()).hasSeconds(2);
        run.join();
        assertThat(answers.asked).containsExactly("a", "a");
        assertThat(failure("a").orElseThrow().failure()).isEqualTo(failure);
    }

    /** The end of the run ends the wait as well. */
    @Test
    void aHostThatIsAwaitedIsInterruptedWithTheRun() throws InterruptedException {
        answers.host("a", TransportFailure.REFUSED, TransportFailure.REFUSED);
        scheduler.awaitBoots(Duration.ofMinutes(10));
        Thread run = run(DEADLINE, "a");
        assertThat(time.nextTry()).hasSeconds(2);
        while (answers.asked.size() < 2 || scheduler.slots().taken() > 0) {
            Thread.onSpinWait();
        }
        scheduler.end(TransportFailure.RUN_DEADLINE);
        assertThat(time.nextTry()).as("comes too late").hasSeconds(4);
        time.nextTry();
        run.join();
        assertThat(failure("a").orElseThrow().failure()).isEqualTo(TransportFailure.RUN_DEADLINE);
    }
}
