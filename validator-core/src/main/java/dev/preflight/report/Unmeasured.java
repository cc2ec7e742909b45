package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hosts that were reached and on which nothing was measured, by what is to be said of them.
 *
 * @param idle no check concerned them
 * @param untold checks did, and none of them could tell; as none of these is a blocker, nothing else says why the host is
 *     undecided
 */
record Unmeasured(List<String> idle, List<String> untold) {
    Unmeasured {
        idle = List.copyOf(idle);
        untold = List.copyOf(untold);
    }

    /** The hosts by the key of what is to be said of them; without those of which there are none. */
    Map<String, List<String>> byKey() {
        Map<String, List<String>> byKey = new LinkedHashMap<>();
        byKey.put("unmeasured", idle);
        byKey.put("unmeasured.untold", untold);
        byKey.values().removeIf(List::isEmpty);
        return byKey;
    }

    static Unmeasured of(RunReport run) {
        Set<String> unmeasured = new HashSet<>(run.unmeasured());
        List<String> idle = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        for (HostReport host : run.hosts()) {
            if (unmeasured.contains(host.name())) {
                List<Finding> unknown = Stream.concat(host.findings().stream(), run.fleet().stream())
                        .filter(finding -> finding.outcome() == Outcome.UNKNOWN && concerns(finding, host.name()))
                        .toList();
                if (unknown.isEmpty()) {
                    idle.add(host.name());
                } else if (unknown.stream().noneMatch(finding -> finding.severity() == Severity.BLOCKER)) {
                    untold.add(host.name());
                }
            }
        }
        return new Unmeasured(idle, untold);
    }

    private static boolean concerns(Finding finding, String host) {
        return !(finding.scope() instanceof Scope.OfPair of)
                || of.pair().from().equals(host)
                || of.pair().to().equals(host);
    }
}
