package dev.preflight.engine;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.result.HostReport;
import dev.preflight.transport.HostFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What came of one host.
 *
 * @param report its findings and its verdict
 * @param evidence what was judged
 */
record HostOutcome(HostReport report, HostEvidence evidence) {
    /**
     * Judges a host. If that throws, the host is judged as one of which nothing came, for an internal error; and if that
     * throws as well, it is undecided without a finding.
     */
    static HostOutcome of(RunJudging judging, HostPlan plan, HostEvidence evidence, Duration took) {
        try {
            return new HostOutcome(judging.judge(plan, evidence, took), evidence);
        } catch (Throwable e) {
            HostEvidence nothing = without(evidence, judging.mishap(e));
            return undecided(judging, plan, nothing, took);
        }
    }

    /** Judges a host of which nothing came. */
    static HostOutcome undecided(RunJudging judging, HostPlan plan, HostEvidence nothing, Duration took) {
        try {
            return new HostOutcome(judging.judge(plan, nothing, took), nothing);
        } catch (Throwable e) {
            HostFailure unused = judging.mishap(e);
            return new HostOutcome(judging.undecided(plan, nothing, took), nothing);
        }
    }

    /** The same host, of which nothing can be relied on for an internal error; what was found stays to be read. */
    HostOutcome failed(RunJudging judging, HostPlan plan, HostFailure why) {
        HostEvidence nothing = without(evidence, why);
        HostReport bare = judging.undecided(plan, nothing, report.took());
        return new HostOutcome(
                new HostReport(
                        bare.name(),
                        bare.transport(),
                        report.system(),
                        Collections.max(List.of(report.verdict(), bare.verdict())),
                        report.unreachable().or(bare::unreachable),
                        report.findings(),
                        report.noise(),
                        report.rootRefused(),
                        report.took()),
                evidence);
    }

    private static HostEvidence without(HostEvidence evidence, HostFailure why) {
        return new HostEvidence(
                evidence.host(), evidence.transport(), evidence.collectedAt(), List.of(), Optional.of(why));
    }
}
