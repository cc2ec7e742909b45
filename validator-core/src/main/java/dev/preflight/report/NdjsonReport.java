package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.json.JsonOut;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * A run as NDJSON, one JSON object a line: the run, then a line for each host with its findings, each jump host that failed,
 * each finding over several hosts and each matrix of links. {@code type} says which; the other fields are those of
 * {@link JsonReport}. The same run gives the same bytes.
 */
public final class NdjsonReport implements WrittenReport {
    private static final String TYPE = "type";

    private final Texts texts;
    private final JsonReport json;

    /** A report in the language of these texts. */
    public NdjsonReport(Texts texts) {
        this.texts = texts;
        this.json = new JsonReport(texts);
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        List<JumpFailure> jumps = JumpFailure.of(run, texts);
        List<Finding> fleet = JsonReport.fleet(run);
        List<LinkMatrix> matrices = LinkMatrix.of(run.fleet());
        int lines = run.hosts().size() + jumps.size() + fleet.size() + matrices.size();
        JsonOut.line(to, line -> {
            JsonReport.writeRun(line.field(TYPE, "run"), run);
            // So that a reader notices when the rest is cut off.
            line.field("linesBelow", lines);
            json.writeNotes(line, run);
        });
        for (HostReport host : run.hosts()) {
            JsonOut.line(to, line -> json.write(line.field(TYPE, "host"), host));
        }
        for (JumpFailure jump : jumps) {
            JsonOut.line(to, line -> JsonReport.write(line.field(TYPE, "jumpHost"), jump));
        }
        JsonFindings findings = new JsonFindings(texts);
        for (Finding finding : fleet) {
            JsonOut.line(to, line -> findings.write(line.field(TYPE, "fleet"), finding));
        }
        for (LinkMatrix matrix : matrices) {
            JsonOut.line(to, line -> JsonReport.write(line.field(TYPE, "links"), matrix));
        }
    }
}
