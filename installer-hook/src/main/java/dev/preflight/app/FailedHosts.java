package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.RunManifest;
import dev.preflight.inventory.Host;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts of an earlier run that did not proceed, by its evidence and its profile.
 *
 * @param hosts these, as they can be reached now
 * @param proceeded how many others there are
 */
record FailedHosts(List<Host> hosts, int proceeded) {
    /**
     * Judges the evidence.
     *
     * @param now the hosts that there are now
     * @param at the instant at which waivers are looked at
     * @throws ProblemsException if every host proceeded, or one that did not is no longer there
     */
    static FailedHosts of(EarlierRun earlier, Profile profile, Catalogue catalogue, List<Host> now, Instant at)
            throws ProblemsException {
        RunManifest run = earlier.manifest();
        RunPlan plan = RunPlan.of(
                profile,
                run.members(),
                run.hosts(),
                run.choices().only(),
                run.choices().skip());
        JudgeOptions options = new JudgeOptions(run.choices().failOnWarning(), Version.text());
        RunReport report = RunJudging.replay(plan, earlier.saved()::read, catalogue, options, at);
        Set<String> failed = report.hosts().stream()
                .filter(host -> host.verdict() != Verdict.PROCEED && host.verdict() != Verdict.PROCEED_WITH_WARNINGS)
                .map(HostReport::name)
                .collect(Collectors.toSet());
        if (failed.isEmpty()) {
            throw new ProblemsException(
                    earlier.place(),
                    "every host of the run proceeded, so there is none to ask again",
                    "what may still block concerns all hosts together: run on all of them");
        }
        Problems problems = new Problems();
        List<Host> then = run.hosts().stream()
                .filter(host -> failed.contains(host.name()))
                .toList();
        List<Host> hosts = new SameHosts(Continuation.How.ONLY_FAILED.option(), now).of(then, problems);
        problems.throwIfAny();
        return new FailedHosts(hosts, run.hosts().size() - failed.size());
    }
}
