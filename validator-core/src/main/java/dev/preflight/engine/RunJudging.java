package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Scope;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.Readings;
import dev.preflight.inventory.Host;
import dev.preflight.profile.Profile;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Judges a run: its hosts one by one as they come, and at the end all of them together. Touches no host. */
public final class RunJudging {
    private final Profile profile;
    private final JudgeOptions options;
    private final Policy policy;
    private final Instant startedAt;
    private final Waivers waivers;
    private final Catalogue catalogue;
    private final Keeping keeping;
    private final HostJudging hosts;
    private final Map<String, HostFacts> keptFacts = new HashMap<>();
    private volatile boolean outOfMemory;

    /** Judges by the plan's profile, with the waivers that are in force at {@code now}. */
    RunJudging(RunPlan plan, Catalogue catalogue, JudgeOptions options, Instant now) {
        this.profile = plan.profile();
        this.options = options;
        this.startedAt = now;
        this.waivers = new Waivers(profile.waivers(), now, catalogue);
        this.policy =
                new Policy(profile.proceedOnUndecided(), profile.proceedOnNothingMeasured(), options.failOnWarning());
        this.catalogue = catalogue;
        this.keeping = Keeping.of(plan);
        this.hosts = new HostJudging(catalogue, waivers, policy, new FoundLimit(keeping.findings(), policy));
    }

    /**
     * Judges saved evidence: no host is involved, and the same evidence, profile and instant give the same report.
     *
     * @param evidence what was saved of a host; asked for one host after another, and nothing of it is kept but what
     *     checks of several hosts ask for
     * @return ends with {@link ExitCode#INTERNAL_ERROR} if memory ran out over a host: with more of it the evidence would say
     *     something else
     * @param now the instant at which waivers are looked at, and which the report bears
     */
    public static RunReport replay(
            RunPlan plan,
            Function<Host, HostEvidence> evidence,
            Catalogue catalogue,
            JudgeOptions options,
            Instant now) {
        RunJudging judging = new RunJudging(plan, catalogue, options, now);
        Map<String, HostReport> reports = new TreeMap<>();
        for (HostPlan host : plan.hosts()) {
            HostEvidence saved = evidence.apply(host.host());
            reports.put(
                    host.host().name(),
                    HostOutcome.of(judging, host, saved, took(saved)).report());
        }
        RunReport report = judging.report(plan, reports, now, false);
        return judging.outOfMemory ? report.ending(ExitCode.INTERNAL_ERROR) : report;
    }

    /** What something that was thrown makes of its host; throws on what says that the JVM is dying. */
    HostFailure mishap(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            outOfMemory = true;
        }
        return Mishap.of(thrown);
    }

    /** How long the host took when it was looked at. */
    static Duration took(HostEvidence saved) {
        return saved.lanes().stream()
                .map(lane -> Duration.between(saved.collectedAt(), lane.receivedAt()))
                .filter(duration -> !duration.isNegative())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Judges one host; hosts are judged side by side, so that one that takes long holds up no other. */
    HostReport judge(HostPlan plan, HostEvidence evidence, Duration took) {
        return judge(plan, evidence, facts(plan, evidence), took);
    }

    /** What is read of a host's evidence; of one of which nothing came only what checks of several hosts ask for. */
    static HostFacts facts(HostPlan plan, HostEvidence evidence) {
        return Readings.of(evidence, evidence.nothingCame().isPresent() ? plan.kept() : plan.readings());
    }

    /** Judges one host by facts that were read before. */
    HostReport judge(HostPlan plan, HostEvidence evidence, HostFacts facts, Duration took) {
        boolean nothing = evidence.nothingCame().isPresent();
        HostFacts forAll = nothing ? facts : keeping.of(facts, plan.kept());
        synchronized (keptFacts) {
            keptFacts.put(plan.host().name(), forAll);
        }
        return hosts.judge(plan, evidence, facts, took);
    }

    /** The report of a host that could not even be judged as one of which nothing came: undecided, without a finding. */
    HostReport undecided(HostPlan plan, HostEvidence evidence, Duration took) {
        return new HostReport(
                plan.host().name(),
                evidence.transport(),
                "",
                VerdictRule.ofHost(List.of(), VerdictRule.Reach.UNREACHED, false, policy),
                evidence.failure(),
                List.of(),
                "",
                Optional.empty(),
                took);
    }

    synchronized RunReport report(RunPlan plan, Map<String, HostReport> reports, Instant endedAt, boolean interrupted) {
        List<Finding> found =
                interrupted ? FleetJudging.interrupted(plan) : new FleetJudging(plan, keptFacts).findings();
        List<Finding> compared = found.stream().map(waivers::apply).toList();
        List<Finding> ofNone = new ArrayList<>();
        Map<String, HostReport> full = withFindings(plan, reports, compared, ofNone);
        Map<String, List<Finding>> ofHosts = new HashMap<>();
        full.forEach((name, host) -> ofHosts.put(name, host.findings()));
        List<Finding> fleet = Causes.between(ofNone, ofHosts, catalogue);
        HostVerdicts verdicts = new HostVerdicts(fleet, policy);
        List<HostReport> inOrder = plan.hosts().stream()
                .map(host -> verdicts.of(host, hostReport(full, host.host().name())))
                .toList();
        Verdict verdict =
                VerdictRule.ofRun(inOrder.stream().map(HostReport::verdict).toList(), fleet, policy);
        return new RunReport(
                options.toolVersion(),
                profile.name(),
                startedAt,
                endedAt,
                verdict,
                interrupted ? ExitCode.INTERRUPTED : VerdictRule.exit(verdict),
                policy,
                inOrder,
                fleet,
                idle(plan, inOrder, fleet),
                unmeasured(plan, full, verdicts),
                waivers.expired(),
                waivers.unused(JudgedParts.of(plan, inOrder, fleet, interrupted)),
                Optional.empty(),
                Optional.empty(),
                plan.members().readBy());
    }

    /**
     * The hosts' reports, each with what comparing the hosts found of it.
     *
     * @param ofNone takes findings that are of no single host
     */
    private Map<String, HostReport> withFindings(
            RunPlan plan, Map<String, HostReport> reports, List<Finding> compared, List<Finding> ofNone) {
        Set<String> names = new HashSet<>(plan.hostNames());
        Map<String, List<Finding>> byHost = new HashMap<>();
        for (Finding finding : compared) {
            boolean one = finding.scope() instanceof Scope.OfHost of && names.contains(of.host());
            (one ? byHost.computeIfAbsent(host(finding), host -> new ArrayList<>()) : ofNone).add(finding);
        }
        Map<String, HostReport> full = new LinkedHashMap<>();
        plan.hostNames()
                .forEach(name -> full.put(
                        name, hosts.withFindings(hostReport(reports, name), byHost.getOrDefault(name, List.of()))));
        return full;
    }

    private List<IdleCheck> idle(RunPlan plan, List<HostReport> hosts, List<Finding> fleet) {
        List<IdleCheck> idle = new ArrayList<>(IdleChecks.of(
                plan, Stream.concat(hosts.stream().flatMap(host -> host.findings().stream()), fleet.stream())));
        idle.addAll(new IdleRows(plan, keptFacts).found());
        return idle;
    }

    private static List<String> unmeasured(RunPlan plan, Map<String, HostReport> hosts, HostVerdicts verdicts) {
        return plan.hosts().stream()
                .filter(host -> {
                    HostReport report = hostReport(hosts, host.host().name());
                    return report.unreachable().isEmpty() && !verdicts.measured(host, report);
                })
                .map(host -> host.host().name())
                .toList();
    }

    private static String host(Finding finding) {
        return finding.scope() instanceof Scope.OfHost one ? one.host() : "";
    }

    private static HostReport hostReport(Map<String, HostReport> reports, String name) {
        HostReport report = reports.get(name);
        if (report == null) {
            throw new IllegalStateException("host " + name + " was planned and never judged");
        }
        return report;
    }
}
