package dev.preflight.casefile;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.Rejudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.inventory.Host;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.profile.ResolvedProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case with the profile that judges it, and its evidence as far as that could be opened.
 *
 * @param test the case
 * @param profile with the settings of the case
 * @param opened the evidence and the plan; empty if it could not be opened
 * @param failure why not
 */
record PreparedCase(Case test, ResolvedProfile profile, Optional<Opened> opened, Optional<Failure> failure) {
    /** Code of a failure that is one of the format of the evidence; otherwise it is {@code evidence}. */
    static final String FORMAT_MISMATCH = "format-mismatch";

    /**
     * Evidence that could not be opened.
     *
     * @param code what kind of failure
     * @param problems what is wrong
     */
    record Failure(String code, List<Problem> problems) {
        Failure {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Evidence that was opened.
     *
     * @param evidence of which hosts it is
     * @param plan what is judged of each
     */
    record Opened(OpenEvidence evidence, RunPlan plan) {
        /** What is asked of a host, each request once. */
        List<FactRequest<?>> requests(String host) {
            Map<String, FactRequest<?>> all = new LinkedHashMap<>();
            plan.requests(host).forEach(request -> all.putIfAbsent(request.key(), request));
            return new ArrayList<>(all.values());
        }
    }

    /**
     * Reads and parses the evidence, and judges it.
     *
     * @param problems takes changes of what no host said
     */
    Optional<Rejudging> judge(Catalogue catalogue, Problems problems) {
        return opened.map(open -> {
            Instant now = test.at().orElse(open.evidence().startedAt());
            return new Rejudging(
                    open.plan(),
                    host -> evidence(open, host, problems),
                    catalogue.with(open.plan().profile().own()),
                    new JudgeOptions(false, ""),
                    now);
        });
    }

    private HostEvidence evidence(Opened open, Host host, Problems problems) {
        HostEvidence read = open.evidence().read().apply(host);
        HostEvidence fitted = open.evidence().byHand() ? Answers.fitted(read, open.requests(host.name())) : read;
        HostEvidence changed = Answers.changed(fitted, test.changes(), problems);
        HostEvidence less = Answers.without(changed, test.withheld());
        return test.at().map(when -> Answers.at(less, when)).orElse(less);
    }
}
