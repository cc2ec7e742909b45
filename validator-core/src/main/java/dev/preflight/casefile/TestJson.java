package dev.preflight.casefile;

import dev.preflight.json.JsonOut;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** The result of test files as JSON, for programs. */
public final class TestJson {
    /** The form of the document. */
    private static final int SCHEMA_VERSION = 1;

    private TestJson() {}

    /** Writes the document; flushes and closes nothing. */
    public static void write(TestResult result, Writer to) throws IOException {
        JsonOut.object(
                to,
                o -> o.field("schemaVersion", SCHEMA_VERSION)
                        .field("exitCode", result.exit().number())
                        .field("strict", result.strict())
                        .array("files", files -> result.files().forEach(file -> files.object(f -> file(f, file)))));
    }

    private static void file(JsonOut.Fields out, FileResult file) {
        out.field("file", file.file().name())
                .field("profile", file.profile())
                .array("cases", cases -> file.cases().forEach(one -> cases.object(c -> one(c, one))));
        file.mutations()
                .ifPresentOrElse(
                        all -> out.object("mutations", m -> mutations(m, all)), () -> out.nothing("mutations"));
        file.coverage()
                .ifPresentOrElse(all -> out.object("coverage", c -> coverage(c, all)), () -> out.nothing("coverage"));
    }

    private static void one(JsonOut.Fields out, CaseResult one) {
        out.field("name", one.test().name())
                .field("status", one.status().name().toLowerCase(Locale.ROOT))
                .field("reviewed", one.test().reviewed());
        one.verdict().ifPresentOrElse(v -> out.field("verdict", v.code()), () -> out.nothing("verdict"));
        out.array(
                "differences",
                all -> one.differences()
                        .forEach(difference -> all.object(
                                d -> d.field("kind", difference.kind().words())
                                        .field("expected", difference.expected())
                                        .field("found", difference.found())
                                        .field("decided", difference.decided()))));
        if (one.errorCode().isEmpty()) {
            out.nothing("error");
        } else {
            out.object("error", e -> e.field("code", one.errorCode()).field("said", one.errors()));
        }
    }

    private static void mutations(JsonOut.Fields out, MutationResult all) {
        out.field("tried", all.tried())
                .field("spared", all.spared())
                .array(
                        "survivors",
                        items -> all.survivors()
                                .forEach(s -> items.object(o -> o.field("check", s.check())
                                        .field("fact", s.fact())
                                        .field("row", s.row())
                                        .field("limit", s.limit())
                                        .field("code", s.code())
                                        .field("case", s.where())
                                        .field("message", s.message()))));
    }

    private static void coverage(JsonOut.Fields out, Coverage coverage) {
        out.field("codes", coverage.codes())
                .field("codesReached", coverage.codesReached())
                .field("codesPercent", coverage.codesPercent())
                .field("rows", coverage.lines().size())
                .field("rowsReached", coverage.rowsReached())
                .field("rowsPercent", coverage.rowsPercent())
                .field("enough", coverage.enough())
                .array(
                        "lines",
                        items -> coverage.lines()
                                .forEach(line -> items.object(o -> o.field("check", line.check())
                                        .field("row", line.row())
                                        .field("judged", line.judged())
                                        .line("seen", line.seen())
                                        .line("never", line.never()))));
    }
}
