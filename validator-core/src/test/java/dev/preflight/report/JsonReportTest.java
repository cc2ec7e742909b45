package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.InventoryReader;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private static final JsonReport REPORT = new JsonReport(Samples.english());

    private static Set<ValidationMessage> problems(String json) throws IOException {
        try (InputStream in = JsonReport.class.getResourceAsStream(JsonReport.SCHEMA)) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
            return schema.validate(
                    json,
                    InputFormat.JSON,
                    context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
        }
    }

    @Test
    void isTheSameTextEveryTime() {
        Golden.assertSame("everything.json", REPORT.render(Samples.everything()));
        assertThat(REPORT.render(Samples.everything())).isEqualTo(REPORT.render(Samples.everything()));
    }

    @Test
    void keepsToItsSchema() throws IOException {
        for (RunReport run :
                List.of(Samples.everything(), Samples.allClean(), Samples.nothingMeasured(), everyCode())) {

            assertThat(problems(REPORT.render(run))).isEmpty();
            assertThat(problems(new JsonReport(Samples.chinese()).render(run))).isEmpty();
        }
    }

    /** Every reason and every transport failure, so that the lists of the schema are complete. */
    private static RunReport everyCode() {
        List<HostReport> hosts = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            hosts.add(Samples.host(
                    reason.code(),
                    Verdict.UNDECIDED,
                    List.of(Samples.unknown("nic-link", reason.code(), reason, Subject.HOST, ""))));
        }
        for (TransportFailure failure : TransportFailure.values()) {
            hosts.add(Samples.unreached(failure.code(), HostFailure.of(failure), List.of()));
        }
        return Samples.run(Verdict.UNDECIDED, ExitCode.UNDECIDED, hosts);
    }

    @Test
    void theSchemaRefusesWhatIsNotWritten() throws IOException {
        String json = REPORT.render(Samples.everything());
        for (String broken : Stream.of(
                        json.replaceFirst("\"schemaVersion\": 2", "\"schemaVersion\": 1"),
                        json.replaceFirst("\"verdict\": \"blocked\"", "\"verdict\": \"maybe\""),
                        json.replaceFirst("\"exitCode\": 1,", ""),
                        json.replaceFirst("\"noise\"", "\"noises\""),
                        json.replaceFirst("\"outcome\": \"fail\"", "\"outcome\": \"failed\""),
                        json.replaceFirst("\"0640\"", "640"))
                .toList()) {
            assertThat(broken).isNotEqualTo(json);
            assertThat(problems(broken)).isNotEmpty();
        }
    }

    @Test
    void saysWhoReadTheInventory() {
        String json = new JsonReport(Samples.english())
                .render(Samples.allClean().inventoryReadBy(Optional.of(InventoryReader.ANSIBLE)));
        assertThat(json).contains("\"inventoryReadBy\": \"ansible-inventory\"");
    }

    @Test
    void waivedReplacesTheOutcomeAndJudgedKeepsIt() {
        Finding waived = Samples.waived(Samples.carrier("db2", "eth5", ""));
        String json = REPORT.render(Samples.run(
                Verdict.PROCEED, ExitCode.PROCEED, List.of(Samples.host("db2", Verdict.PROCEED, List.of(waived)))));
        assertThat(json).contains("\"outcome\": \"waived\"", "\"judged\": \"fail\"", "\"owner\": \"li.wei\"");
    }

    @Test
    void whatOnlyRepeatsWhyItsHostWasNotReachedIsOneLine() throws IOException {
        HostFailure refused = HostFailure.of(TransportFailure.REFUSED);
        Finding repeats = Samples.unknown("nic-link", "unreachable", Reason.UNREACHABLE, Subject.HOST, "refused");
        Finding more = Samples.unknown("nic-link", "no-tool", Reason.NO_TOOL, Subject.HOST, "ethtool");
        Finding accepted = Samples.waived(repeats);
        String json = REPORT.render(Samples.run(
                Verdict.UNDECIDED,
                ExitCode.UNDECIDED,
                List.of(
                        Samples.unreached("dead", refused, List.of(repeats, more, accepted)),
                        Samples.host("alive", Verdict.UNDECIDED, List.of(repeats)))));

        assertThat(problems(json)).isEmpty();
        List<JsonNode> dead = findings(json, 0);
        assertThat(dead.get(0).has("observed")).isFalse();
        assertThat(dead.get(0).get("outcome").asText()).isEqualTo("unknown");
        assertThat(dead.get(0).get("severity").asText()).isEqualTo("blocker");
        assertThat(dead.subList(1, 3))
                .allSatisfy(whole -> assertThat(whole.get("observed").asText()).isNotEmpty());
        assertThat(findings(json, 1).get(0).has("observed")).isTrue();
    }

    private static List<JsonNode> findings(String json, int host) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        new ObjectMapper().readTree(json).at("/hosts/" + host + "/findings").forEach(all::add);
        return all;
    }

    @Test
    void theExitCodeIsTheNumberOfTheProcess() {
        for (ExitCode exit : ExitCode.values()) {
            assertThat(REPORT.render(Samples.run(Verdict.BLOCKED, exit, List.of())))
                    .contains("\"exitCode\": " + exit.number() + ",");
        }
    }

    @Test
    void nothingInItActsOnATerminal() {
        Judgement hostile =
                Judgement.fail("no-carrier", Subject.of("nic", Samples.HOSTILE)).with("said", Samples.HOSTILE);
        Finding finding = Samples.finding("nic-link", "h\u001b[2J", hostile, Severity.BLOCKER);
        String json = REPORT.render(Samples.run(
                Verdict.BLOCKED,
                ExitCode.BLOCKED,
                List.of(Samples.host("h\u001b[2J", Verdict.BLOCKED, List.of(finding)))));
        assertThat(json).doesNotContain("\u001b", "\u009b", "\u202e", "\u0007");
    }
}
