package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
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
        assertThat(((Element) cases.item(0)).getAttribute("classname")).isEqualTo("container-host");
    }

    @Test
    void whatXmlCannotHoldIsTakenOut() {
        assertThat(JUnitXml.legal("a\u0000\u0008\t\n\r\u001f \ud7ff\ud800\ue000\ufffd\ufffe\uffff\ud83d\ude00"))
                .isEqualTo("a\t\n\r \ud7ff\ue000\ufffd\ud83d\ude00");
    }
}
