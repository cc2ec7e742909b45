package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run as TAP: a test point for every check and host, and a last one for the run. What blocks is {@code not ok}, and so is
 * what is undetermined; where that does not stop the installer it is also a {@code TODO}, which no harness counts as a
 * failure. What only warns is {@code ok}. What is waived, skipped or does not apply is a {@code SKIP} with the reason, and
 * so are the checks of a host that was not reached, whose point {@code is reached} fails. So a harness fails exactly when the
 * exit code is not 0. The same run gives the same bytes.
 */
public final class TapReport implements WrittenReport {
    /** So many findings of a point are written: a link check of 200 hosts has 39,800. */
    private static final int FINDINGS = 50;

    private final Texts texts;

    /** A report in the language of these texts. */
    public TapReport(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        TapText tap = new TapText(to);
        Unmeasured unmeasured = Unmeasured.of(run);
        Map<String, String> keys = new HashMap<>();
        unmeasured.idle().forEach(host -> keys.put(host, "unmeasured"));
        unmeasured.untold().forEach(host -> keys.put(host, "unmeasured.untold"));
        for (HostReport host : run.hosts()) {
            reached(host, run.policy(), tap);
            if (keys.containsKey(host.name())) {
                String said = texts.page(keys.get(host.name()) + ".observed");
                undetermined(
                        host.name() + ": is measured",
                        VerdictRule.ofHost(List.of(), VerdictRule.Reach.REACHED, false, run.policy()),
                        said,
                        tap);
            }
            for (Map.Entry<String, List<Finding>> check :
                    byInstance(host.findings().stream()).entrySet()) {
                ofHost(host, check.getKey(), check.getValue(), run.policy(), tap);
            }
        }
        ofFleet(run, tap);
        Words words = new Words(texts, run.hosts().size());
        for (IdleCheck idle : run.idle()) {
            tap.point(true, "no host: " + idle.instance(), TapText.Directive.SKIP, Notes.why(idle, words));
        }
        tap.point(run.exit() == ExitCode.PROCEED, "all hosts: may proceed", TapText.Directive.NONE, "");
        tap.open();
        tap.field("verdict", run.verdict().code());
        tap.field("exitCode", Integer.toString(run.exit().number()));
        tap.field("profile", run.profile());
        tap.close();
        tap.end();
    }

    private void reached(HostReport host, Policy policy, TapText tap) throws IOException {
        String description = host.name() + ": is reached";
        if (host.unreachable().isEmpty()) {
            tap.point(true, description, TapText.Directive.NONE, "");
            return;
        }
        undetermined(
                description,
                VerdictRule.ofHost(List.of(), VerdictRule.Reach.UNREACHED, false, policy),
                texts.of(host.name(), host.unreachable().get()).observed(),
                tap);
    }

    private static void undetermined(String description, Verdict verdict, String said, TapText tap) throws IOException {
        notOk(description, verdict, tap);
        tap.open();
        tap.field("outcome", Outcome.UNKNOWN.code());
        tap.field("message", said);
        tap.close();
    }

    private static void notOk(String description, Verdict verdict, TapText tap) throws IOException {
        if (stops(verdict)) {
            tap.point(false, description, TapText.Directive.NONE, "");
        } else {
            tap.point(false, description, TapText.Directive.TODO, "undetermined, and does not block");
        }
    }

    private void ofHost(HostReport host, String instance, List<Finding> findings, Policy policy, TapText tap)
            throws IOException {
        List<Finding> own =
                findings.stream().filter(f -> !host.followsFromFailure(f)).toList();
        String description = host.name() + ": " + instance;
        if (own.isEmpty()) {
            String code = host.unreachable().orElseThrow().failure().code();
            tap.point(true, description, TapText.Directive.SKIP, texts.page("unreached.title", "code", code));
            return;
        }
        point(description, own, policy, tap);
    }

    /** One point for each check over several hosts, and one for each check of links. */
    private void ofFleet(RunReport run, TapText tap) throws IOException {
        for (boolean links : new boolean[] {false, true}) {
            String place = links ? "between hosts: " : "all hosts: ";
            for (Map.Entry<String, List<Finding>> check : byInstance(
                            run.fleet().stream().filter(finding -> finding.scope() instanceof Scope.OfPair == links))
                    .entrySet()) {
                point(place + check.getKey(), check.getValue(), run.policy(), tap);
            }
        }
    }

    private static Map<String, List<Finding>> byInstance(Stream<Finding> findings) {
        Map<String, List<Finding>> all = new LinkedHashMap<>();
        findings.forEach(finding -> all.computeIfAbsent(finding.instance(), key -> new ArrayList<>())
                .add(finding));
        return all;
    }

    private void point(String description, List<Finding> findings, Policy policy, TapText tap) throws IOException {
        if (findings.stream().allMatch(TapReport::notJudged)) {
            tap.point(true, description, TapText.Directive.SKIP, why(findings.get(0)));
            return;
        }
        Comparator<Finding> worstFirst = Comparator.comparing(
                (Finding f) -> VerdictRule.of(f.outcome(), f.severity(), f.waived(), policy),
                Comparator.reverseOrder());
        List<Finding> wrong = findings.stream()
                .filter(finding -> !JsonFindings.isShort(finding))
                .sorted(worstFirst)
                .toList();
        Verdict verdict = VerdictRule.of(findings, policy);
        if (stops(verdict) || wrong.stream().anyMatch(f -> !f.waived() && f.outcome() == Outcome.UNKNOWN)) {
            notOk(description, verdict, tap);
        } else {
            tap.point(true, description, TapText.Directive.NONE, "");
        }
        if (!wrong.isEmpty()) {
            diagnose(wrong, tap);
        }
    }

    private static boolean stops(Verdict verdict) {
        return verdict == Verdict.BLOCKED || verdict == Verdict.UNDECIDED;
    }

    private static boolean notJudged(Finding finding) {
        return finding.waived() || finding.outcome() == Outcome.SKIPPED || finding.outcome() == Outcome.NOT_APPLICABLE;
    }

    private String why(Finding finding) {
        String observed = texts.of(finding).observed();
        return finding.waiver()
                .map(w -> "waived: "
                        + texts.page("waived.accepted", "reason", w.reason(), "owner", w.owner(), "until", w.until())
                        + ": " + observed)
                .orElse(observed);
    }

    /** Says of the worst what it is, then of each what was found and what to do. */
    private void diagnose(List<Finding> wrong, TapText tap) throws IOException {
        Finding worst = wrong.get(0);
        tap.open();
        tap.field("outcome", outcome(worst));
        tap.field(
                "message",
                worst.outcome() == Outcome.UNKNOWN
                        ? texts.page("untold.title", "code", worst.code())
                        : texts.of(worst).observed());
        tap.list("findings");
        for (Finding finding : wrong.subList(0, Math.min(FINDINGS, wrong.size()))) {
            tap.item(fields(finding));
        }
        if (wrong.size() > FINDINGS) {
            tap.field("more", Integer.toString(wrong.size() - FINDINGS));
        }
        tap.close();
    }

    private List<String> fields(Finding finding) {
        FindingTexts sentences = texts.of(finding);
        Collection<String> commands = sentences.remedies().stream()
                .map(RemedyTexts::command)
                .filter(command -> !command.isEmpty())
                .toList();
        return List.of(
                "code",
                finding.code(),
                "subject",
                CleanText.of(finding.subject().toString()),
                "place",
                finding.scope() instanceof Scope.OfPair ? Group.place(finding.scope()) : "",
                "outcome",
                outcome(finding),
                "severity",
                finding.severity().code(),
                "fingerprint",
                finding.fingerprint(),
                "observed",
                sentences.observed(),
                "required",
                sentences.required(),
                "why",
                sentences.why(),
                "action",
                sentences.action(),
                "command",
                commands.stream().findFirst().orElse(""));
    }

    private static String outcome(Finding finding) {
        return finding.waived() ? "waived" : finding.outcome().code();
    }
}
