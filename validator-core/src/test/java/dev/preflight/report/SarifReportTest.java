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
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SarifReportTest {
    private static final SarifReport REPORT = new SarifReport(Samples.english());

    /** By the schema of OASIS, which the library for SARIF contains. */
    private static Set<ValidationMessage> problems(String json) throws IOException {
        try (InputStream in = SarifReportTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
            return schema.validate(
                    json,
                    InputFormat.JSON,
                    context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
        }
    }

    private static JsonNode run(RunReport run) throws IOException {
        String json = REPORT.render(run);
        assertThat(problems(json)).isEmpty();
        return new ObjectMapper().readTree(json).at("/runs/0");
    }

    private static JsonNode result(Finding finding) throws IOException {
        JsonNode results = run(Samples.run(
                        Verdict.BLOCKED,
                        ExitCode.BLOCKED,
                        List.of(Samples.host("h", Verdict.BLOCKED, List.of(finding)))))
                .get("results");
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static String kindAndLevel(Finding finding) throws IOException {
        JsonNode result = result(finding);
        return result.get("kind").asText() + " " + result.get("level").asText();
    }

    @Test
    void isTheSameTextEveryTime() {
        Golden.assertSame("everything.sarif", REPORT.render(Samples.everything()));
        assertThat(REPORT.render(Samples.manyHosts())).isEqualTo(REPORT.render(Samples.manyHosts()));
    }

    @Test
    void keepsToTheSchemaOfTheStandard() throws IOException {
        for (RunReport run : List.of(
                Samples.everything(),
                Samples.allClean(),
                Samples.nothingMeasured(),
                Samples.run(Verdict.UNDECIDED, ExitCode.UNDECIDED, List.of()))) {
            assertThat(problems(REPORT.render(run))).isEmpty();
            assertThat(problems(new SarifReport(Samples.chinese()).render(run))).isEmpty();
        }
        String json = REPORT.render(Samples.everything());
        for (String broken : List.of(
                json.replaceFirst("\"kind\" ?: \"open\"", "\"kind\": \"unknown\""),
                json.replaceFirst("\"executionSuccessful\"", "\"successful\""),
                json.replaceFirst("\"parentIndex\" ?: 0", "\"parentIndex\": \"web1\""))) {
            assertThat(broken).isNotEqualTo(json);
            assertThat(problems(broken)).isNotEmpty();
        }
    }

    @Test
    void theOutcomeDecidesKindAndLevel() throws IOException {
        Finding fail = Samples.carrier("h", "eth0", "");
        Scope host = Scope.host("h");
        assertThat(kindAndLevel(fail)).isEqualTo("fail error");
        assertThat(kindAndLevel(Samples.bond("h"))).isEqualTo("fail warning");
        assertThat(kindAndLevel(Finding.of(
                        "nic-link", "nic-link", host, Samples.bond("h").judgement(), Severity.BLOCKER)))
                .isEqualTo("fail warning");
        assertThat(kindAndLevel(Finding.of("nic-link", "nic-link", host, fail.judgement(), Severity.INFO)))
                .isEqualTo("fail note");
        assertThat(kindAndLevel(Samples.unknown("nic-link", "h", Reason.NO_TOOL, Subject.HOST, "")))
                .isEqualTo("open none");
        assertThat(kindAndLevel(Samples.pass("nic-link", "h", Subject.HOST))).isEqualTo("pass none");
        assertThat(kindAndLevel(Samples.noDocker("h"))).isEqualTo("notApplicable none");
        assertThat(kindAndLevel(Finding.of("nic-link", "nic-link", host, Judgement.skipped(), Severity.BLOCKER)))
                .isEqualTo("notApplicable none");
    }

    @Test
    void aWaiverIsASuppressionWithItsReason() throws IOException {
        Finding fail = Samples.carrier("h", "eth0", "");
        assertThat(result(fail).get("suppressions")).isEmpty();
        JsonNode waived = result(Samples.waived(fail));
        assertThat(waived.at("/suppressions/0/kind").asText()).isEqualTo("external");
        assertThat(waived.at("/suppressions/0/status").asText()).isEqualTo("accepted");
        assertThat(waived.at("/suppressions/0/justification").asText())
                .contains("cable comes on Tuesday, ticket NET-41", "li.wei");
        assertThat(waived.at("/partialFingerprints/preflightFinding~1v1").asText())
                .isEqualTo(fail.fingerprint());
    }

    @Test
    void everyIndexPointsToWhatItNames() throws IOException {
        JsonNode run = run(Samples.everything());
        JsonNode rules = run.at("/tool/driver/rules");
        JsonNode hosts = run.get("logicalLocations");
        List<String> parents = new ArrayList<>();
        for (JsonNode result : run.get("results")) {
            assertThat(rules.get(result.get("ruleIndex").asInt()).get("id")).isEqualTo(result.get("ruleId"));
            for (JsonNode place : result.at("/locations/0/logicalLocations")) {
                if (place.has("index")) {
                    assertThat(hosts.get(place.get("index").asInt()).get("name"))
                            .isEqualTo(place.get("name"));
                } else {
                    String parent = hosts.get(place.get("parentIndex").asInt())
                            .get("name")
                            .asText();
                    assertThat(place.get("fullyQualifiedName").asText()).startsWith(parent + "/");
                    parents.add(parent);
                }
            }
        }
        assertThat(parents).contains("web1", "mq1");
        assertThat(rules.get(0).at("/defaultConfiguration/level").asText()).isEqualTo("error");
        assertThat(rules.get(0).at("/help/text").asText()).contains("preflight explain umask-effective");
        assertThat(run.at("/invocations/0/toolExecutionNotifications")).hasSize(2);
        assertThat(run.at("/invocations/0/exitCode").asInt()).isEqualTo(1);
        JsonNode link = run.get("results").get(run.get("results").size() - 1);
        assertThat(link.at("/locations/0/logicalLocations")).hasSize(2);
    }

    @Test
    void hostileTextIsNoLinkNoPlaceholderAndNoControl() throws IOException {
        JsonNode result =
                result(Samples.carrier("h", "eth0", "[pay here](http://evil.example) {0} " + Samples.HOSTILE));
        assertThat(result.at("/message/text").asText())
                .contains("[pay here] (http://evil.example) {{0}}")
                .doesNotContain("\u001b", "\u202e");
        String raw = REPORT.render(Samples.run(
                Verdict.PROCEED,
                ExitCode.PROCEED,
                List.of(Samples.host(Samples.HOSTILE.replace("\ud800", ""), Verdict.PROCEED, List.of()))));
        assertThat(raw).doesNotContain("\u001b", "\u202e");
        assertThat(problems(raw)).isEmpty();
    }

    @Test
    void aRunThatDidNotEndIsNotSuccessful() throws IOException {
        RunReport clean = Samples.allClean();
        assertThat(run(clean).at("/invocations/0/executionSuccessful").asBoolean())
                .isTrue();
        assertThat(run(clean.ending(ExitCode.INTERRUPTED))
                        .at("/invocations/0/executionSuccessful")
                        .asBoolean())
                .isFalse();
    }
}
