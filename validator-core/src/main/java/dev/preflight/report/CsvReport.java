package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.report.CsvRow.Column;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;

/**
 * A run as CSV for spreadsheets: a line for each finding, one for each host that was not reached, and one for each on which
 * nothing was measured. Lines end as RFC 4180 says. Ids are those of JSON, in every language. The same run gives the same
 * bytes.
 */
public final class CsvReport implements WrittenReport {
    private final Texts texts;

    /** A report in the language of these texts. */
    public CsvReport(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        CsvRow.header().write(to);
        Map<String, String> unmeasured = new HashMap<>();
        Unmeasured.of(run).byKey().forEach((key, hosts) -> hosts.forEach(host -> unmeasured.put(host, key)));
        for (HostReport host : run.hosts()) {
            if (host.unreachable().isPresent()) {
                reach(host.name(), host.unreachable().get()).write(to);
            }
            String key = unmeasured.get(host.name());
            if (key != null) {
                unmeasured(host.name(), key).write(to);
            }
            for (Finding finding : host.findings()) {
                row(finding).write(to);
            }
        }
        for (Finding finding : run.fleet()) {
            row(finding).write(to);
        }
    }

    private CsvRow reach(String host, HostFailure why) {
        ReachTexts reach = texts.of(host, why);
        return ofHost(host, "reach", why.failure().code())
                .with(Column.OBSERVED, reach.observed())
                .with(Column.ACTION, reach.action())
                .with(Column.COMMAND, reach.command());
    }

    private CsvRow unmeasured(String host, String key) {
        return ofHost(host, "measured", "nothing-measured")
                .with(Column.OBSERVED, texts.page(key + ".observed"))
                .with(Column.ACTION, texts.page(key + ".action"));
    }

    /** What is said of a host, and by no check; its names are those of the JUnit report. */
    private static CsvRow ofHost(String host, String name, String code) {
        return new CsvRow()
                .with(Column.HOST, CleanText.of(host))
                .with(Column.CHECK, name)
                .with(Column.OUTCOME, Outcome.UNKNOWN.code())
                .with(Column.JUDGED, Outcome.UNKNOWN.code())
                .with(Column.CODE, code);
    }

    private CsvRow row(Finding finding) {
        FindingTexts sentences = texts.of(finding);
        String judged = finding.outcome().code();
        CsvRow row = new CsvRow()
                .with(Column.CHECK, finding.check())
                .with(Column.INSTANCE, CleanText.of(finding.instance()))
                .with(Column.SUBJECT, CleanText.of(finding.subject().toString()))
                .with(Column.OUTCOME, finding.waived() ? JsonFindings.WAIVED : judged)
                .with(Column.JUDGED, judged)
                .with(Column.SEVERITY, finding.severity().code())
                .with(Column.CODE, finding.code())
                .with(Column.OBSERVED, sentences.observed())
                .with(Column.REQUIRED, sentences.required())
                .with(Column.WHY, sentences.why())
                .with(Column.ACTION, sentences.action())
                .with(Column.FINGERPRINT, finding.fingerprint());
        place(row, finding.scope());
        sentences.remedies().stream()
                .filter(remedy -> !remedy.command().isEmpty())
                .findFirst()
                .ifPresent(remedy -> row.with(Column.COMMAND, remedy.command())
                        .with(Column.PRIVILEGE, remedy.remedy().privilege())
                        .with(Column.UNDO, remedy.undo()));
        finding.waiver()
                .ifPresent(waiver -> row.with(Column.WAIVED_UNTIL, waiver.until())
                        .with(Column.WAIVER_OWNER, CleanText.of(waiver.owner()))
                        .with(Column.WAIVER_REASON, CleanText.of(waiver.reason())));
        return row;
    }

    private static void place(CsvRow row, Scope scope) {
        if (scope instanceof Scope.OfHost one) {
            row.with(Column.HOST, CleanText.of(one.host()));
        } else if (scope instanceof Scope.OfPair two) {
            row.with(Column.HOST, CleanText.of(two.pair().from()))
                    .with(Column.PEER, CleanText.of(two.pair().to()));
        }
    }
}
