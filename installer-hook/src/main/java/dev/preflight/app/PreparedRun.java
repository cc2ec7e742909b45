package dev.preflight.app;

import dev.preflight.engine.Earlier;
import dev.preflight.engine.Engine;
import dev.preflight.engine.RunListener;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.node.Problem;
import dev.preflight.report.Texts;
import dev.preflight.result.EarlierPart;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import java.util.List;
import java.util.Optional;

/** A run whose request was found valid. It can be run once. */
public final class PreparedRun {
    private final RunPlan plan;
    private final Engine engine;
    private final Texts texts;
    private final Optional<EvidenceWriter> evidence;
    private final Earlier earlier;
    private final Optional<EarlierPart> part;
    private final List<Problem> warnings;

    /**
     * What a run goes on with.
     *
     * @param hosts what of it need not be asked again
     * @param part what the report says of it; empty for a run of its own
     */
    record Before(Earlier hosts, Optional<EarlierPart> part) {
        static final Before NOTHING = new Before(Earlier.NONE, Optional.empty());
    }

    PreparedRun(
            RunPlan plan,
            Engine engine,
            Texts texts,
            Optional<EvidenceWriter> evidence,
            Before before,
            List<Problem> warnings) {
        this.earlier = before.hosts();
        this.part = before.part();
        this.plan = plan;
        this.engine = engine;
        this.texts = texts;
        this.evidence = evidence;
        this.warnings = List.copyOf(warnings);
    }

    /** Which checks run on which hosts. */
    public RunPlan plan() {
        return plan;
    }

    /** The number of hosts that will be asked. */
    public int hostCount() {
        return plan.hostNames().size() - earlier.hosts().size();
    }

    /** Problems of the request that do not prevent the run. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** The texts in the language of the request. */
    public Texts texts() {
        return texts;
    }

    /** Collects from every host, judges, and reports each host to the listener. */
    public RunResult run(RunListener listener) {
        EvidenceSaving saving = new EvidenceSaving(listener, evidence);
        RunReport ran = engine.run(plan, earlier, saving);
        RunReport report = part.map(ran::after).orElse(ran);
        saving.close(report);
        List<Problem> failures = saving.failures();
        // Evidence was requested and is lost, so the run must not count as a success.
        RunReport reported = failures.isEmpty() ? report : report.ending(ExitCode.INTERNAL_ERROR);
        return new RunResult(reported, texts, failures);
    }

    /**
     * Ends the run within two seconds, even if hosts hang; the result has what is known by then. May be called from any
     * thread, and before the run.
     */
    public void cancel() {
        engine.cancel();
    }
}
