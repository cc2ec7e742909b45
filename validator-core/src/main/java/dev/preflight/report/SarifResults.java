package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.json.JsonOut;
import java.util.Map;

/**
 * Writes findings as results of SARIF 2.1.0.
 *
 * @param rules the index of each check's rule
 * @param hosts the index of each host's logical location
 */
record SarifResults(Texts texts, Map<String, Integer> rules, Map<String, Integer> hosts) {
    /** Names what the fingerprint is made of; another recipe needs another number (section 3.27.17). */
    private static final String FINGERPRINT = "preflightFinding/v1";

    private static final String FAIL = "fail";
    private static final String NONE = "none";

    /** How much a severity matters, in the words of SARIF (section 3.27.10). */
    static String level(Severity severity) {
        return switch (severity) {
            case BLOCKER -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    /** A message: braces are doubled, or they are placeholders, and {@code [text](target)} would be a link (3.11.5, 3.11.6). */
    static String plain(String text) {
        return text.replace("{", "{{").replace("}", "}}").replace("](", "] (");
    }

    /** Writes a finding: of what is good or was not judged, on one line. */
    void write(JsonOut.Items results, Finding finding) {
        if (JsonFindings.isShort(finding)) {
            results.line(o -> fields(o, finding));
        } else {
            results.object(o -> fields(o, finding));
        }
    }

    private void fields(JsonOut.Fields result, Finding finding) {
        String kind = kind(finding.outcome());
        result.field("ruleId", finding.check())
                .field("ruleIndex", rules.getOrDefault(finding.check(), -1))
                .field("kind", kind)
                .field("level", kind.equals(FAIL) ? levelOf(finding) : NONE)
                .object("message", o -> o.field("text", message(finding)))
                .array("locations", places -> place(places, finding))
                .object("partialFingerprints", o -> o.field(FINGERPRINT, finding.fingerprint()))
                .array(
                        "suppressions",
                        all -> finding.waiver()
                                .ifPresent(waiver -> all.object(o -> o.field("kind", "external")
                                        .field("status", "accepted")
                                        .field(
                                                "justification",
                                                texts.page(
                                                        "waived.accepted",
                                                        "reason",
                                                        waiver.reason(),
                                                        "owner",
                                                        waiver.owner(),
                                                        "until",
                                                        waiver.until())))))
                .object("properties", bag -> properties(bag, finding));
    }

    /** What was not judged has no better kind than {@code notApplicable}: the rule was not evaluated (section 3.27.9). */
    private static String kind(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "pass";
            case FAIL, WARNING -> FAIL;
            case UNKNOWN -> "open";
            case NOT_APPLICABLE, SKIPPED -> "notApplicable";
        };
    }

    /** What works never is an error, whatever severity it has. */
    private static String levelOf(Finding finding) {
        boolean works = finding.outcome() == Outcome.WARNING && finding.severity() == Severity.BLOCKER;
        return level(works ? Severity.WARNING : finding.severity());
    }

    private String message(Finding finding) {
        FindingTexts sentences = texts.of(finding);
        StringBuilder message = new StringBuilder(sentences.observed());
        if (!JsonFindings.isShort(finding)) {
            add(message, "required", sentences.required());
            add(message, "why", sentences.why());
            add(message, "action", sentences.action());
        }
        return plain(message.toString());
    }

    private void add(StringBuilder message, String label, String text) {
        if (!text.isEmpty()) {
            message.append('\n')
                    .append(texts.page("label." + label))
                    .append(": ")
                    .append(text);
        }
    }

    private static void properties(JsonOut.Fields bag, Finding finding) {
        bag.field("instance", finding.instance())
                .field("code", finding.code())
                .field("subject", finding.subject().toString())
                .field("outcome", finding.outcome().code())
                .field("severity", finding.severity().code())
                .field("reason", finding.reason().map(Reason::code).orElse(null));
    }

    /** What on a host it is about lies within the host. */
    private void place(JsonOut.Items places, Finding finding) {
        Subject subject = finding.subject();
        if (!(finding.scope() instanceof Scope.OfHost of) || subject.equals(Subject.HOST)) {
            place(places, finding.scope());
            return;
        }
        places.object(place -> place.array(
                "logicalLocations",
                all -> all.object(o -> {
                    o.field("name", subject.name().isEmpty() ? subject.kind() : subject.name())
                            .field("fullyQualifiedName", of.host() + "/" + subject)
                            .field("kind", subject.kind());
                    Integer parent = hosts.get(of.host());
                    if (parent != null) {
                        o.field("parentIndex", parent);
                    }
                })));
    }

    /** Writes one place: a host, both ends of a link, or the fleet. */
    void place(JsonOut.Items places, Scope scope) {
        places.object(place -> place.array("logicalLocations", all -> {
            if (scope instanceof Scope.OfHost of) {
                host(all, of.host());
            } else if (scope instanceof Scope.OfPair of) {
                host(all, of.pair().from());
                host(all, of.pair().to());
            } else {
                all.object(o -> o.field("fullyQualifiedName", "fleet").field("kind", "fleet"));
            }
        }));
    }

    private void host(JsonOut.Items all, String name) {
        all.object(o -> {
            Integer index = hosts.get(name);
            if (index != null) {
                o.field("index", index);
            }
            o.field("name", name).field("fullyQualifiedName", name).field("kind", "host");
        });
    }
}
