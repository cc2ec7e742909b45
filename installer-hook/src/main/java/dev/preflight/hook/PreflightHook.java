package dev.preflight.hook;

import dev.preflight.app.Preflight;
import dev.preflight.app.PreparedRun;
import dev.preflight.engine.RunListener;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.result.HostReport;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * May the installer proceed? Connects once to each host over SSH, and changes nothing there.
 *
 * <pre>{@code
 * HookRequest request = HookRequest.builder().host("ops@10.0.0.7").profile("container-host").build();
 * HookResult result = PreflightHook.prepare(request).run();
 * if (!result.mayProceed()) {
 *     throw new InstallException(result.text());
 * }
 * }</pre>
 *
 * <p>A hook runs once. {@link #run} always ends: every host and the whole run have a deadline. A host that cannot be
 * reached is part of the result; no host can cause an exception.
 */
public final class PreflightHook {
    private final PreparedRun run;
    private final AtomicBoolean ran = new AtomicBoolean();

    private PreflightHook(PreparedRun run) {
        this.run = run;
    }

    /**
     * Prepares the run, without connecting to any host yet. Creates the directory for the evidence, if the request
     * names one, after the rest of the request was found valid.
     *
     * @throws ProblemsException with every problem of the request, its profile and its inventory
     */
    public static PreflightHook prepare(HookRequest request) throws ProblemsException {
        return new PreflightHook(Preflight.load().prepare(request.request()));
    }

    /** Problems of the request that do not prevent the run. */
    public List<Problem> warnings() {
        return run.warnings();
    }

    /**
     * Collects from every host, and judges.
     *
     * @throws IllegalStateException if it was called before
     */
    public HookResult run() {
        return run(new HookListener() {});
    }

    /**
     * Collects from every host, and judges.
     *
     * @param listener follows the progress
     * @throws IllegalStateException if it was called before
     */
    public HookResult run(HookListener listener) {
        if (!ran.compareAndSet(false, true)) {
            throw new IllegalStateException("this hook has run already; prepare another one to look again");
        }
        return new HookResult(run.run(new RunListener() {
            @Override
            public void started(String host) {
                listener.started(host);
            }

            @Override
            public void finished(HostReport report, HostEvidence evidence) {
                listener.finished(report.name(), report.verdict());
            }
        }));
    }

    /**
     * Ends the run within two seconds, even if hosts hang; the result has what is known by then. May be called from any
     * thread, and before the run.
     */
    public void cancel() {
        run.cancel();
    }
}
