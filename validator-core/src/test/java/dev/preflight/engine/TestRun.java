package dev.preflight.engine;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.inventory.Host;
import dev.preflight.probe.HostRoom;
import dev.preflight.probe.Redactor;
import dev.preflight.result.HostReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Transport;
import dev.preflight.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A run that asks each host one question, and judges nothing: it keeps what came. */
final class TestRun {
    private static final FactRequest<String> QUESTION = Fact.scripted("answer", "echo 42\n")
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    private final HostScheduler scheduler;
    private final RunJudging judging = mock(RunJudging.class);
    private final RunResults results =
            new RunResults(mock(RunPlan.class), judging, mock(RunListener.class), Clock.systemUTC());
    private final Map<String, HostEvidence> came = new ConcurrentHashMap<>();

    TestRun(HostScheduler scheduler) {
        this.scheduler = scheduler;
        when(judging.judge(any(), any(), any())).thenAnswer(call -> {
            HostPlan plan = call.getArgument(0);
            HostEvidence evidence = call.getArgument(1);
            came.put(plan.host().name(), evidence);
            return new HostReport(
                    plan.host().name(),
                    "test",
                    "",
                    Verdict.UNDECIDED,
                    evidence.failure(),
                    List.of(),
                    "",
                    Optional.empty(),
                    Duration.ZERO);
        });
    }

    private HostQueue.Entry entry(Transport transport, Host host, Duration deadline) {
        HostPlan plan = new HostPlan(host, List.of(), List.of(), List.of(QUESTION), false);
        RunOptions options =
                new RunOptions(1, deadline, Duration.ofHours(1), false, List.of(), Optional.empty(), "test");
        SharedByHosts shared =
                new SharedByHosts(options, judging, new Turns(), scheduler, results, Optional.empty(), false);
        return new HostQueue.Entry(
                transport.way(host),
                () -> new HostRun(
                        plan,
                        transport,
                        new ReaderMaker(new Redactor(List.of()), Clock.systemUTC(), HostRoom.alone()),
                        shared));
    }

    /** Asks these hosts, and returns when all are done. */
    void run(Transport transport, int slots, Duration deadline, List<Host> hosts) {
        List<HostQueue.Entry> entries =
                hosts.stream().map(host -> entry(transport, host, deadline)).toList();
        scheduler.run(entries, Slots.exactly(slots));
    }

    /** What came of each host that is done, by name. */
    Map<String, HostEvidence> came() {
        return came;
    }

    /** Why a host was not reached. */
    Optional<HostFailure> failure(String host) {
        return came.get(host).failure();
    }
}
