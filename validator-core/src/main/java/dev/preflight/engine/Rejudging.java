package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.inventory.Host;
import dev.preflight.profile.CheckInstance;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Judges the same evidence again and again, each time with one thing changed: without a fact of a host, or by other
 * thresholds. The evidence is read and parsed once; a change costs the judging alone. No change is kept.
 */
public final class Rejudging {
    private final RunPlan plan;
    private final Catalogue catalogue;
    private final JudgeOptions options;
    private final Instant now;
    private final Map<String, HostEvidence> evidence = new LinkedHashMap<>();
    private final Map<String, HostFacts> facts = new LinkedHashMap<>();
    private final RunReport unchanged;

    /**
     * Reads and parses the evidence of every host of a plan.
     *
     * @param read what was saved of a host; asked once for each
     * @param now the instant at which waivers are looked at
     */
    public Rejudging(
            RunPlan plan, Function<Host, HostEvidence> read, Catalogue catalogue, JudgeOptions options, Instant now) {
        this.plan = plan;
        this.catalogue = catalogue;
        this.options = options;
        this.now = now;
        RunJudging judging = judging(plan);
        Map<String, HostReport> reports = new TreeMap<>();
        for (HostPlan host : plan.hosts()) {
            String name = host.host().name();
            HostEvidence saved = read.apply(host.host());
            HostFacts parsed = RunJudging.facts(host, saved);
            evidence.put(name, saved);
            facts.put(name, parsed);
            reports.put(name, judging.judge(host, saved, parsed, RunJudging.took(saved)));
        }
        this.unchanged = judging.report(plan, reports, now, false);
    }

    private RunJudging judging(RunPlan changed) {
        return new RunJudging(changed, catalogue, options, now);
    }

    /** The report of the evidence as it is; that of {@link RunJudging#replay}. */
    public RunReport report() {
        return unchanged;
    }

    /** The report by other thresholds of one instance; of facts that these do not ask for there is no change. */
    public RunReport by(CheckInstance<?> other) {
        return report(plan.with(other), this::facts);
    }

    /** The report where a host has other facts. */
    public RunReport where(String host, UnaryOperator<HostFacts> change) {
        return report(plan, name -> name.equals(host) ? change.apply(facts(name)) : facts(name));
    }

    private RunReport report(RunPlan changed, Function<String, HostFacts> factsOf) {
        RunJudging judging = judging(changed);
        Map<String, HostReport> all = new TreeMap<>();
        for (HostPlan host : changed.hosts()) {
            String name = host.host().name();
            HostEvidence saved = evidence.get(name);
            if (saved != null) {
                all.put(name, judging.judge(host, saved, factsOf.apply(name), RunJudging.took(saved)));
            }
        }
        return judging.report(changed, all, now, false);
    }

    /**
     * What one instance finds where a host has other facts; no waiver is applied, and nothing is left out.
     *
     * @return of a check of one host what it finds of this one, or else what it finds of all together
     */
    public List<Finding> where(CheckInstance<?> instance, String host, UnaryOperator<HostFacts> change) {
        HostEvidence saved = evidence.get(host);
        HostFacts changed = change.apply(facts(host));
        if (saved == null) {
            return List.of();
        }
        if (instance.check() instanceof HostCheck) {
            return HostJudging.judge(instance, changed, saved.nothingCame());
        }
        Map<String, HostFacts> all = new LinkedHashMap<>(facts);
        all.put(host, changed);
        return new FleetJudging(plan, all).findings(instance);
    }

    /** What one instance finds of one host by itself, by these parameters; empty for checks of several hosts. */
    public List<Finding> ofHost(CheckInstance<?> instance, String host) {
        HostEvidence saved = evidence.get(host);
        HostFacts its = facts.get(host);
        return saved == null || its == null ? List.of() : HostJudging.judge(instance, its, saved.nothingCame());
    }

    /** What one instance finds by these parameters of all hosts together; empty for checks of one host. */
    public List<Finding> together(CheckInstance<?> instance) {
        return new FleetJudging(plan.with(instance), facts).findings(instance);
    }

    /** The hosts of which anything came. */
    public List<String> hosts() {
        return evidence.entrySet().stream()
                .filter(host -> host.getValue().nothingCame().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The instances that look at a host, those that were skipped aside. */
    public List<CheckInstance<?>> checks(String host) {
        return of(host).flatMap(one -> one.checks().stream()).toList();
    }

    /** What is asked of a host, each request once. */
    public List<FactRequest<?>> requests(String host) {
        Map<String, FactRequest<?>> all = new TreeMap<>();
        plan.requests(host).forEach(request -> all.putIfAbsent(request.key(), request));
        return new ArrayList<>(all.values());
    }

    private Stream<HostPlan> of(String host) {
        return plan.hosts().stream().filter(one -> one.host().name().equals(host));
    }

    /** The facts of a host. */
    public HostFacts facts(String host) {
        HostFacts found = facts.get(host);
        if (found == null) {
            throw new IllegalArgumentException("no host " + host);
        }
        return found;
    }

    /** The evidence of all hosts, as it was judged. */
    public Collection<HostEvidence> evidence() {
        return evidence.values();
    }
}
