package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.InventoryReader;
import dev.preflight.json.JsonOut;
import dev.preflight.profile.Waiver;
import dev.preflight.result.EvidenceNote;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as JSON for programs. Fields are in camel case and always there; what is not known is {@code null}. The
 * schema is the resource {@value #SCHEMA}. The same run gives the same bytes.
 */
public final class JsonReport {

    /** Raised when a field changes its meaning or goes; a field that is added does not raise it. */
    public static final int SCHEMA_VERSION = 2;

    /** The JSON schema of this output, draft 2020-12. */
    public static final String SCHEMA = "/dev/preflight/schema/verdict-2.schema.json";

    private static final String WAIVED = "waived";

    private final Texts texts;

    /** A report in the language of these texts. */
    public JsonReport(Texts texts) {
        this.texts = texts;
    }

    /** The whole document, ending in a newline; to be written as UTF-8. */
    public String render(RunReport run) {
        return JsonOut.object(fields -> write(fields, run));
    }

    /**
     * The same, written as it is made.
     *
     * @param to is neither flushed nor closed; writes UTF-8
     * @throws IOException what it throws
     */
    public void write(RunReport run, Writer to) throws IOException {
        JsonOut.object(to, fields -> write(fields, run));
    }

    /** Writes the fields of the document into an object that may have others, such as the answer of a hook. */
    public void write(JsonOut.Fields fields, RunReport run) {
        fields.field("schemaVersion", SCHEMA_VERSION)
                .field("toolVersion", run.toolVersion())
                .field("verdict", run.verdict().code())
                .field("exitCode", run.exit().number())
                .field("profile", run.profile())
                .field("startedAt", run.startedAt().toString())
                .field("endedAt", run.endedAt().toString())
                .field("failOnWarning", run.policy().failOnWarning())
                .field("proceedOnUndecided", run.policy().proceedOnUndecided())
                .field("proceedOnNothingMeasured", run.policy().proceedOnNothingMeasured())
                .array("hosts", hosts -> run.hosts().forEach(host -> hosts.object(o -> write(o, host))))
                .array(
                        "jumpHosts",
                        jumps -> JumpFailure.of(run, texts).forEach(jump -> jumps.object(o -> write(o, jump))))
                .array(
                        "fleet",
                        fleet -> run.fleet().stream()
                                .filter(finding -> !(isShort(finding) && finding.scope() instanceof Scope.OfPair))
                                .forEach(finding -> write(fleet, finding)))
                .array(
                        "links",
                        links -> LinkMatrix.of(run.fleet()).forEach(matrix -> links.object(o -> write(o, matrix))))
                .array("idleChecks", checks -> run.idleChecks().forEach(check -> checks.object(o -> write(o, check))))
                .array(
                        "idleRows",
                        rows -> run.idleRows()
                                .forEach(some -> rows.object(o -> {
                                    write(o, some);
                                    o.field("rows", some.rows());
                                })))
                .field("unmeasuredHosts", run.unmeasured())
                .array("expiredWaivers", items -> write(items, run.expiredWaivers()))
                .array("unusedWaivers", items -> write(items, run.unusedWaivers()))
                .field(
                        "inventoryReadBy",
                        run.inventoryReadBy().map(InventoryReader::code).orElse(null));
        run.evidence()
                .ifPresentOrElse(
                        note -> fields.object("evidence", o -> write(o, note)), () -> fields.nothing("evidence"));
        run.earlier()
                .ifPresent(part -> fields.object(
                        "earlier",
                        o -> o.field("how", part.how().code())
                                .field("startedAt", part.startedAt().toString())
                                .field("hosts", part.hosts())
                                .field(
                                        "since",
                                        part.since().map(Instant::toString).orElse(null))));
    }

    private static void write(JsonOut.Fields fields, JumpFailure jump) {
        fields.field("jump", jump.jump())
                .field("code", jump.code())
                .field("observed", jump.texts().observed())
                .field("action", jump.texts().action())
                .field(
                        "command",
                        jump.texts().command().isEmpty() ? null : jump.texts().command())
                .field("hosts", jump.hosts());
    }

    private static void write(JsonOut.Fields fields, EvidenceNote note) {
        fields.field("form", note.form().code())
                .field("recordedProfile", orNull(note.recordedProfile()))
                .field("profileNamed", note.profileNamed())
                .field("ended", note.ended().orElse(null))
                .field("planned", note.planned())
                .field("came", note.came())
                .field("strangers", note.strangers());
    }

    private static void write(JsonOut.Fields fields, LinkMatrix matrix) {
        fields.field("check", matrix.check())
                .field("instance", matrix.instance())
                .object("subject", subject -> write(subject, matrix.subject()))
                .field("hosts", matrix.hosts())
                .object(
                        "counts",
                        counts -> matrix.counts().forEach((outcome, count) -> counts.field(outcome.code(), count)))
                .line(
                        "good",
                        matrix.results().entrySet().stream()
                                .filter(entry -> isShort(entry.getValue()))
                                .map(entry -> entry.getKey().toString())
                                .toList())
                .array(
                        "folds",
                        folds -> matrix.wrong()
                                .forEach((likeness, of) -> of.forEach(fold -> folds.object(o -> o.field(
                                                "shape", CodeName.of(fold.shape()))
                                        .field("outcome", likeness.outcome().code())
                                        .field("code", likeness.code())
                                        .field("from", orNull(fold.from()))
                                        .field("to", orNull(fold.to()))
                                        .field(
                                                "pairs",
                                                fold.pairs().stream()
                                                        .map(Pair::toString)
                                                        .toList())))));
    }

    private void write(JsonOut.Fields fields, HostReport host) {
        fields.field("name", host.name())
                .field("transport", host.transport())
                .field("system", host.system().isEmpty() ? null : host.system())
                .field("verdict", host.verdict().code())
                .field("tookMillis", host.took().toMillis());
        host.unreachable()
                .ifPresentOrElse(
                        unreachable -> fields.object("unreachable", o -> write(o, host.name(), unreachable)),
                        () -> fields.nothing("unreachable"));
        fields.field("noise", host.noise())
                .field("rootRefused", host.rootRefused().orElse(null))
                .array("findings", findings -> host.findings().forEach(finding -> write(findings, host, finding)));
    }

    /** Writes a finding of a host: on one line, too, where it says no more than {@code unreachable} does. */
    private void write(JsonOut.Items findings, HostReport host, Finding finding) {
        if (host.repeatsFailure(finding)) {
            findings.line(o -> {
                writeShort(o, finding);
                o.field("severity", finding.severity().code());
            });
        } else {
            write(findings, finding);
        }
    }

    private void write(JsonOut.Fields fields, String host, HostFailure unreachable) {
        ReachTexts reach = texts.of(host, unreachable);
        fields.field("code", unreachable.failure().code())
                .object("details", details -> unreachable.details().forEach(details::field))
                .field("observed", reach.observed())
                .field("action", reach.action())
                .field("command", orNull(reach.command()));
    }

    private void write(JsonOut.Fields fields, IdleCheck check) {
        fields.field("check", check.check())
                .field("instance", check.instance())
                .field("reason", check.why().code())
                .field("groups", check.groups())
                .field("observed", Notes.why(check, new Words(texts, 0)));
    }

    /** Whether a finding is good, does not apply or was skipped: most findings are. */
    private static boolean isShort(Finding finding) {
        return switch (finding.outcome()) {
            case PASS, NOT_APPLICABLE, SKIPPED -> true;
            case WARNING, FAIL, UNKNOWN -> false;
        };
    }

    /** Writes one finding: of what is good no more than what was found, on one line. */
    public void write(JsonOut.Items items, Finding finding) {
        if (!isShort(finding)) {
            items.object(o -> write(o, finding));
            return;
        }
        items.line(o -> {
            writeShort(o, finding);
            if (finding.outcome() == Outcome.NOT_APPLICABLE) {
                o.field("observed", texts.of(finding).observed());
            }
        });
    }

    private static void writeShort(JsonOut.Fields fields, Finding finding) {
        fields.field("check", finding.check());
        if (!finding.instance().equals(finding.check())) {
            fields.field("instance", finding.instance());
        }
        fields.field("code", finding.code())
                .object("subject", subject -> write(subject, finding.subject()))
                .field("outcome", finding.outcome().code())
                .field("fingerprint", finding.fingerprint());
    }

    private static void write(JsonOut.Fields fields, Subject subject) {
        fields.field("kind", subject.kind()).field("name", orNull(subject.name()));
    }

    private void write(JsonOut.Fields fields, Finding finding) {
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
                .field("required", orNull(sentences.required()))
                .field("why", orNull(sentences.why()))
                .field("action", orNull(sentences.action()))
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

    private static void write(JsonOut.Fields fields, Scope scope) {
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
                .field("command", orNull(texts.command()))
                .field("undo", orNull(texts.undo()));
    }

    private static void write(JsonOut.Items items, List<Waiver> waivers) {
        waivers.forEach(waiver ->
                items.object(o -> o.field("fingerprint", waiver.fingerprint().orElse(null))
                        .field("check", waiver.check().orElse(null))
                        .field("hosts", waiver.hosts())
                        .field("reason", waiver.reason())
                        .field("owner", waiver.owner())
                        .field("until", waiver.until().toString())
                        .field("place", waiver.place().toString())));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
