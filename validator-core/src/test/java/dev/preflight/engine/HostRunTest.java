package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.inventory.Host;
import dev.preflight.probe.HostRoom;
import dev.preflight.probe.Redactor;
import dev.preflight.result.HostReport;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One host's states and the slots of a run, with a transport that opens when the test says so. */
class HostRunTest {
    private static final FactRequest<String> REQUEST = Fact.scripted("answer", "echo 42\n")
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    private final HostScheduler scheduler = new HostScheduler();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final RunListener listener = mock(RunListener.class);
    private final RunJudging judging = mock(RunJudging.class);
    private final RunPlan plan = mock(RunPlan.class);
    private final RunResults results = new RunResults(plan, judging, listener, Clock.systemUTC());
    private final HostRun first = host();
    private final HostRun second = mock(HostRun.class);
    private final HostRun third = mock(HostRun.class);

    /** Breaks, when it is let. */
    private final class Slow implements Transport {
        @Override
        public Session open(Host host, Cancellation cancellation) throws TransportException {
            cancellation.onAbort(answer::countDown);
            Session session = mock(Session.class);
            when(session.remoteAddress()).thenReturn("127.0.0.1");
            when(session.run(any(), any(), any())).thenAnswer(call -> {
                asked.countDown();
                answer.await();
                throw new TransportException(HostFailure.of(TransportFailure.CLOSED_MIDWAY), null);
            });
            return session;
        }
    }

    private HostRun host() {
        RunOptions options = new RunOptions(
                1, Duration.ofMinutes(10), Duration.ofMinutes(20), false, List.of(), Optional.empty(), "test");
        return new HostRun(
                new HostPlan(Host.local(), List.of(), List.of(), List.of(REQUEST), false),
                new Slow(),
                new ReaderMaker(new Redactor(List.of()), Clock.systemUTC(), HostRoom.alone()),
                new SharedByHosts(options, judging, new Turns(), scheduler, results, Optional.empty(), true));
    }

    @BeforeEach
    void judge() {
        when(judging.judge(any(), any(), any())).thenAnswer(call -> {
            HostEvidence evidence = call.getArgument(1);
            return new HostReport(
                    "h",
                    "local",
                    "",
                    Verdict.UNDECIDED,
                    evidence.failure(),
                    List.of(),
                    "",
                    Optional.empty(),
                    Duration.ZERO);
        });
        doAnswer(call -> {
                    reported.countDown();
                    return null;
                })
                .when(listener)
                .finished(any(), any());
    }

    @AfterEach
    void letGo() {
        answer.countDown();
        scheduler.end(TransportFailure.INTERRUPTED);
    }

    private static HostQueue.Entry entry(HostRun host) {
        return new HostQueue.Entry(new Transport.Way("", ""), () -> host);
    }

    /** Runs the three hosts with one slot, and returns when the first is being asked. */
    private Thread run() throws InterruptedException {
        List<HostQueue.Entry> hosts = List.of(entry(first), entry(second), entry(third));
        Thread run = new Thread(() -> scheduler.run(hosts, Slots.exactly(1)));
        run.setDaemon(true);
        run.start();
        asked.await();
        return run;
    }

    private void done() throws InterruptedException {
        answer.countDown();
        reported.await();
    }

    @Test
    void aHostThatParksGivesItsSlotBackOnce() throws InterruptedException {
        Thread run = run();
        verify(second, never()).begin(any());
        first.park();
        verify(second).begin(any());
        first.park();
        first.resume();
        done();
        scheduler.done();
        scheduler.done();
        run.join();
        verify(second).begin(any());
        verify(third, never()).begin(any());
    }

    @Test
    void aHostThatIsDoneGivesItsSlotBackOnceAndIgnoresWhatComesLate() throws InterruptedException {
        CountDownLatch next = new CountDownLatch(1);
        doAnswer(call -> {
                    next.countDown();
                    return null;
                })
                .when(second)
                .begin(any());
        run();
        done();
        next.await();
        first.park();
        first.resume();
        first.abort(TransportFailure.DEADLINE);
        verify(third, never()).begin(any());
        verify(listener).finished(any(), any());
    }

    @Test
    void theEndOfTheRunAbortsWhatRunsAndDropsWhatWaits() throws InterruptedException {
        Thread run = run();
        first.park();
        scheduler.end(TransportFailure.RUN_DEADLINE);
        verify(second).abort(TransportFailure.RUN_DEADLINE);
        scheduler.done();
        run.join();
        verify(third, never()).begin(any());
        verify(listener).finished(any(), any());
        assertThat(scheduler.ended()).hasValue(TransportFailure.RUN_DEADLINE);
    }

    @Test
    void aRunThatHasEndedBeginsNoHost() {
        scheduler.end(TransportFailure.INTERRUPTED);
        scheduler.run(List.of(entry(second)), Slots.exactly(1));
        verify(second, never()).begin(any());
    }
}
