package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.result.RunReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a case came to, written as the expectation of a test file. Pure. */
final class CaseText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
    private static final List<String> WORDS = List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private CaseText() {}

    /** On one line, as a flow mapping. */
    static String flow(RunReport report) {
        List<String> findings = findings(report);
        return "{verdict: " + report.verdict().code()
                + (findings.isEmpty() ? "" : ", findings: [" + String.join(", ", findings) + "]") + "}";
    }

    /** On several lines, each indented by so many blanks; ends in a line feed. */
    static String block(RunReport report, int indent) {
        String blanks = " ".repeat(indent);
        StringBuilder text = new StringBuilder(blanks)
                .append("verdict: ")
                .append(report.verdict().code())
                .append('\n');
        List<String> findings = findings(report);
        if (!findings.isEmpty()) {
            text.append(blanks).append("findings:\n");
            findings.forEach(finding ->
                    text.append(blanks).append("  - ").append(finding).append('\n'));
        }
        return text.toString();
    }

    /** Everything that an exact expectation has to list. */
    private static List<String> findings(RunReport report) {
        return Comparison.all(report).stream()
                .filter(finding -> switch (finding.outcome()) {
                    case WARNING, FAIL, UNKNOWN -> true;
                    case PASS, NOT_APPLICABLE, SKIPPED -> false;
                })
                .map(CaseText::finding)
                .distinct()
                .toList();
    }

    private static String finding(Finding finding) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("check", finding.instance());
        keys.put("code", finding.code());
        keys.put("outcome", finding.outcome().code());
        if (finding.outcome() == Outcome.UNKNOWN) {
            keys.remove("code");
            finding.reason().ifPresent(reason -> keys.put("reason", reason.code()));
        }
        String subject = finding.subject().name();
        if (!subject.isEmpty()) {
            keys.put("subject", subject);
        }
        if (finding.scope() instanceof Scope.OfHost of) {
            keys.put("host", of.host());
        } else if (finding.scope() instanceof Scope.OfPair of) {
            keys.put("host", of.pair().from());
        }
        if (finding.waived()) {
            keys.put("waived", "true");
        }
        return keys.entrySet().stream()
                .map(e -> e.getKey() + ": " + (e.getKey().equals("waived") ? e.getValue() : quoted(e.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A text as YAML reads it back, also within a flow mapping. */
    static String quoted(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        List<String> parts = new ArrayList<>();
        text.codePoints()
                .forEach(c -> parts.add(
                        c == '"' || c == '\\'
                                ? "\\" + (char) c
                                : c < 0x20 || (c >= 0x7f && c < 0xa0)
                                        ? String.format("\\x%02x", c)
                                        : Character.toString(c)));
        return "\"" + String.join("", parts) + "\"";
    }
}
