package dev.preflight.casefile;

import dev.preflight.api.Catalogue;
import dev.preflight.api.HostInfo;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.Rejudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Members;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.probe.Redactor;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.result.RunReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a case of what a run saved: the facts that the profile asks for, masked again, and what they come to. What a program
 * found is not yet what it should find, so the case says {@code reviewed: false}.
 */
public final class Recorder {
    private static final Place FROM = Place.of("--from");

    private final Catalogue catalogue;
    private final ProfileLoader profiles;
    private final Redactor redactor = new Redactor(List.of());

    /** A recorder by these checks and profiles. */
    public Recorder(Catalogue catalogue, ProfileLoader profiles) {
        this.catalogue = catalogue;
        this.profiles = profiles;
    }

    /**
     * What was recorded.
     *
     * @param text the case, as a test file has it
     * @param verdict of the case
     * @param sameFindings whether the same is found as in the run; false if other names and addresses changed that
     * @param warnings of the profile, and values of the run that it has no place for
     */
    public record Recorded(String text, String verdict, boolean sameFindings, List<Problem> warnings) {
        /** Collections are copied. */
        public Recorded {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Writes the evidence of a case and, if a test file is named, the case into it.
     *
     * @throws ProblemsException if the evidence, the profile or the test file is wrong
     * @throws IOException if a file cannot be written
     */
    public Recorded record(Recording wanted) throws ProblemsException, IOException {
        OpenEvidence from = OpenEvidence.of(wanted.from(), FROM);
        CaseBasis basis = CaseBasis.of(wanted, from, catalogue, profiles);
        Profile profile = basis.profile().profile();
        CaseTarget target = CaseTarget.of(wanted, basis);
        List<Host> hosts = hosts(wanted, from);
        RunPlan plan = RunPlan.of(profile, from.members(), hosts, basis.only(), List.of());
        Map<Host, HostEvidence> taken = new LinkedHashMap<>();
        for (Host host : hosts) {
            taken.put(host, taken(from, host, plan.requests(host.name())));
        }
        RunReport before = judged(plan, taken, from);
        Map<Host, HostEvidence> kept = taken;
        RunReport report = before;
        if (wanted.anonymise()) {
            kept = anonymised(taken);
            List<Host> renamed = new ArrayList<>(kept.keySet());
            report = judged(RunPlan.of(profile, Members.among(renamed), renamed, basis.only(), List.of()), kept, from);
        }
        target.write(from.startedAt(), kept, report);
        return new Recorded(
                target.text(report),
                report.verdict().code(),
                counted(before).equals(counted(report)),
                basis.profile().warnings());
    }

    private static List<Host> hosts(Recording wanted, OpenEvidence from) throws ProblemsException {
        List<String> names = from.hosts().stream().map(Host::name).toList();
        Problems problems = new Problems();
        wanted.hosts().stream()
                .filter(host -> !names.contains(host))
                .forEach(host -> problems.add(
                        Place.of("--host"), "the evidence has no host '" + host + "'", Suggestion.hint(host, names)));
        problems.throwIfAny();
        return from.hosts().stream()
                .filter(host -> wanted.hosts().isEmpty() || wanted.hosts().contains(host.name()))
                .toList();
    }

    /** What a host said of what is asked, masked again: the rules may have grown since it was saved. */
    private HostEvidence taken(OpenEvidence from, Host host, List<FactRequest<?>> requests) {
        HostEvidence read = from.read().apply(host);
        HostEvidence fitted = from.byHand() ? Answers.fitted(read, requests) : read;
        Set<String> keys = requests.stream().map(FactRequest::key).collect(Collectors.toSet());
        return changed(
                fitted,
                fitted.host(),
                frame -> keys.contains(frame.key())
                        ? Optional.of(with(frame, redactor.redact(frame.out()), redactor.redact(frame.err())))
                        : Optional.empty());
    }

    private static Map<Host, HostEvidence> anonymised(Map<Host, HostEvidence> taken) {
        Anonymiser other =
                new Anonymiser(taken.keySet().stream().map(Host::name).toList());
        Map<Host, HostEvidence> all = new LinkedHashMap<>();
        taken.forEach((host, evidence) -> {
            String name = other.name(host.name());
            String address = other.of(evidence.host().address());
            Map<String, String> variables = new LinkedHashMap<>();
            host.variables().forEach((key, value) -> variables.put(key, other.of(value)));
            Host renamed = new Host(
                    name,
                    address,
                    host.port(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    host.connection(),
                    host.become(),
                    host.groups(),
                    variables,
                    host.place());
            HostInfo info = new HostInfo(name, address, evidence.host().groups());
            all.put(
                    renamed,
                    changed(
                            evidence,
                            info,
                            frame -> Optional.of(with(frame, other.of(frame.out()), other.of(frame.err())))));
        });
        return all;
    }

    /** What keeps a frame, changes it, or leaves it out. */
    private interface OfFrame {
        Optional<Frame> of(Frame frame);
    }

    private static HostEvidence changed(HostEvidence evidence, HostInfo host, OfFrame change) {
        List<LaneEvidence> lanes = evidence.lanes().stream()
                .map(lane -> new LaneEvidence(
                        lane.lane(),
                        "",
                        lane.sentAt(),
                        lane.receivedAt(),
                        lane.frames().stream()
                                .flatMap(frame -> change.of(frame).stream())
                                .toList(),
                        "",
                        lane.rebooted(),
                        lane.failure()))
                .toList();
        return new HostEvidence(host, "recorded", evidence.collectedAt(), lanes, evidence.failure());
    }

    private static Frame with(Frame frame, byte[] out, byte[] err) {
        return new Frame(
                frame.key(), frame.format(), frame.end(), frame.status(), frame.took(), frame.receivedAt(), out, err);
    }

    private RunReport judged(RunPlan plan, Map<Host, HostEvidence> evidence, OpenEvidence from) {
        Map<String, HostEvidence> byName = new LinkedHashMap<>();
        evidence.forEach((host, its) -> byName.put(host.name(), its));
        return new Rejudging(
                        plan,
                        host -> Optional.ofNullable(byName.get(host.name())).orElseThrow(),
                        catalogue.with(plan.profile().own()),
                        new JudgeOptions(false, ""),
                        from.startedAt())
                .report();
    }

    /** How often each code was found; names are not the same. */
    private static Map<String, Long> counted(RunReport report) {
        return Comparison.all(report).stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.instance() + " " + finding.code() + " "
                                + finding.outcome().code(),
                        Collectors.counting()));
    }
}
