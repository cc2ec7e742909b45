package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import dev.preflight.profile.CheckInstance;
import dev.preflight.result.HostReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.VerdictRule;
import dev.preflight.verdict.VerdictRule.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** From the evidence of one host to its findings and its verdict. Pure. */
final class HostJudging {
    /** Code of a finding that says that the selector of the profile leaves the host out. */
    static final String NOT_SELECTED = "not-selected";

    private final Catalogue catalogue;
    private final Waivers waivers;
    private final Policy policy;
    private final FoundLimit limit;
    /** What was found so far: hosts that are alike share it, as reports keep it of every host. */
    private final Map<Judgement, Judgement> found = new ConcurrentHashMap<>();

    HostJudging(Catalogue catalogue, Waivers waivers, Policy policy, FoundLimit limit) {
        this.limit = limit;
        this.catalogue = catalogue;
        this.waivers = waivers;
        this.policy = policy;
    }

    /**
     * What was found on a host; its verdict is not the last word where checks look at several hosts together.
     *
     * @param facts what was read of the evidence
     */
    HostReport judge(HostPlan plan, HostEvidence evidence, HostFacts facts, Duration took) {
        Scope scope = Scope.host(plan.host().name());
        Optional<HostFailure> nothing = evidence.nothingCame();
        List<Finding> findings = new ArrayList<>();
        for (CheckInstance<?> instance : plan.checks()) {
            findings.addAll(judge(instance, facts, scope, nothing));
        }
        plan.skipped().forEach(instance -> findings.add(CheckEvaluation.skipped(instance, scope)));
        List<Finding> waived = findings.stream().map(waivers::apply).toList();
        List<Finding> kept = nothing.isPresent() ? waived : limit.of(waived, plan.checks(), scope);
        List<Finding> explained =
                Causes.explained(kept.stream().map(this::shared).toList(), catalogue);
        Reach reach = evidence.failure().isPresent() ? Reach.UNREACHED : Reach.REACHED;
        return new HostReport(
                plan.host().name(),
                evidence.transport(),
                facts.reading(HostIdentity.REQUEST).fold(HostIdentity::describe, missing -> ""),
                VerdictRule.ofHost(explained, reach, plan.together() || VerdictRule.measured(explained), policy),
                evidence.failure(),
                explained,
                evidence.lanes().stream()
                        .map(LaneEvidence::noise)
                        .filter(noise -> !noise.isEmpty())
                        .collect(Collectors.joining("\n")),
                rootRefused(evidence),
                took);
    }

    /**
     * The same host, with the findings of its comparison with others; its verdict is not changed yet. A fault of the
     * host may explain such a finding.
     */
    HostReport withFindings(HostReport host, List<Finding> compared) {
        if (compared.isEmpty()) {
            return host;
        }
        List<Finding> all = new ArrayList<>(host.findings());
        compared.forEach(finding -> all.add(shared(finding)));
        return host.with(Causes.explained(all, catalogue));
    }

    private Finding shared(Finding finding) {
        Judgement equal = found.putIfAbsent(finding.judgement(), finding.judgement());
        return equal == null ? finding : finding.with(equal);
    }

    private static Optional<String> rootRefused(HostEvidence evidence) {
        return evidence.lanes().stream()
                .filter(lane -> lane.lane() == Lane.ROOT)
                .flatMap(lane -> lane.failure().stream())
                .filter(failure -> failure.reason().refusal())
                .map(LaneFailure::said)
                .findFirst();
    }

    /** What an instance finds of a host; nothing for one that looks at several hosts together. */
    static <P extends Record> List<Finding> judge(
            CheckInstance<P> instance, HostFacts facts, Optional<HostFailure> nothing) {
        return judge(instance, facts, Scope.host(facts.host().name()), nothing);
    }

    private static <P extends Record> List<Finding> judge(
            CheckInstance<P> instance, HostFacts facts, Scope scope, Optional<HostFailure> nothing) {
        if (!(instance.check() instanceof HostCheck<P> check)) {
            return List.of();
        }
        if (nothing.isPresent()) {
            return CheckEvaluation.ofNothing(instance, check, facts, nothing.get());
        }
        return notSelected(instance.when(), facts)
                .map(judgement -> List.of(CheckEvaluation.notSelected(instance, scope, judgement)))
                .orElseGet(() -> CheckEvaluation.host(instance, check, facts));
    }

    /** The judgement of a host that the selector leaves out or may leave out; empty if the host is selected. */
    static Optional<Judgement> notSelected(HostSelector selector, HostFacts facts) {
        if (selector.all()) {
            return Optional.empty();
        }
        Reading<HostIdentity> identity = facts.reading(HostIdentity.REQUEST);
        return identity.fold(
                host -> host.isOf(selector)
                        ? Optional.empty()
                        : Optional.of(Judgement.notApplicable(NOT_SELECTED, Subject.HOST)
                                .with("system", host.describe())),
                missing -> Optional.of(Judgement.unknown(missing, Subject.of("fact", HostIdentity.FACT.id()))
                        .basedOn(HostIdentity.REQUEST)));
    }
}
