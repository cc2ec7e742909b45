package dev.preflight.engine;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.inventory.Members;
import dev.preflight.profile.Waiver;
import dev.preflight.result.HostReport;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which checks of which hosts a run really judged: not what was skipped, nor hosts that were left out or not reached. Only
 * where all that a waiver is about was judged can be said that it covers nothing.
 */
final class JudgedParts {
    private final Members members;
    private final Map<String, Set<String>> instancesByHost;
    private final Set<String> ofSeveral;
    private final boolean everything;

    private JudgedParts(
            Members members, Map<String, Set<String>> instancesByHost, Set<String> ofSeveral, boolean everything) {
        this.members = members;
        this.instancesByHost = instancesByHost;
        this.ofSeveral = ofSeveral;
        this.everything = everything;
    }

    /** Of a run that came to these reports and these findings about several hosts. */
    static JudgedParts of(RunPlan plan, Collection<HostReport> hosts, List<Finding> fleet, boolean interrupted) {
        Map<String, Set<String>> instances = hosts.stream()
                .filter(host -> host.unreachable().isEmpty())
                .collect(Collectors.toMap(
                        HostReport::name,
                        host -> host.findings().stream()
                                .filter(JudgedParts::isJudged)
                                .map(Finding::instance)
                                .collect(Collectors.toSet())));
        boolean skipped =
                hosts.stream().flatMap(host -> host.findings().stream()).anyMatch(f -> !isJudged(f))
                        || fleet.stream().anyMatch(f -> !isJudged(f));
        boolean all = !interrupted
                && !skipped
                && plan.members().whole()
                && instances.keySet().containsAll(plan.members().hosts());
        Set<String> ofSeveral = fleet.stream().map(Finding::instance).collect(Collectors.toSet());
        return new JudgedParts(plan.members(), instances, ofSeveral, all);
    }

    private static boolean isJudged(Finding finding) {
        return finding.outcome() != Outcome.SKIPPED;
    }

    /** Whether all that the waiver can be about was judged. A fingerprint does not say what it is of. */
    boolean showsAllThatIsOf(Waiver waiver) {
        if (waiver.check().isEmpty() || ofSeveral.contains(waiver.check().get())) {
            return everything;
        }
        return waiver.hosts().stream()
                .allMatch(host -> isForeign(host)
                        || instancesByHost
                                .getOrDefault(host, new HashSet<>())
                                .contains(waiver.check().get()));
    }

    /** What the whole inventory does not have. */
    private boolean isForeign(String host) {
        return members.whole() && !members.hosts().contains(host);
    }
}
