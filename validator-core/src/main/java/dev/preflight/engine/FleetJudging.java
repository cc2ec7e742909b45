package dev.preflight.engine;

import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Scope;
import dev.preflight.api.Unseen;
import dev.preflight.exchange.Traffic;
import dev.preflight.profile.CheckInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Judges the hosts of a run together: first all of them, then by ordered pair. Pure. */
final class FleetJudging {
    private final RunPlan plan;
    private final Map<String, HostFacts> read;
    private final Traffic traffic;
    private final List<String> exchanging;
    private final UnseenHosts unseen;

    /**
     * Judges these hosts.
     *
     * @param read what was read of each, as far as {@link HostPlan#kept} names it
     */
    FleetJudging(RunPlan plan, Map<String, HostFacts> read) {
        this.plan = plan;
        this.read = Map.copyOf(read);
        this.traffic = plan.traffic();
        this.unseen = new UnseenHosts(plan);
        this.exchanging = plan.exchanging().stream()
                .map(host -> host.host().name())
                .sorted()
                .toList();
    }

    /**
     * What there is to say where the user ended the run: to compare the hosts that came would take the time that the
     * report needs, and to miss the others would make what they share look like what is right.
     */
    static List<Finding> interrupted(RunPlan plan) {
        return plan.profile().checks().stream()
                .filter(instance ->
                        instance.check() instanceof FleetCheck<?> || instance.check() instanceof LinkCheck<?>)
                .filter(instance ->
                        plan.hosts().stream().anyMatch(host -> host.checks().contains(instance)))
                .map(CheckEvaluation::interrupted)
                .toList();
    }

    /** What is found, in the order of the profile; not yet waived. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        plan.profile().checks().forEach(instance -> findings.addAll(fleet(instance)));
        plan.profile().checks().forEach(instance -> findings.addAll(links(instance)));
        return findings;
    }

    /** What one instance finds; nothing if it looks at one host. */
    List<Finding> findings(CheckInstance<?> instance) {
        List<Finding> findings = new ArrayList<>(fleet(instance));
        findings.addAll(links(instance));
        return findings;
    }

    private <P extends Record> List<Finding> fleet(CheckInstance<P> instance) {
        return instance.check() instanceof FleetCheck<P> check
                ? together(instance, facts -> fleet(instance, check, facts))
                : List.of();
    }

    /** What a check finds, and that it did not compare these hosts with those that the run leaves out. */
    private static <P extends Record> List<Finding> fleet(
            CheckInstance<P> instance, FleetCheck<P> check, FleetFacts facts) {
        List<Finding> findings = new ArrayList<>(CheckEvaluation.fleet(instance, check, facts));
        Unseen unseen = facts.unseenOfAll();
        if (unseen.any() && !check.judgesUnseen()) {
            findings.add(
                    CheckEvaluation.notInRun(instance, unseen.why(facts.hosts().size())));
        }
        return findings;
    }

    private <P extends Record> List<Finding> links(CheckInstance<P> instance) {
        return instance.check() instanceof LinkCheck<P> check
                ? together(instance, facts -> CheckEvaluation.link(instance, check, between(check, facts)))
                : List.of();
    }

    /** Without the exchange there is no ring that it went along. */
    private LinkFacts between(LinkCheck<?> check, FleetFacts facts) {
        return check.exchanges()
                ? new LinkFacts(facts, traffic, exchanging)
                : new LinkFacts(
                        facts,
                        Traffic.none().everywhere(true),
                        List.copyOf(facts.hosts().keySet()));
    }

    private List<Finding> together(CheckInstance<?> instance, Function<FleetFacts, List<Finding>> judge) {
        List<Finding> findings = new ArrayList<>();
        SortedMap<String, HostFacts> facts = facts(instance, findings);
        if (!facts.isEmpty()) {
            findings.addAll(judge.apply(new FleetFacts(facts, unseen.of(instance))));
        }
        return findings;
    }

    /** The facts of the hosts that an instance looks at; of those that its selector leaves out, findings that say so. */
    private SortedMap<String, HostFacts> facts(CheckInstance<?> instance, List<Finding> findings) {
        SortedMap<String, HostFacts> facts = new TreeMap<>();
        for (HostPlan host : plan.hosts()) {
            String name = host.host().name();
            HostFacts known = read.get(name);
            if (known == null || !host.checks().contains(instance)) {
                continue;
            }
            Optional<Judgement> left = HostJudging.notSelected(instance.when(), known);
            if (left.isEmpty()) {
                facts.put(name, known);
            } else {
                findings.add(CheckEvaluation.notSelected(instance, Scope.host(name), left.get()));
            }
        }
        return facts;
    }
}
