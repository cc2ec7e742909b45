package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReportTest {
    private static String csv(Texts texts, RunReport run) throws IOException {
        StringWriter text = new StringWriter();
        new CsvReport(texts).write(run, text);
        return text.toString();
    }

    private static List<Map<String, String>> rows(RunReport run) throws IOException {
        List<List<String>> all = parse(csv(Samples.english(), run));
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> cells : all.subList(1, all.size())) {
            assertThat(cells).hasSameSizeAs(all.get(0));
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(all.get(0).get(i), cells.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Reads what the grammar of RFC 4180, section 2, allows, and nothing else. */
    private static List<List<String>> parse(String csv) {
        List<List<String>> records = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at < csv.length()) {
            StringBuilder cell = new StringBuilder();
            if (csv.charAt(at) == '"') {
                at++;
                while (csv.charAt(at) != '"' || (at + 1 < csv.length() && csv.charAt(at + 1) == '"')) {
                    cell.append(csv.charAt(at));
                    at += csv.charAt(at) == '"' ? 2 : 1;
                }
                at++;
            } else {
                while (csv.charAt(at) != ',' && csv.charAt(at) != '\r') {
                    assertThat(csv.charAt(at)).isNotIn('"', '\n');
                    cell.append(csv.charAt(at++));
                }
            }
            cells.add(cell.toString());
            if (csv.charAt(at) == ',') {
                at++;
            } else {
                assertThat(csv.substring(at, at + 2)).isEqualTo("\r\n");
                at += 2;
                records.add(cells);
                cells = new ArrayList<>();
            }
        }
        assertThat(cells).isEmpty();
        return records;
    }

    @Test
    void showsEverythingInTheSameBytesEachTime() throws IOException {
        String csv = csv(Samples.english(), Samples.everything());
        // A file of Git may have its line ends changed: the expected one has those of Unix.
        Golden.assertSame("everything.csv", csv.replace("\r\n", "\n"));
        assertThat(csv(Samples.english(), Samples.everything())).isEqualTo(csv);
        assertThat(csv.lines().findFirst().orElseThrow())
                .isEqualTo("host,peer,check,instance,subject,outcome,judged,severity,code,observed,required,why,action,"
                        + "command,privilege,undo,fingerprint,waivedUntil,waiverOwner,waiverReason");
    }

    @Test
    void hasALineForEachFindingAndEachHostThatWasNotReached() throws IOException {
        for (RunReport run : List.of(Samples.everything(), Samples.manyHosts(), Samples.nothingMeasured())) {
            int expected = run.fleet().size() + run.unmeasured().size();
            for (var host : run.hosts()) {
                expected += host.findings().size() + (host.unreachable().isPresent() ? 1 : 0);
            }
            assertThat(rows(run)).hasSize(expected);
        }
        assertThat(rows(Samples.nothingMeasured()).get(0))
                .containsEntry("host", "web1")
                .containsEntry("code", "nothing-measured")
                .containsEntry("outcome", "unknown");
        assertThat(rows(Samples.everything()))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("host", "web3")
                        .containsEntry("check", "reach")
                        .containsEntry("code", "refused"))
                .anySatisfy(row -> assertThat(row).containsEntry("host", "db1").containsEntry("peer", "db2"))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("outcome", "waived")
                        .containsEntry("judged", "fail")
                        .containsEntry("waiverOwner", "li.wei"));
    }

    @Test
    void idsAreTheSameInChinese() throws IOException {
        List<List<String>> english = parse(csv(Samples.english(), Samples.everything()));
        List<List<String>> chinese = parse(csv(Samples.chinese(), Samples.everything()));
        List<String> ids = List.of(
                "host", "peer", "check", "instance", "subject", "outcome", "judged", "severity", "code", "fingerprint");
        assertThat(chinese.get(0)).isEqualTo(english.get(0));
        for (int i = 0; i < english.size(); i++) {
            for (String id : ids) {
                int column = english.get(0).indexOf(id);
                assertThat(chinese.get(i).get(column)).isEqualTo(english.get(i).get(column));
            }
        }
        assertThat(chinese).isNotEqualTo(english);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "＝1", "-2+3+cmd|' /C calc'!A0", " =1", "\t=1", "\r=1"})
    void noCellIsAFormula(String name) throws IOException {
        Finding fault = Samples.carrier(name, name, "a,b\";\"=c");
        List<Map<String, String>> rows = rows(Samples.run(
                Verdict.BLOCKED, ExitCode.BLOCKED, List.of(Samples.host(name, Verdict.BLOCKED, List.of(fault)))));
        assertThat(rows).singleElement().satisfies(row -> {
            row.values().forEach(cell -> assertThat(cell.strip()).doesNotMatch("(?s)[=+@＝＋－＠-].*"));
            row.values().forEach(cell -> assertThat(cell).doesNotMatch("(?s)[\t\r\n].*"));
            assertThat(row.get("observed")).endsWith("the driver says a,b\";\"=c");
        });
        assertThat(rows.get(0).get("host")).isIn("'" + name, CleanText.of(name), "'" + CleanText.of(name));
    }

    @Test
    void hostileTextStaysInItsCell() throws IOException {
        List<Map<String, String>> rows = rows(Samples.run(
                Verdict.BLOCKED,
                ExitCode.BLOCKED,
                List.of(Samples.host(
                        "h", Verdict.BLOCKED, List.of(Samples.carrier("h", "a\",\"b\r\n=1", Samples.HOSTILE))))));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row).containsEntry("subject", "nic:a\",\"b\\r\\n=1");
            assertThat(row.get("observed")).contains("<script>").doesNotContain("\u001b", "\u202e", "\n");
        });
    }
}
