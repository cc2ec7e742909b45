package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.JUnitReport;
import dev.preflight.report.JsonReport;
import dev.preflight.report.TextPage;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How large the reports of many hosts are, by every check that there is. {@code bench/report-size} prints what is measured
 * here.
 */
class ReportSizeTest {
    private static final Texts TEXTS = Clones.texts(Locale.ENGLISH);

    /** What a report comes to. */
    private record Size(int hosts, long json, int lines, long junit) {
        static Size of(String what, RunReport run) throws IOException {
            Size size = new Size(
                    run.hosts().size(),
                    jsonBytes(run),
                    (int) page(run).lines().count(),
                    new JUnitReport(TEXTS).render(run).getBytes(StandardCharsets.UTF_8).length);
            if (Boolean.getBoolean("preflight.bench")) {
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %d | %d | %d | %d |%n",
                        what,
                        size.hosts,
                        size.json,
                        size.json / size.hosts,
                        size.lines,
                        size.junit / size.hosts);
            }
            return size;
        }
    }

    /** Counts what is written, and keeps none of it. */
    private static final class Counter extends Writer {
        private long bytes;

        @Override
        public void write(char[] text, int offset, int length) {
            bytes += new String(text, offset, length).getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static long jsonBytes(RunReport run) throws IOException {
        Counter counter = new Counter();
        new JsonReport(TEXTS).write(run, counter);
        return counter.bytes;
    }

    private static String page(RunReport run) {
        return new TextPage(TEXTS, TextPage.DEFAULT_WIDTH, false).render(run);
    }

    private static RunReport clones(Clones.Kind kind, boolean links, int count) throws ProblemsException {
        return new Clones("debian12", kind, links).report(count);
    }

    @Test
    void aCleanHostIsAtMostTwelveKilobytesOfJsonForThirtySixChecks() throws ProblemsException, IOException {
        RunReport ten = clones(Clones.Kind.APART, true, 10);
        RunReport hundred = clones(Clones.Kind.APART, true, 100);
        assertThat(hundred.hosts()).allMatch(host -> host.verdict() == Verdict.PROCEED);
        assertThat(hundred.verdict()).isEqualTo(Verdict.PROCEED);
        int checks = new AllChecks().checks().size();
        assertThat(findings(hundred).map(Finding::check).distinct()).hasSize(checks - Clones.LEFT_OUT.size());
        Size small = Size.of("clean, all checks", ten);
        Size large = Size.of("clean, all checks", hundred);
        assertThat((large.json() - small.json()) / (large.hosts() - small.hosts()))
                .isLessThanOrEqualTo(12 * 1024L * checks / 36);
        assertThat(large.lines()).isLessThan(30);
        assertThat(page(hundred)).contains("all 100 hosts: ");
    }

    @Test
    void twinsAreNamedOnceSoThatReportsGrowNoFasterThanTheirHosts() throws ProblemsException, IOException {
        RunReport hundred = clones(Clones.Kind.TWINS, false, 100);
        RunReport thousand = clones(Clones.Kind.TWINS, false, 1000);
        assertThat(findings(thousand).filter(finding -> finding.code().equals("same-ip")))
                .hasSizeGreaterThanOrEqualTo(1000)
                .allSatisfy(finding -> assertThat(finding.args().toString()).hasSizeLessThan(500));
        Size small = Size.of("twins, no links", hundred);
        Size large = Size.of("twins, no links", thousand);
        assertThat((double) large.json() / small.json()).isLessThanOrEqualTo(10.5);
        assertThat((double) large.junit() / small.junit()).isLessThanOrEqualTo(10.5);
        assertThat(large.lines()).isLessThanOrEqualTo(small.lines() + 5).isLessThan(120);
        assertThat(page(thousand)).contains("all 1000 hosts", "node0005 (eth0) and 995 more");
    }

    @Test
    void whatIsWrittenAsItIsMadeIsTheSameText() throws ProblemsException, IOException {
        RunReport run = clones(Clones.Kind.TWINS, true, 3);
        StringWriter written = new StringWriter();
        new JsonReport(TEXTS).write(run, written);
        assertThat(written.toString()).isEqualTo(new JsonReport(TEXTS).render(run));
    }

    private static Stream<Finding> findings(RunReport run) {
        return Stream.concat(run.hosts().stream().flatMap(host -> host.findings().stream()), run.fleet().stream());
    }
}
