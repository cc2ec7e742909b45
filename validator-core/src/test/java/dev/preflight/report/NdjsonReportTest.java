package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NdjsonReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The array of the JSON report that holds what the lines of a type hold. */
    private static final Map<String, String> ARRAYS =
            Map.of("host", "hosts", "jumpHost", "jumpHosts", "fleet", "fleet", "links", "links");

    private static String ndjson(Texts texts, RunReport run) throws IOException {
        StringWriter text = new StringWriter();
        new NdjsonReport(texts).write(run, text);
        return text.toString();
    }

    private static List<ObjectNode> lines(String ndjson) throws IOException {
        assertThat(ndjson).endsWith("}\n");
        List<ObjectNode> lines = new ArrayList<>();
        for (String line : ndjson.substring(0, ndjson.length() - 1).split("\n", -1)) {
            lines.add((ObjectNode) JSON.readTree(line));
        }
        return lines;
    }

    /** Puts the lines together to one document. */
    private static JsonNode whole(List<ObjectNode> lines) {
        ObjectNode whole = lines.get(0).deepCopy();
        assertThat(whole.remove("type").asText()).isEqualTo("run");
        assertThat(whole.remove("linesBelow").asInt()).isEqualTo(lines.size() - 1);
        ARRAYS.values().forEach(whole::putArray);
        for (ObjectNode line : lines.subList(1, lines.size())) {
            ObjectNode rest = line.deepCopy();
            whole.withArray(ARRAYS.get(rest.remove("type").asText())).add(rest);
        }
        return whole;
    }

    @Test
    void showsEverythingInTheSameBytesEachTime() throws IOException {
        String ndjson = ndjson(Samples.english(), Samples.everything());
        Golden.assertSame("everything.ndjson", ndjson);
        assertThat(ndjson(Samples.english(), Samples.everything())).isEqualTo(ndjson);
    }

    @Test
    void hasTheFieldsOfTheJsonReport() throws IOException {
        for (RunReport run : List.of(
                Samples.everything(),
                Samples.manyHosts(),
                Samples.allClean(),
                Samples.nothingMeasured(),
                JumpFailureTest.run())) {
            for (Texts texts : List.of(Samples.english(), Samples.chinese())) {
                assertThat(whole(lines(ndjson(texts, run))))
                        .isEqualTo(JSON.readTree(new JsonReport(texts).render(run)));
            }
        }
    }

    @Test
    void whatAHostSaidEndsNoLine() throws IOException {
        String said = Samples.HOSTILE + "\r\n\u2028\u0085{\"type\":\"host\"}";
        var fault = Samples.finding(
                "nic-link",
                "h",
                Judgement.fail("no-carrier", Subject.of("nic", "a\nb")).with("said", said),
                Severity.BLOCKER);
        String ndjson = ndjson(
                Samples.english(),
                Samples.run(
                        Verdict.BLOCKED,
                        ExitCode.BLOCKED,
                        List.of(Samples.host("h", Verdict.BLOCKED, List.of(fault)))));
        assertThat(lines(ndjson)).hasSize(2);
        assertThat(ndjson).doesNotContain("\r", "\u2028", "\u0085", "\u001b", "\u202e");
    }
}
