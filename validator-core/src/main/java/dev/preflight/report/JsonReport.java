package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.fact.CodeName;
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
import org.jspecify.annotations.Nullable;

/**
 * A run as JSON for programs. Fields are in camel case and always there; what is not known is {@code null}. The
 * schema is the resource {@value #SCHEMA}. The same run gives the same bytes.
 */
public final class JsonReport implements WrittenReport {

    /** Raised when a field changes its meaning or goes; a field that is added does not raise it. */
    public static final int SCHEMA_VERSION = 2;

    /** The JSON schema of this output, draft 2020-12. */
    public static final String SCHEMA = "/dev/preflight/schema/verdict-2.schema.json";

    private final Texts texts;
    private final JsonFindings findings;

    /** A report in the language of these texts. */
    public JsonReport(Texts texts) {
        this.texts = texts;
        this.findings = new JsonFindings(texts);
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        JsonOut.object(to, fields -> write(fields, run));
    }

    /** Writes the fields of the document into an object that may have others, such as the answer of a hook. */
    public void write(JsonOut.Fields fields, RunReport run) {
        writeRun(fields, run);
        fields.array("hosts", hosts -> run.hosts().forEach(host -> hosts.object(o -> write(o, host))))
                .array(
                        "jumpHosts",
                        jumps -> JumpFailure.of(run, texts).forEach(jump -> jumps.object(o -> write(o, jump))))
                .array("fleet", fleet -> fleet(run).forEach(finding -> write(fleet, finding)))
                .array(
                        "links",
                        links -> LinkMatrix.of(run.fleet()).forEach(matrix -> links.object(o -> write(o, matrix))));
        writeNotes(fields, run);
    }

    /** The findings over several hosts, without the pairs that are good: these are in the matrices. */
    static List<Finding> fleet(RunReport run) {
        return run.fleet().stream()
                .filter(finding -> !(JsonFindings.isShort(finding) && finding.scope() instanceof Scope.OfPair))
                .toList();
    }

    /** Writes what the run came to. */
    static void writeRun(JsonOut.Fields fields, RunReport run) {
        fields.field("schemaVersion", SCHEMA_VERSION)
                .field("toolVersion", run.toolVersion())
                .field("verdict", run.verdict().code())
                .field("exitCode", run.exit().number())
                .field("profile", run.profile())
                .field("startedAt", run.startedAt().toString())
                .field("endedAt", run.endedAt().toString())
                .field("failOnWarning", run.policy().failOnWarning())
                .field("proceedOnUndecided", run.policy().proceedOnUndecided())
                .field("proceedOnNothingMeasured", run.policy().proceedOnNothingMeasured());
    }

    /** Writes what is to be known beside what was found. */
    void writeNotes(JsonOut.Fields fields, RunReport run) {
        fields.array("idleChecks", checks -> run.idleChecks().forEach(check -> checks.object(o -> write(o, check))))
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

    static void write(JsonOut.Fields fields, JumpFailure jump) {
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

    static void write(JsonOut.Fields fields, LinkMatrix matrix) {
        fields.field("check", matrix.check())
                .field("instance", matrix.instance())
                .object("subject", subject -> JsonFindings.write(subject, matrix.subject()))
                .field("hosts", matrix.hosts())
                .object(
                        "counts",
                        counts -> matrix.counts().forEach((outcome, count) -> counts.field(outcome.code(), count)))
                .line(
                        "good",
                        matrix.results().entrySet().stream()
                                .filter(entry -> JsonFindings.isShort(entry.getValue()))
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

    void write(JsonOut.Fields fields, HostReport host) {
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
                .array("findings", all -> host.findings().forEach(finding -> write(all, host, finding)));
    }

    /** Writes a finding of a host: on one line, too, where it says no more than {@code unreachable} does. */
    private void write(JsonOut.Items all, HostReport host, Finding finding) {
        if (host.repeatsFailure(finding)) {
            all.line(o -> {
                JsonFindings.writeShort(o, finding);
                o.field("severity", finding.severity().code());
            });
        } else {
            findings.write(all, finding);
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

    /** Writes one finding: of what is good no more than what was found, on one line. */
    public void write(JsonOut.Items items, Finding finding) {
        findings.write(items, finding);
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

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
