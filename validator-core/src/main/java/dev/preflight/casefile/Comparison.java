package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.host.HostIdentity;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares what a case came to with what it must come to. Pure. */
final class Comparison {
    /** So many lines of evidence are shown of one finding. */
    private static final int SHOWN = 5;

    /** So many characters of a line. */
    private static final int WIDTH = 120;

    private final Expectation expected;
    private final Collection<HostEvidence> evidence;

    /**
     * Compares by an expectation.
     *
     * @param evidence what was judged, to show the lines that decided
     */
    Comparison(Expectation expected, Collection<HostEvidence> evidence) {
        this.expected = expected;
        this.evidence = evidence;
    }

    /** Every finding of a report: those of its hosts, and those of several of them. */
    static List<Finding> all(RunReport report) {
        return Stream.concat(report.hosts().stream().flatMap(host -> host.findings().stream()), report.fleet().stream())
                .toList();
    }

    /** Whether the report is as expected. */
    boolean holds(RunReport report) {
        return expected.accepts(report.verdict()) && holds(all(report));
    }

    /** Whether these findings are as expected, whatever the verdict. */
    boolean holds(List<Finding> all) {
        return all.stream().allMatch(this::isExpected)
                && Meeting.unmet(expected.findings(), all).isEmpty();
    }

    /** Whether a verdict is the one that is expected. */
    boolean accepts(Verdict verdict) {
        return expected.accepts(verdict);
    }

    /** Whether every fault has to be listed. */
    boolean exact() {
        return !expected.anyOthers();
    }

    /** Whether an expectation is about this finding: of another one no case would notice that it is gone. */
    boolean speaksOf(Finding finding) {
        boolean ofNoFault = finding.outcome() == Outcome.PASS || finding.outcome() == Outcome.NOT_APPLICABLE;
        return exact()
                || (ofNoFault && !expected.none().isEmpty())
                || expected.findings().stream().anyMatch(wanted -> wanted.matches(finding));
    }

    private boolean isExpected(Finding finding) {
        return expected.findings().stream().anyMatch(wanted -> wanted.matches(finding)) || expected.allows(finding);
    }

    /** Where the report is not as expected; empty if it is. */
    List<Difference> differences(RunReport report) {
        List<Difference> differences = new ArrayList<>();
        List<Finding> all = all(report);
        if (!expected.accepts(report.verdict())) {
            differences.add(new Difference(
                    Difference.Kind.VERDICT,
                    expected.verdict().orElseThrow().code(),
                    report.verdict().code(),
                    Optional.empty(),
                    waived(all)));
        }
        List<Finding> unexpected =
                new ArrayList<>(all.stream().filter(f -> !isExpected(f)).toList());
        Meeting.unmet(expected.findings(), all)
                .forEach(wanted -> differences.add(
                        all.stream().anyMatch(wanted::matches) ? metTwice(wanted) : lacking(wanted, all, unexpected)));
        unexpected.forEach(finding -> differences.add(new Difference(
                Difference.Kind.UNEXPECTED, "", shown(finding), Optional.of(finding), decided(finding))));
        return differences;
    }

    /** The findings that a verdict leaves out, because they are waived. */
    private static List<String> waived(List<Finding> all) {
        return all.stream()
                .filter(Finding::waived)
                .limit(SHOWN)
                .map(finding -> "does not count: " + shown(finding))
                .toList();
    }

    private static Difference metTwice(Expectation.Wanted wanted) {
        return new Difference(
                Difference.Kind.MISSING,
                wanted.toString(),
                "what it describes meets another expectation already",
                Optional.empty(),
                List.of());
    }

    /** What was found of the same subject instead, if anything. */
    private Difference lacking(Expectation.Wanted wanted, List<Finding> all, List<Finding> unexpected) {
        Optional<Finding> instead = Stream.concat(unexpected.stream(), all.stream())
                .filter(wanted::ofSameSubject)
                .filter(finding -> expected.findings().stream().noneMatch(other -> other.matches(finding)))
                .findFirst();
        instead.ifPresent(unexpected::remove);
        return instead.map(finding -> new Difference(
                        Difference.Kind.OTHER_CODE,
                        wanted.toString(),
                        shown(finding),
                        Optional.of(finding),
                        decided(finding)))
                .orElseGet(() ->
                        new Difference(Difference.Kind.MISSING, wanted.toString(), "", Optional.empty(), List.of()));
    }

    /** A finding in the form in which a test file names it. */
    static String shown(Finding finding) {
        StringBuilder text = new StringBuilder("{check: ").append(finding.instance());
        text.append(", code: ").append(finding.code());
        text.append(", outcome: ").append(finding.outcome().code());
        text.append(", severity: ").append(finding.severity().code());
        text.append(", subject: ").append(finding.subject());
        if (finding.scope() instanceof Scope.OfHost of) {
            text.append(", host: ").append(of.host());
        } else if (finding.scope() instanceof Scope.OfPair of) {
            text.append(", host: ").append(of.pair().from());
        }
        return text.append(finding.waived() ? ", waived: true}" : "}").toString();
    }

    /** Lines of what decided it: those with the name of the subject, or else the first ones. */
    private List<String> decided(Finding finding) {
        List<String> naming = new ArrayList<>();
        List<String> first = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String key : finding.judgement().readFrom()) {
            for (HostEvidence host : evidence) {
                if (concerns(finding.scope(), host.host().name())
                        && seen.add(host.host().name() + key)) {
                    for (String line : host.frame(key).map(Comparison::lines).orElse(List.of())) {
                        String shown = host.host().name() + " " + key + ": " + line;
                        // What a host is decides for nearly every check, and is hardly ever what is wrong.
                        boolean telling = !key.equals(HostIdentity.REQUEST.key());
                        if (names(line, finding)) {
                            naming.add(shown);
                        } else if (telling) {
                            first.add(shown);
                        }
                    }
                }
            }
        }
        return (naming.isEmpty() ? first : naming).stream().limit(SHOWN).toList();
    }

    private static boolean names(String line, Finding finding) {
        String subject = finding.subject().name();
        return !subject.isEmpty() && dotted(line).contains(dotted(subject));
    }

    private static List<String> lines(Frame frame) {
        return new ProbeOutput(frame.out(), frame.err(), 0)
                .lines().stream()
                        .filter(line -> !line.isBlank())
                        .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH) + "..." : line)
                        .toList();
    }

    /** The kernel's settings are paths on a host, and have dots in a profile. */
    private static String dotted(String text) {
        return text.replace('/', '.');
    }

    private static boolean concerns(Scope scope, String host) {
        if (scope instanceof Scope.OfHost of) {
            return of.host().equals(host);
        }
        return !(scope instanceof Scope.OfPair of)
                || of.pair().from().equals(host)
                || of.pair().to().equals(host);
    }
}
