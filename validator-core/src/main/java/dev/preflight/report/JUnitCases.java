package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.util.List;

/**
 * Makes the test cases of a suite: what passed, what failed, what could not be determined and what was not judged.
 *
 * @param className the class of each; see {@link #ofHost} and {@link #ofRun}
 */
record JUnitCases(Texts texts, RunReport run, String className) {
    /**
     * Cases of a host, in a class of its own: GitLab counts two cases of one class and name as one, and Jenkins groups by
     * class. Jenkins takes what is before the last dot for a package, here the profile.
     */
    static JUnitCases ofHost(Texts texts, RunReport run, String host) {
        return new JUnitCases(texts, run, run.profile() + "." + host);
    }

    /** Cases of a suite that is not that of a host; the blank makes its class differ from that of every host. */
    static JUnitCases ofRun(Texts texts, RunReport run, String suite) {
        return new JUnitCases(texts, run, run.profile() + " " + suite);
    }

    /** Of hosts that were not reached. */
    JUnitXml.Case reach(String name, String code, ReachTexts reach) {
        String body = lines("observed", reach.observed(), "action", reach.action(), "command", reach.command());
        Verdict verdict = VerdictRule.ofHost(List.of(), VerdictRule.Reach.UNREACHED, false, run.policy());
        var kind = stops(verdict) ? JUnitXml.Kind.ERROR : JUnitXml.Kind.OUTPUT;
        return new JUnitXml.Case(className, name, kind, code, reach.observed(), body);
    }

    /** Of a host on which nothing was measured; the keys of its texts begin with this one. */
    JUnitXml.Case unmeasured(String key) {
        Verdict verdict = VerdictRule.ofHost(List.of(), VerdictRule.Reach.REACHED, false, run.policy());
        String observed = texts.page(key + ".observed");
        return new JUnitXml.Case(
                className,
                "measured",
                stops(verdict) ? JUnitXml.Kind.ERROR : JUnitXml.Kind.OUTPUT,
                "nothing-measured",
                observed,
                lines("observed", observed, "action", texts.page(key + ".action")));
    }

    /** Of a finding. */
    JUnitXml.Case of(String name, Finding finding) {
        FindingTexts sentences = texts.of(finding);
        Outcome outcome = finding.outcome();
        if (finding.waived()) {
            String message = finding.waiver()
                    .map(w ->
                            texts.page("waived.accepted", "reason", w.reason(), "owner", w.owner(), "until", w.until()))
                    .orElse("");
            return skipped(name, "waived: " + message + ": " + sentences.observed());
        }
        if (outcome == Outcome.SKIPPED || outcome == Outcome.NOT_APPLICABLE) {
            return skipped(name, sentences.observed());
        }
        JUnitXml.Kind kind = kind(finding);
        String type = finding.code();
        return new JUnitXml.Case(className, name, kind, type, sentences.observed(), body(finding, sentences));
    }

    private JUnitXml.Kind kind(Finding finding) {
        if (finding.outcome() == Outcome.PASS) {
            return JUnitXml.Kind.PASSED;
        }
        Verdict verdict = VerdictRule.of(finding.outcome(), finding.severity(), false, run.policy());
        if (!stops(verdict)) {
            return JUnitXml.Kind.OUTPUT;
        }
        return finding.outcome() == Outcome.UNKNOWN ? JUnitXml.Kind.ERROR : JUnitXml.Kind.FAILURE;
    }

    /** Of what was not judged, with the reason. */
    JUnitXml.Case skipped(String name, String message) {
        return new JUnitXml.Case(className, name, JUnitXml.Kind.SKIPPED, "", message, "");
    }

    private static boolean stops(Verdict verdict) {
        return verdict == Verdict.UNDECIDED || verdict == Verdict.BLOCKED;
    }

    private String body(Finding finding, FindingTexts sentences) {
        StringBuilder body = new StringBuilder(lines(
                "observed",
                sentences.observed(),
                "required",
                sentences.required(),
                "why",
                sentences.why(),
                "action",
                sentences.action()));
        for (RemedyTexts remedy : sentences.remedies()) {
            body.append('\n').append(remedy.text()).append('\n');
            if (!remedy.command().isEmpty()) {
                body.append(remedy.command().indent(4));
            }
            if (!remedy.undo().isEmpty()) {
                body.append(texts.page("remedy.undo"))
                        .append('\n')
                        .append(remedy.undo().indent(4));
            }
        }
        body.append(texts.page("word.fingerprint", "fingerprint", finding.fingerprint()));
        return body.append('\n').toString();
    }

    private String lines(String... labelsAndTexts) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < labelsAndTexts.length; i += 2) {
            if (!labelsAndTexts[i + 1].isEmpty()) {
                lines.append(texts.page("label." + labelsAndTexts[i]))
                        .append(": ")
                        .append(labelsAndTexts[i + 1])
                        .append('\n');
            }
        }
        return lines.toString();
    }
}
