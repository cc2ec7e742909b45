package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JUnitReportTest {
    private static final JUnitReport REPORT = new JUnitReport(Samples.english());

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static Document run(boolean failOnWarning, boolean proceedOnUndecided, Finding... findings)
            throws Exception {
        RunReport run = Samples.run(
                Verdict.BLOCKED, ExitCode.BLOCKED, List.of(Samples.host("h", Verdict.BLOCKED, List.of(findings))));
        return parse(REPORT.render(new RunReport(
                run.toolVersion(),
                run.profile(),
                run.startedAt(),
                run.endedAt(),
                run.verdict(),
                run.exit(),
                new Policy(proceedOnUndecided, false, failOnWarning),
                run.hosts(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
    }

    /** Name of the element within the only test case; empty if there is none. */
    private static String kind(Document document) {
        var inner = ((Element) document.getElementsByTagName("testcase").item(0)).getElementsByTagName("*");
        return inner.getLength() == 0 ? "" : inner.item(0).getNodeName();
    }

    @Test
    void showsEverything() throws Exception {
        String xml = REPORT.render(Samples.everything());
        Golden.assertSame("everything.xml", xml);
        Document document = parse(xml);
        assertThat(document.getElementsByTagName("testsuite").getLength()).isEqualTo(10);
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("hostname")).isEqualTo("web1");
        assertThat(suite.getAttribute("time")).isEqualTo("1.234");
    }

    @Test
    void chineseAndHundredsOfHostsAreWellFormed() throws Exception {
        parse(new JUnitReport(Samples.chinese()).render(Samples.everything()));
        Document many = parse(REPORT.render(Samples.manyHosts()));
        assertThat(many.getDocumentElement().getAttribute("failures")).isEqualTo("450");
        // One for each dead host, one for each that lacks a right.
        assertThat(many.getDocumentElement().getAttribute("errors")).isEqualTo("40");
    }

    @Test
    void theVerdictOfAFindingDecidesItsElement() throws Exception {
        Finding fail = Samples.carrier("h", "eth0", "");
        Finding unknown = Samples.unknown("nic-link", "h", Reason.NO_TOOL, Subject.HOST, "");
        Finding warning = Samples.bond("h");
        assertThat(kind(run(false, false, fail))).isEqualTo("failure");
        assertThat(kind(run(false, false, unknown))).isEqualTo("error");
        assertThat(kind(run(false, true, unknown))).isEqualTo("system-out");
        assertThat(kind(run(false, false, warning))).isEqualTo("system-out");
        assertThat(kind(run(true, false, warning))).isEqualTo("failure");
        assertThat(kind(run(false, false, Samples.waived(fail)))).isEqualTo("skipped");
        assertThat(kind(run(false, false, Samples.noDocker("h")))).isEqualTo("skipped");
        assertThat(kind(run(false, false, Samples.pass("nic-link", "h", Subject.HOST))))
                .isEmpty();
    }

    @Test
    void hostileTextIsWellFormedAndUnchangedInMeaning() throws Exception {
        Document document = run(false, false, Samples.carrier("h", "eth0", Samples.HOSTILE));
        String body = document.getElementsByTagName("failure").item(0).getTextContent();
        assertThat(body).contains("]]>", "<script>alert(1)</script>", "& \"q\"").doesNotContain("\u001b", "\u202e");
        Finding name = Samples.finding(
                "nic-link",
                "h",
                Judgement.fail("no-carrier", Subject.of("nic", "\u0000\ufffe\ud800<&\">")),
                Severity.BLOCKER);
        run(false, false, name, Samples.carrier("h", "eth0", ""));
    }

    @Test
    void severalSubjectsHaveNamesOfTheirOwn() throws Exception {
        Document document = run(
                false,
                false,
                Samples.umask("h", "exec"),
                Samples.umask("h", "login"),
                Samples.carrier("h", "eth0", ""));
        var cases = document.getElementsByTagName("testcase");
        assertThat(List.of(0, 1, 2))
                .extracting(i -> ((Element) cases.item(i)).getAttribute("name"))
                .containsExactly("umask-effective context:exec", "umask-effective context:login", "nic-link");
        assertThat(((Element) cases.item(0)).getAttribute("classname")).isEqualTo("container-host.h");
    }

    @Test
    void whatXmlCannotHoldIsTakenOut() {
        assertThat(JUnitXml.legal("a\u0000\u0008\t\n\r\u001f \ud7ff\ud800\ue000\ufffd\ufffe\uffff\ud83d\ude00"))
                .isEqualTo("a\t\n\r \ud7ff\ue000\ufffd\ud83d\ude00");
    }

    /** What {@code junit-10.xsd} of Jenkins' xunit plugin 3.1 has of what we may need: attributes by element. */
    private static final Map<String, Set<String>> JENKINS = Map.of(
            "testsuites", Set.of("name", "time", "tests", "failures", "errors"),
            "testsuite",
                    Set.of("name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname", "id"),
            "testcase", Set.of("name", "time", "classname", "group"),
            "failure", Set.of("type", "message"),
            "error", Set.of("type", "message"),
            "skipped", Set.of("type", "message"),
            "system-out", Set.of());

    static Stream<RunReport> runs() {
        List<Finding> alike = new ArrayList<>(List.of(
                Samples.carrier("h", "eth0", "a"),
                Samples.carrier("h", "eth0", "b"),
                Samples.carrier("h", "n".repeat(600) + "1", ""),
                Samples.carrier("h", "n".repeat(600) + "2", "")));
        alike.add(Finding.of("nic-link", "reach", Scope.host("h"), Judgement.skipped(), Severity.BLOCKER));
        RunReport twice = Samples.run(
                Verdict.BLOCKED,
                ExitCode.BLOCKED,
                List.of(
                        Samples.host("fleet", Verdict.BLOCKED, List.of(Samples.noDocker("fleet"))),
                        Samples.unreached("h", Samples.refused("10.0.0.3"), alike)),
                List.of(Samples.bond("fleet"), Samples.bond("fleet")));
        return Stream.of(Samples.everything(), Samples.manyHosts(), Samples.nothingMeasured(), twice);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void eachCaseCountsOnceForGitLab(RunReport run) throws Exception {
        for (Texts texts : List.of(Samples.english(), Samples.chinese())) {
            var cases = parse(new JUnitReport(texts).render(run)).getElementsByTagName("testcase");
            List<List<String>> names = IntStream.range(0, cases.getLength())
                    .mapToObj(i -> (Element) cases.item(i))
                    .map(one -> List.of(one.getAttribute("classname"), one.getAttribute("name")))
                    .toList();
            assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void jenkinsKnowsEveryElementAndAttribute(RunReport run) throws Exception {
        Document document = parse(REPORT.render(run));
        var all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            assertThat(JENKINS).containsKey(element.getTagName());
            for (int a = 0; a < element.getAttributes().getLength(); a++) {
                assertThat(JENKINS.get(element.getTagName()))
                        .contains(element.getAttributes().item(a).getNodeName());
            }
            if (element.getTagName().startsWith("testsuite")) {
                // Its pattern for a time, SUREFIRE_TIME.
                assertThat(element.getAttribute("time")).matches("[0-9]+[.][0-9]{3}");
                assertThat(element.hasAttribute("tests")).isTrue();
            }
        }
    }

    @Test
    void aHostIsTheClassOfItsCases() throws Exception {
        Document document = parse(REPORT.render(Samples.everything()));
        var suites = document.getElementsByTagName("testsuite");
        for (int i = 0; i < suites.getLength(); i++) {
            Element suite = (Element) suites.item(i);
            Element first = (Element) suite.getElementsByTagName("testcase").item(0);
            assertThat(first.getAttribute("classname"))
                    .isEqualTo("container-host" + (suite.hasAttribute("hostname") ? "." : " ")
                            + suite.getAttribute("name"));
        }
    }
}
