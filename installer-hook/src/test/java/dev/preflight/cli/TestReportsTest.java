package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What CI sees of tests of profiles: survivors, coverage, JUnit and JSON. */
class TestReportsTest {
    private static final String OFF =
            "change: {h1: {sysctl-values: {replace: \"ip_forward:1\", with: \"ip_forward:0\"}}}";

    /** One of each: as expected, not as expected, and evidence of a newer format. */
    private static final String CASES = """
            profile: acme.yaml
            cases:
              - {name: fresh, evidence: h1.evidence.yaml, expect: {verdict: proceed}}
              - {name: off, evidence: h1.evidence.yaml, %s, expect: {verdict: proceed}}
              - {name: new, evidence: new.yaml, expect: {verdict: proceed}}
            mutations: {limits: exact}
            """.formatted(OFF);

    @TempDir
    Path folder;

    private Acme acme;

    @BeforeEach
    void write() {
        acme = new Acme(folder);
        acme.file("new.yaml", acme.text("h1.evidence.yaml").replace("formatVersion: 1", "formatVersion: 2"));
    }

    private static final String GOOD = """
            profile: acme.yaml
            cases:
              - {name: fresh, evidence: h1.evidence.yaml, expect: {verdict: proceed}}
              - name: one below
                evidence: h1.evidence.yaml
                change: {h1: {sysctl-values: {replace: "max_map_count:262144", with: "max_map_count:262143"}}}
                expect: {verdict: blocked, findings: [{check: sysctl, code: wrong-now, subject: vm.max_map_count}]}
            """;

    @Test
    void whereEveryNumberIsPinnedDownNothingSurvives() {
        Command run = acme.testFile(GOOD);
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(run.out()).containsPattern("mutations: \\d+ tried, 0 survived");
    }

    @Test
    void aThresholdThatIsOffByOneSurvives() {
        acme.but("acme.yaml", "262144", "262145");
        Command run = acme.testFile("""
                profile: acme.yaml
                cases:
                  - name: one below
                    evidence: h1.evidence.yaml
                    expect: {verdict: blocked, findings: [{check: sysctl, code: wrong-now, subject: vm.max_map_count}]}
                """);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "survived   sysctl vm.max_map_count min: it may be off by one: a case measures 262144, and none 262145");
        assertThat(acme.again("--no-mutations").exit()).isZero();
    }

    @Test
    void tooLittleCoverageIsAFailureThatListsWhatWasNotReached() {
        Command run = acme.testFile(GOOD, "--min-coverage", "codes=50%,rows=100%");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("coverage: codes 1 of 6 (16%, goal 50%), rows 2 of 2 (100%, goal 100%)")
                .contains("sysctl net.ipv4.ip_forward: pass; never: absent, module-first, not-persisted, per-interface,"
                        + " wrong-after-boot, wrong-now, unknown")
                .contains("sysctl vm.max_map_count: pass, wrong-now; never: absent,");
        assertThat(acme.again("--min-coverage", "16%").exit()).isZero();
        assertThat(acme.again("--min-coverage", "17").exit()).isEqualTo(1);
        assertThat(acme.again("--all").out()).contains("codes 1 of 8 (12%)");
        assertThat(acme.again("--min-coverage", "x").exit()).isEqualTo(2);
        assertThat(acme.testFile(GOOD + "coverage: {codes: 17%}\n").exit()).isEqualTo(1);
        assertThat(acme.again("--min-coverage", "codes=10%").exit()).isZero();
        assertThat(acme.again("--min-coverage", "codes=10%").out()).doesNotContain("never");
        assertThat(acme.again("--min-coverage", "codes=10%", "--coverage").out())
                .contains("never");
    }

    @Test
    void junitHasASuiteForTheFileAndACaseForEachCase() throws Exception {
        Path report = folder.resolve("report.xml");
        Command run = acme.testFile(CASES, "--format", "junit", "--output", report.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).contains("FAILED off");
        Element all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(report))))
                .getDocumentElement();
        Element suite = (Element) all.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).endsWith("acme.test.yaml");
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(((Element) cases.item(0)).getAttribute("classname")).isEqualTo("acme");
        assertThat(((Element) cases.item(1)).getAttribute("name")).isEqualTo("off");
        Element failure = (Element) all.getElementsByTagName("failure").item(0);
        assertThat(failure.getTextContent())
                .contains("verdict    expected proceed, found blocked", "unexpected {check: sysctl, code: wrong-now");
        Element error = (Element) all.getElementsByTagName("error").item(0);
        assertThat(error.getAttribute("type")).isEqualTo("format-mismatch");
        assertThat(((Element) cases.item(3)).getAttribute("name")).isEqualTo("mutations");
        assertThat(((Element) cases.item(4)).getAttribute("name")).isEqualTo("coverage");
    }

    @Test
    void jsonSaysTheSameToPrograms() {
        Command run = acme.testFile(CASES, "--format", "json");
        JsonNode json = run.json();
        assertThat(Schemas.problems("test-1.schema.json", run.out())).isEmpty();
        assertThat(Schemas.problems(
                        "test-1.schema.json",
                        acme.again("--format", "json", "--no-mutations").out()))
                .isEmpty();
        assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(json.get("exitCode").asInt()).isEqualTo(run.exit());
        JsonNode cases = json.at("/files/0/cases");
        assertThat(cases.findValuesAsText("status")).containsExactly("passed", "failed", "error");
        assertThat(cases.at("/1/differences/0/kind").asText()).isEqualTo("verdict");
        assertThat(cases.at("/1/differences/1/decided/0").asText()).contains("ip_forward");
        assertThat(cases.at("/2/error/code").asText()).isEqualTo("format-mismatch");
        assertThat(json.at("/files/0/mutations/survivors/0/limit").asText()).isEqualTo("min");
        assertThat(json.at("/files/0/coverage/rowsReached").asInt()).isEqualTo(2);
        assertThat(acme.again("--format", "json", "--no-mutations")
                        .json()
                        .at("/files/0/mutations")
                        .isNull())
                .isTrue();
    }

    @Test
    void aResultThatCannotBeWrittenIsSaidBeforeAnythingIsRun() {
        Command run = acme.testFile(
                GOOD,
                "--format",
                "junit",
                "--output",
                folder.resolve("no/report.xml").toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--output: cannot write to");
        assertThat(acme.again("--format", "jnit").err()).contains("did you mean 'junit'?");
    }

    @Test
    void aPathBehindTheFormatIsThatOfTheOutput() throws IOException {
        Path report = folder.resolve("report.json");
        Command run = acme.testFile(GOOD, "--format", "json:" + report);
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(run.out()).contains("2 cases: 2 as expected");
        assertThat(Schemas.problems("test-1.schema.json", Files.readString(report)))
                .isEmpty();
        assertThat(acme.again("--format", "json:" + report, "--output", report.toString())
                        .exit())
                .isEqualTo(2);
    }
}
