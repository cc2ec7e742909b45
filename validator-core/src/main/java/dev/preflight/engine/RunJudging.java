package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Scope;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.Readings;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.report.HostReport;
import dev.preflight.report.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judges a run: its hosts one by one as they come, and at the end all of them together. Touches no host. */
public final class RunJudging {
    private final Profile profile;
    private final RunOptions options;
    private final Policy policy;
    private final Instant startedAt;
    private final Waivers waivers;
    private final Catalogue catalogue;
    private final HostJudging hosts;

    /** Judges by this profile, with waivers as they stand at {@code now}. */
    RunJudging(Profile profile, Catalogue catalogue, RunOptions options, Instant now) {
        this.profile = profile;
        this.options = options;
        this.startedAt = now;
        this.waivers = new Waivers(profile.waivers(), now);
        this.policy = new Policy(profile.proceedOnUndecided(), options.failOnWarning());
        this.catalogue = catalogue;
        this.hosts = new HostJudging(catalogue, waivers, policy);
    }

    /**
     * Judges saved evidence: no host is involved, and the same evidence, profile and instant give the same report.
     *
     * @param evidence by host name; a host of the plan without evidence is an error of the caller
     * @param now the instant at which waivers are looked at, and which the report bears
     */
    public static RunReport replay(
            RunPlan plan, Map<String, HostEvidence> evidence, Catalogue catalogue, RunOptions options, Instant now) {
        RunJudging judging = new RunJudging(plan.profile(), catalogue, options, now);
        Map<String, HostReport> reports = new TreeMap<>();
        for (HostPlan host : plan.hosts()) {
            HostEvidence saved = evidence.get(host.host().name());
            if (saved == null) {
                throw new IllegalArgumentException(
                        "no evidence of " + host.host().name());
            }
            reports.put(host.host().name(), judging.judge(host, saved, took(saved)));
        }
        return judging.report(plan, reports, evidence, now, false);
    }

    /** How long the host took when it was looked at. */
    private static Duration took(HostEvidence saved) {
        return saved.lanes().stream()
                .map(lane -> Duration.between(saved.collectedAt(), lane.receivedAt()))
                .filter(duration -> !duration.isNegative())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    synchronized HostReport judge(HostPlan plan, HostEvidence evidence, Duration took) {
        return hosts.judge(plan, evidence, took);
    }

    synchronized RunReport report(
            RunPlan plan,
            Map<String, HostReport> reports,
            Map<String, HostEvidence> evidence,
            Instant endedAt,
            boolean interrupted) {
        List<Finding> compared = fleet(plan, evidence);
        List<String> names = plan.hostNames();
        List<HostReport> inOrder = names.stream()
                .map(name -> hosts.withFindings(
                        hostReport(reports, name),
                        compared.stream()
                                .filter(f -> f.scope().equals(Scope.host(name)))
                                .toList()))
                .toList();
        List<Finding> fleet = compared.stream()
                .filter(f -> !(f.scope() instanceof Scope.OfHost one && names.contains(one.host())))
                .toList();
        fleet = Causes.between(
                fleet,
                name -> inOrder.stream()
                        .filter(host -> host.name().equals(name))
                        .flatMap(host -> host.findings().stream())
                        .toList(),
                catalogue);
        List<Verdict> verdicts =
                new ArrayList<>(inOrder.stream().map(HostReport::verdict).toList());
        verdicts.add(VerdictRule.of(fleet, policy));
        Verdict verdict = VerdictRule.worst(verdicts);
        return new RunReport(
                options.toolVersion(),
                profile.name(),
                startedAt,
                endedAt,
                verdict,
                interrupted ? ExitCode.INTERRUPTED : VerdictRule.exit(verdict),
                policy.failOnWarning(),
                policy.proceedOnUndecided(),
                inOrder,
                fleet,
                waivers.expired(),
                waivers.unused());
    }

    private static HostReport hostReport(Map<String, HostReport> reports, String name) {
        HostReport report = reports.get(name);
        if (report == null) {
            throw new IllegalStateException("host " + name + " was planned and never judged");
        }
        return report;
    }

    private List<Finding> fleet(RunPlan plan, Map<String, HostEvidence> evidence) {
        List<Finding> findings = new ArrayList<>();
        for (CheckInstance<?> instance : profile.checks()) {
            findings.addAll(fleet(instance, plan, evidence));
        }
        Traffic traffic = plan.traffic();
        for (CheckInstance<?> instance : profile.checks()) {
            findings.addAll(links(instance, plan, evidence, traffic));
        }
        return findings.stream().map(waivers::apply).toList();
    }

    private static <P extends Record> List<Finding> fleet(
            CheckInstance<P> instance, RunPlan plan, Map<String, HostEvidence> evidence) {
        if (!(instance.check() instanceof FleetCheck<P> check)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        SortedMap<String, HostFacts> facts = facts(instance, plan, evidence, List.of(), findings);
        if (!facts.isEmpty()) {
            findings.addAll(CheckEvaluation.fleet(instance, check, new FleetFacts(facts)));
        }
        return findings;
    }

    private static <P extends Record> List<Finding> links(
            CheckInstance<P> instance, RunPlan plan, Map<String, HostEvidence> evidence, Traffic traffic) {
        if (!(instance.check() instanceof LinkCheck<P> check)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        SortedMap<String, HostFacts> facts = facts(instance, plan, evidence, LinkFacts.EXCHANGED, findings);
        List<String> everybody = plan.hosts().stream()
                .filter(HostPlan::exchanges)
                .map(host -> host.host().name())
                .sorted()
                .toList();
        if (!facts.isEmpty()) {
            findings.addAll(
                    CheckEvaluation.link(instance, check, new LinkFacts(new FleetFacts(facts), traffic, everybody)));
        }
        return findings;
    }

    /** The facts of the hosts that an instance looks at; of those that its selector leaves out, findings that say so. */
    private static SortedMap<String, HostFacts> facts(
            CheckInstance<?> instance,
            RunPlan plan,
            Map<String, HostEvidence> evidence,
            List<FactRequest<?>> more,
            List<Finding> findings) {
        SortedMap<String, HostFacts> facts = new TreeMap<>();
        for (HostPlan host : plan.hosts()) {
            String name = host.host().name();
            HostEvidence saved = evidence.get(name);
            if (saved == null || !host.checks().contains(instance)) {
                continue;
            }
            List<FactRequest<?>> requests = new ArrayList<>(host.requests());
            requests.addAll(more);
            HostFacts read = Readings.of(saved, requests);
            Optional<Judgement> left = HostJudging.notSelected(instance.when(), read);
            if (left.isEmpty()) {
                facts.put(name, read);
            } else {
                findings.add(CheckEvaluation.notSelected(instance, Scope.host(name), left.get()));
            }
        }
        return facts;
    }
}
