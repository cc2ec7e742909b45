package dev.preflight.engine;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The results of a run's hosts as they come, each handed on to the listener. Safe for many threads. */
final class RunResults {
    private final RunPlan plan;
    private final RunJudging judging;
    private final RunListener listener;
    private final Clock clock;
    private final Map<String, HostReport> reports = new HashMap<>();
    private boolean closed;

    RunResults(RunPlan plan, RunJudging judging, RunListener listener, Clock clock) {
        this.plan = plan;
        this.judging = judging;
        this.listener = listener;
        this.clock = clock;
    }

    /** A host is about to be asked. */
    void started(String host) {
        synchronized (listener) {
            listener.started(host);
        }
    }

    /** Takes the result of a host that was asked in an earlier part of the run. */
    void kept(HostOutcome outcome) {
        boolean unused = keep(outcome);
        synchronized (listener) {
            listener.kept(outcome.report());
        }
    }

    /** Takes a host's result. A listener that throws may not have saved it, so the host does not count as done then. */
    void finished(HostPlan host, HostOutcome outcome) {
        if (!keep(outcome)) {
            return;
        }
        try {
            synchronized (listener) {
                listener.finished(outcome.report(), outcome.evidence());
            }
        } catch (Throwable e) {
            boolean unused = keep(outcome.failed(judging, host, Mishap.of(e)));
        }
    }

    /** Keeps a result, unless the run has ended without it. */
    private synchronized boolean keep(HostOutcome outcome) {
        if (closed) {
            return false;
        }
        reports.put(outcome.report().name(), outcome.report());
        return true;
    }

    /** Takes no more results. */
    synchronized void close() {
        closed = true;
    }

    /** Whether the run has ended; results that come now are ignored. */
    synchronized boolean closed() {
        return closed;
    }

    /** Hosts that never had a slot, or did not finish in time, are reported as not reached for this reason. */
    void addMissing(TransportFailure why) {
        for (HostPlan host : plan.hosts()) {
            if (reports.containsKey(host.host().name())) {
                continue;
            }
            HostEvidence nothing = BareEvidence.of(host.host(), clock.instant(), HostFailure.of(why));
            HostReport report = judging.judge(host, nothing, Duration.ZERO);
            reports.put(report.name(), report);
            // After Ctrl-C there are two seconds: to save and show hundreds of hosts without a result would take them
            // all.
            if (why != TransportFailure.INTERRUPTED) {
                listener.finished(report, nothing);
            }
        }
    }

    /** The report of the run, which has every host in it. */
    RunReport report(Optional<TransportFailure> ended) {
        boolean interrupted = ended.filter(TransportFailure.INTERRUPTED::equals).isPresent();
        return judging.report(plan, reports, clock.instant(), interrupted);
    }
}
