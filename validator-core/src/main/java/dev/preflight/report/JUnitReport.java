package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A run as JUnit XML for CI systems: a suite for every host, one more for findings over several hosts, and a test case
 * for every finding. What blocks is a failure, what could not be determined an error, what only warns passes and says
 * so in its output, and what is waived, skipped or does not apply is skipped with the reason. A host that was not
 * reached is one error called {@code reach}; the findings that say no more than that are skipped, so that one dead host
 * does not look like many faults. Class and name of a case are its own in the whole document. The same run gives the
 * same bytes.
 */
public final class JUnitReport implements WrittenReport {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String FLEET = "fleet";
    private static final String IDLE = "idle checks";
    private static final String JUMPS = "jump hosts";

    private final Texts texts;

    /** A report in the language of these texts. */
    public JUnitReport(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        JUnitXml.document(
                "preflight " + run.profile(),
                seconds(Duration.between(run.startedAt(), run.endedAt())),
                suites(run),
                to);
    }

    /** Each is made when it is asked for: all together are as large as the document. */
    private List<Supplier<JUnitXml.Suite>> suites(RunReport run) {
        List<Supplier<JUnitXml.Suite>> suites = new ArrayList<>();
        JUnitLinks links = new JUnitLinks(run);
        Map<String, String> keys = new HashMap<>();
        Unmeasured.of(run).byKey().forEach((key, hosts) -> hosts.forEach(host -> keys.put(host, key)));
        run.hosts()
                .forEach(host -> suites.add(() -> host(run, host, links, Optional.ofNullable(keys.get(host.name())))));
        List<JumpFailure> jumps = JumpFailure.of(run, texts);
        if (!jumps.isEmpty()) {
            suites.add(() -> jumps(run, jumps));
        }
        if (!run.fleet().isEmpty()) {
            suites.add(() -> fleet(run));
        }
        if (!run.idle().isEmpty()) {
            suites.add(() -> idle(run));
        }
        run.evidence().ifPresent(note -> suites.add(() -> new JUnitNotes(texts, run, timestamp(run)).of(note)));
        run.earlier().ifPresent(part -> suites.add(() -> new JUnitNotes(texts, run, timestamp(run)).of(part)));
        return suites;
    }

    private JUnitXml.Suite host(RunReport run, HostReport host, JUnitLinks links, Optional<String> unmeasured) {
        JUnitCases made = JUnitCases.ofHost(texts, run, host.name());
        List<JUnitXml.Case> cases = new ArrayList<>();
        // A jump host's failure is one case of its own.
        host.unreachable()
                .ifPresent(u -> cases.add(
                        JumpFailure.jumpOf(host).isPresent()
                                ? made.skipped("reach", texts.of(host.name(), u).observed())
                                : made.reach("reach", u.failure().code(), texts.of(host.name(), u))));
        unmeasured.ifPresent(key -> cases.add(made.unmeasured(key)));
        for (Finding finding : host.findings()) {
            String name = name(finding, host.findings());
            cases.add(host.followsFromFailure(finding) ? made.skipped(name, notReached(host)) : made.of(name, finding));
        }
        links.of(made.className(), host.name()).ifPresent(cases::add);
        return new JUnitXml.Suite(
                CleanText.of(host.name()), Optional.of(host.name()), timestamp(run), seconds(host.took()), cases);
    }

    private JUnitXml.Suite fleet(RunReport run) {
        JUnitCases made = JUnitCases.ofRun(texts, run, FLEET);
        List<JUnitXml.Case> cases = new ArrayList<>();
        run.fleet().stream()
                .filter(finding -> !(finding.scope() instanceof Scope.OfPair))
                .forEach(finding -> cases.add(made.of(fleetName(finding, run.fleet()), finding)));
        LinkMatrix.of(run.fleet()).forEach(matrix -> cases.addAll(of(run, matrix, made)));
        return new JUnitXml.Suite(FLEET, Optional.empty(), timestamp(run), "0.000", cases);
    }

    private JUnitXml.Suite idle(RunReport run) {
        Words words = new Words(texts, run.hosts().size());
        JUnitCases made = JUnitCases.ofRun(texts, run, IDLE);
        List<JUnitXml.Case> cases = run.idle().stream()
                .map(check -> made.skipped(check.instance(), Notes.why(check, words)))
                .toList();
        return new JUnitXml.Suite(IDLE, Optional.empty(), timestamp(run), "0.000", cases);
    }

    private static String timestamp(RunReport run) {
        return TIMESTAMP.format(run.startedAt());
    }

    /** One case for all that is good, and one for each fold of the rest: a case per pair of 200 hosts is too much to read. */
    private List<JUnitXml.Case> of(RunReport run, LinkMatrix matrix, JUnitCases made) {
        Words words = new Words(texts, run.hosts().size(), List.of(matrix));
        String name = matrix.instance() + " " + matrix.subject();
        List<JUnitXml.Case> cases = new ArrayList<>();
        Set<Pair> wrong = new HashSet<>();
        matrix.wrong()
                .forEach((likeness, folds) -> folds.forEach(fold -> {
                    wrong.addAll(fold.pairs());
                    Finding first = matrix.results().get(fold.pairs().get(0));
                    if (first != null) {
                        cases.add(made.of(name + " " + likeness.code() + " " + words.fold(fold), first));
                    }
                }));
        matrix.results().entrySet().stream()
                .filter(result -> !wrong.contains(result.getKey()))
                .findFirst()
                .ifPresent(result -> cases.add(0, made.of(name, result.getValue())));
        return cases;
    }

    private JUnitXml.Suite jumps(RunReport run, List<JumpFailure> jumps) {
        JUnitCases made = JUnitCases.ofRun(texts, run, JUMPS);
        List<JUnitXml.Case> cases = jumps.stream()
                .map(jump -> made.reach(jump.title(texts), jump.code(), jump.texts()))
                .toList();
        return new JUnitXml.Suite(JUMPS, Optional.empty(), timestamp(run), "0.000", cases);
    }

    private String notReached(HostReport host) {
        return host.unreachable()
                .map(u -> texts.page(
                        ReportSummary.titleKey(u.failure()), "code", u.failure().code()))
                .orElse("");
    }

    /** The instance; the subject where there are several; the code where even that says too little. */
    private static String name(Finding finding, List<Finding> all) {
        List<Finding> same = all.stream()
                .filter(other -> other.instance().equals(finding.instance())
                        && other.scope().equals(finding.scope()))
                .toList();
        if (same.size() == 1) {
            return finding.instance();
        }
        String name = finding.subject().equals(Subject.HOST)
                ? finding.instance()
                : finding.instance() + " " + finding.subject();
        boolean unique = same.stream()
                        .filter(other -> other.subject().equals(finding.subject()))
                        .count()
                == 1;
        return unique ? name : name + " " + finding.code();
    }

    private static String fleetName(Finding finding, List<Finding> all) {
        String place = Group.place(finding.scope());
        return place.isEmpty() ? name(finding, all) : name(finding, all) + " " + place;
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).toPlainString();
    }
}
