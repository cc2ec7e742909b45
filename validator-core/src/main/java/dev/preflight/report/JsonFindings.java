package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.json.JsonOut;
import java.util.Locale;

/** Writes findings as JSON, with their sentences. */
record JsonFindings(Texts texts) {
    /** The outcome of what is accepted, whatever was judged. */
    static final String WAIVED = "waived";

    /** Whether a finding is good, does not apply or was skipped: most findings are. */
    static boolean isShort(Finding finding) {
        return switch (finding.outcome()) {
            case PASS, NOT_APPLICABLE, SKIPPED -> true;
            case WARNING, FAIL, UNKNOWN -> false;
        };
    }

    /** Writes one finding: of what is good no more than what was found, on one line. */
    void write(JsonOut.Items items, Finding finding) {
        if (isShort(finding)) {
            items.line(o -> write(o, finding));
        } else {
            items.object(o -> write(o, finding));
        }
    }

    /** Writes the fields of one finding. */
    void write(JsonOut.Fields fields, Finding finding) {
        if (!isShort(finding)) {
            writeWhole(fields, finding);
            return;
        }
        writeShort(fields, finding);
        if (finding.outcome() == Outcome.NOT_APPLICABLE) {
            fields.field("observed", texts.of(finding).observed());
        }
    }

    static void writeShort(JsonOut.Fields fields, Finding finding) {
        fields.field("check", finding.check());
        if (!finding.instance().equals(finding.check())) {
            fields.field("instance", finding.instance());
        }
        fields.field("code", finding.code())
                .object("subject", subject -> write(subject, finding.subject()))
                .field("outcome", finding.outcome().code())
                .field("fingerprint", finding.fingerprint());
    }

    static void write(JsonOut.Fields fields, Subject subject) {
        fields.field("kind", subject.kind()).field("name", JsonReport.orNull(subject.name()));
    }

    private void writeWhole(JsonOut.Fields fields, Finding finding) {
        FindingTexts sentences = texts.of(finding);
        String outcome = finding.outcome().code();
        fields.field("check", finding.check())
                .field("instance", finding.instance())
                .field("title", texts.title(finding.check()))
                .object("scope", scope -> write(scope, finding.scope()))
                .field("code", finding.code())
                .object("subject", subject -> write(subject, finding.subject()))
                .field("outcome", finding.waived() ? WAIVED : outcome)
                .field("judged", outcome)
                .field("severity", finding.severity().code())
                .field("reason", finding.reason().map(Reason::code).orElse(null))
                .field("fingerprint", finding.fingerprint())
                .field("causedBy", finding.causedBy())
                .object(
                        "args",
                        args -> finding.args().forEach((name, arg) -> args.object(name, o -> ArgJson.write(o, arg))))
                .field("observed", sentences.observed())
                .field("required", JsonReport.orNull(sentences.required()))
                .field("why", JsonReport.orNull(sentences.why()))
                .field("action", JsonReport.orNull(sentences.action()))
                .array("remedies", items -> sentences.remedies().forEach(remedy -> items.object(o -> write(o, remedy))))
                .field("readFrom", finding.judgement().readFrom());
        finding.waiver()
                .ifPresentOrElse(
                        waiver -> fields.object(
                                "waiver",
                                o -> o.field("reason", waiver.reason())
                                        .field("owner", waiver.owner())
                                        .field("until", waiver.until())),
                        () -> fields.nothing("waiver"));
    }

    static void write(JsonOut.Fields fields, Scope scope) {
        if (scope instanceof Scope.OfHost one) {
            fields.field("kind", "host").field("host", one.host());
        } else if (scope instanceof Scope.OfPair two) {
            fields.field("kind", "pair")
                    .field("from", two.pair().from())
                    .field("to", two.pair().to());
        } else {
            fields.field("kind", "fleet");
        }
    }

    private static void write(JsonOut.Fields fields, RemedyTexts texts) {
        fields.field("id", texts.remedy().id())
                .field("effect", texts.remedy().effect().name().toLowerCase(Locale.ROOT))
                .field("privilege", texts.remedy().privilege().name().toLowerCase(Locale.ROOT))
                .field("user", texts.remedy().user().orElse(null))
                .field("reversible", texts.remedy().reversible())
                .field("also", texts.remedy().also())
                .field("text", texts.text())
                .field("command", JsonReport.orNull(texts.command()))
                .field("undo", JsonReport.orNull(texts.undo()));
    }
}
