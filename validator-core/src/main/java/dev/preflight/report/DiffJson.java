package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.compare.Change;
import dev.preflight.compare.Comparison;
import dev.preflight.compare.HostChange;
import dev.preflight.fact.Reason;
import dev.preflight.json.JsonOut;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * What two runs differ in, as JSON for programs. The schema is the resource {@value #SCHEMA}. The same runs give the same bytes.
 */
public final class DiffJson {
    /** Raised when a field changes its meaning or goes; a field that is added does not raise it. */
    public static final int SCHEMA_VERSION = 1;

    /** The JSON schema of this output, draft 2020-12. */
    public static final String SCHEMA = "/dev/preflight/schema/diff-1.schema.json";

    private final DiffTexts texts;

    /** In the language of these texts. */
    public DiffJson(DiffTexts texts) {
        this.texts = texts;
    }

    /**
     * Writes the whole document, ending in a newline.
     *
     * @param to is neither flushed nor closed; writes UTF-8
     * @throws IOException what it throws
     */
    public void write(Comparison diff, Writer to) throws IOException {
        JsonOut.object(to, fields -> write(fields, diff));
    }

    private void write(JsonOut.Fields fields, Comparison diff) {
        fields.field("schemaVersion", SCHEMA_VERSION)
                .field("toolVersion", diff.after().toolVersion())
                .field("trend", diff.trend().code())
                .field("exitCode", diff.exit().number())
                .object("old", o -> write(o, diff.before()))
                .object("new", o -> write(o, diff.after()))
                .array("hosts", hosts -> diff.hosts().forEach(host -> hosts.line(o -> write(o, host))))
                .array("changes", all -> diff.changes().forEach(change -> all.object(o -> write(o, change))));
    }

    private static void write(JsonOut.Fields fields, RunReport run) {
        fields.field("startedAt", run.startedAt().toString())
                .field("profile", run.profile())
                .field("verdict", run.verdict().code())
                .field("hosts", run.hosts().size());
    }

    private static void write(JsonOut.Fields fields, HostChange host) {
        fields.field("name", host.name())
                .field("old", host.before().map(Verdict::code).orElse(null))
                .field("new", host.after().map(Verdict::code).orElse(null));
    }

    private void write(JsonOut.Fields fields, Change change) {
        Finding finding = change.finding();
        fields.field("kind", change.kind().code())
                .field("check", finding.check())
                .field("instance", finding.instance())
                .object("scope", scope -> JsonFindings.write(scope, finding.scope()))
                .object("subject", subject -> JsonFindings.write(subject, finding.subject()));
        write(fields, "old", change.before(), texts.before());
        write(fields, "new", change.after(), texts.after());
    }

    private static void write(JsonOut.Fields fields, String name, Optional<Finding> found, Texts said) {
        found.ifPresentOrElse(
                finding -> fields.object(
                        name,
                        o -> o.field("code", finding.code())
                                .field("outcome", finding.outcome().code())
                                .field("waived", finding.waived())
                                .field("severity", finding.severity().code())
                                .field(
                                        "reason",
                                        finding.reason().map(Reason::code).orElse(null))
                                .field("fingerprint", finding.fingerprint())
                                .field(
                                        "observed",
                                        finding.outcome() == Outcome.SKIPPED
                                                ? null
                                                : said.of(finding).observed())),
                () -> fields.nothing(name));
    }
}
