package dev.preflight.app;

import dev.preflight.engine.RunListener;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.result.HostActivity;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Saves the evidence of each host when the host is done. After an interruption the report can contain hosts whose
 * evidence is not written yet; each of them is a failure.
 */
final class EvidenceSaving implements RunListener {
    private final RunListener next;
    private final Optional<EvidenceWriter> writer;
    private final List<Problem> failures = new ArrayList<>();
    private final Set<String> tried = new HashSet<>();

    /** Not the monitor of this object: the engine holds that during a call of the listener, which may never return. */
    private final Object lock = new Object();

    private boolean closed;

    EvidenceSaving(RunListener next, Optional<EvidenceWriter> writer) {
        this.next = next;
        this.writer = writer;
    }

    @Override
    public void began(Supplier<List<HostActivity>> busy) {
        next.began(busy);
    }

    @Override
    public void started(String host) {
        next.started(host);
    }

    @Override
    public void kept(HostReport report) {
        synchronized (lock) {
            tried.add(report.name());
        }
        next.kept(report);
    }

    @Override
    public void finished(HostReport report, HostEvidence found) {
        writer.ifPresent(to -> write(to, report.name(), found));
        next.finished(report, found);
    }

    private void write(EvidenceWriter to, String host, HostEvidence found) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            tried.add(host);
            try {
                to.write(found);
            } catch (IOException e) {
                lost(host, String.valueOf(e.getMessage()));
            }
        }
    }

    private void lost(String host, String why) {
        failures.add(
                new Problem(Place.of("--save-evidence"), "the evidence of " + host + " was not saved: " + why, ""));
    }

    /** Writes the closing record. No evidence is written after it. */
    void close(RunReport report) {
        synchronized (lock) {
            closed = true;
            writer.ifPresent(to -> close(to, report));
        }
    }

    private void close(EvidenceWriter to, RunReport report) {
        report.hosts().stream()
                .filter(host -> !tried.contains(host.name()) && !leftOut(host))
                .forEach(host -> lost(host.name(), "the run was ended before its turn came"));
        try {
            to.close(how(report), report.endedAt());
        } catch (IOException e) {
            failures.add(new Problem(
                    Place.of("--save-evidence"), "the closing record of the run was not saved: " + e.getMessage(), ""));
        }
    }

    /** Whether the run was interrupted before the host was collected from, so that it has no evidence. */
    private static boolean leftOut(HostReport host) {
        return host.unreachable()
                .filter(why -> why.failure() == TransportFailure.INTERRUPTED)
                .isPresent();
    }

    private static RunEnd.How how(RunReport report) {
        if (report.exit() == ExitCode.INTERRUPTED) {
            return RunEnd.How.INTERRUPTED;
        }
        boolean over = report.hosts().stream()
                .flatMap(host -> host.unreachable().stream())
                .anyMatch(why -> why.failure() == TransportFailure.RUN_DEADLINE);
        return over ? RunEnd.How.DEADLINE : RunEnd.How.COMPLETE;
    }

    /** One for each file that could not be saved. */
    List<Problem> failures() {
        synchronized (lock) {
            return List.copyOf(failures);
        }
    }
}
