package dev.preflight.engine;

import dev.preflight.api.Finding;
import dev.preflight.api.Scope;
import dev.preflight.profile.CheckInstance;
import dev.preflight.result.HostReport;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.VerdictRule;
import dev.preflight.verdict.VerdictRule.Reach;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What hosts come to once all of them are judged together: a link that fails makes both its ends what it is, and a finding
 * over all hosts is a measurement of each host that its check looked at.
 */
final class HostVerdicts {
    private final Policy policy;
    private final Map<String, List<Finding>> ofLinks = new HashMap<>();
    private final Map<String, List<Finding>> ofFleet;

    /** Verdicts in the light of these findings, which belong to no host alone. */
    HostVerdicts(List<Finding> fleet, Policy policy) {
        this.policy = policy;
        for (Finding finding : fleet) {
            if (finding.scope() instanceof Scope.OfPair of) {
                ofLinks.computeIfAbsent(of.pair().from(), host -> new ArrayList<>())
                        .add(finding);
                ofLinks.computeIfAbsent(of.pair().to(), host -> new ArrayList<>())
                        .add(finding);
            }
        }
        this.ofFleet = fleet.stream()
                .filter(finding -> finding.scope() instanceof Scope.OfFleet)
                .collect(Collectors.groupingBy(Finding::instance));
    }

    /** The host, with the verdict that all this makes. */
    HostReport of(HostPlan plan, HostReport host) {
        Reach reach = host.unreachable().isPresent() ? Reach.UNREACHED : Reach.REACHED;
        return host.with(VerdictRule.ofHost(its(host), reach, measured(plan, host), policy));
    }

    /** Whether anything was measured of this host, by itself or together with others. */
    boolean measured(HostPlan plan, HostReport host) {
        return VerdictRule.measured(its(host)) || VerdictRule.measured(about(plan));
    }

    private List<Finding> its(HostReport host) {
        List<Finding> all = new ArrayList<>(host.findings());
        all.addAll(ofLinks.getOrDefault(host.name(), List.of()));
        return all;
    }

    private List<Finding> about(HostPlan plan) {
        Set<String> instances =
                plan.checks().stream().map(CheckInstance::name).collect(Collectors.toCollection(HashSet::new));
        return ofFleet.entrySet().stream()
                .filter(entry -> instances.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
