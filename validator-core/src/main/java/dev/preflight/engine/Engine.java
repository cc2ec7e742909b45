package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.Secret;
import dev.preflight.probe.Redactor;
import dev.preflight.probe.RunRoom;
import dev.preflight.result.RunReport;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run over many hosts, side by side. A host that hangs delays no other: at its deadline its session is
 * closed, and if even that does not free its thread, the thread is left behind and the run goes on.
 *
 * <p>An engine runs once.
 */
public final class Engine {
    private final Catalogue catalogue;
    private final Map<Connection, Transport> transports;
    private final RunOptions options;
    private final Clock clock;
    private final Redactor redactor;
    private final HostScheduler scheduler = new HostScheduler();

    /** An engine with these checks and transports. */
    public Engine(Catalogue catalogue, Map<Connection, Transport> transports, RunOptions options, Clock clock) {
        this.catalogue = catalogue;
        this.transports = Map.copyOf(transports);
        this.options = options;
        this.clock = clock;
        this.redactor = new Redactor(options.secrets());
    }

    /**
     * Looks at every host of the plan and returns when all are judged, the time is over, or the run was cancelled; in
     * every case with a report that speaks of every host.
     *
     * @throws IllegalArgumentException if there is no transport for one of the hosts
     */
    public RunReport run(RunPlan plan, RunListener listener) {
        return run(plan, Earlier.NONE, listener);
    }

    /**
     * The same of a plan that was begun before: asks the hosts that are not done, and judges all of them.
     *
     * @throws IllegalArgumentException as above
     */
    public RunReport run(RunPlan plan, Earlier earlier, RunListener listener) {
        RunJudging judging = new RunJudging(plan, catalogue, options.judging(), clock.instant());
        RunResults results = new RunResults(plan, judging, listener, clock);
        Optional<ExchangeSession> exchangeSession = ExchangeSession.of(plan, scheduler::after);
        boolean several = plan.hosts().size() > 1;
        judgeKept(plan, earlier, judging, results);
        List<HostQueue.Entry> hosts = hosts(
                plan,
                earlier,
                new SharedByHosts(options, judging, new Turns(), scheduler, results, exchangeSession, several));
        Duration exchange = exchangeSession.isPresent() ? HostRun.EXCHANGE_LIMIT : Duration.ZERO;
        scheduler.awaitBoots(options.bootPatience());
        scheduler.after(
                options.runDeadline()
                        .plus(options.bootPatience())
                        .plus(sampleTime(plan))
                        .plus(exchange),
                () -> scheduler.end(TransportFailure.RUN_DEADLINE));
        listener.began(scheduler::activities);
        try {
            scheduler.run(hosts, options.slots());
        } finally {
            transports.values().forEach(Transport::close);
        }
        results.close();
        results.addMissing(scheduler.ended().orElse(TransportFailure.OTHER));
        return results.report(scheduler.ended());
    }

    /** Where the user ends the run meanwhile, the others are reported as interrupted. What is saved of them stays. */
    private void judgeKept(RunPlan plan, Earlier earlier, RunJudging judging, RunResults results) {
        for (HostPlan host : plan.hosts()) {
            if (earlier.has(host) && scheduler.ended().isEmpty()) {
                HostEvidence saved = earlier.read().apply(host.host());
                results.kept(HostOutcome.of(judging, host, saved, RunJudging.took(saved)));
            }
        }
    }

    private List<HostQueue.Entry> hosts(RunPlan plan, Earlier earlier, SharedByHosts shared) {
        RunRoom room = RunRoom.of(Runtime.getRuntime().maxMemory(), atOnce(plan));
        List<HostQueue.Entry> hosts = new ArrayList<>();
        for (HostPlan host : plan.hosts()) {
            if (earlier.has(host)) {
                continue;
            }
            Transport transport = transport(host.host().connection());
            hosts.add(new HostQueue.Entry(
                    transport.way(host.host()),
                    () -> new HostRun(host, transport, new ReaderMaker(redactor, clock, room.host()), shared)));
        }
        return hosts;
    }

    private Transport transport(Connection connection) {
        Transport transport = transports.get(connection);
        if (transport == null) {
            throw new IllegalArgumentException("no transport for " + connection);
        }
        return transport;
    }

    /** How many hosts may hold memory at once: one that is parked has given its slot away, but keeps what it collected. */
    private int atOnce(RunPlan plan) {
        return Math.max(options.slots().most(), plan.exchanging().size());
    }

    /** Masks a password that a person has typed during the run, wherever a host prints it from now on. */
    public void learn(Secret typed) {
        redactor.learn(typed.reveal());
    }

    /** Ends the run: what is known so far is reported, and what is not is undecided. From any thread. */
    public void cancel() {
        scheduler.end(TransportFailure.INTERRUPTED);
    }

    /** What sampling adds to a run: as many hosts are sampled at a time as there are slots. */
    private Duration sampleTime(RunPlan plan) {
        Duration longest = plan.hosts().stream()
                .map(HostPlan::sampleTime)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        int hosts = plan.hosts().size();
        int atOnce = options.slots().first();
        return longest.multipliedBy((hosts + atOnce - 1) / atOnce);
    }
}
