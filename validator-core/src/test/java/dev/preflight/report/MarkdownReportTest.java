package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    private static final MarkdownReport REPORT = new MarkdownReport(Samples.english());

    private static List<String> headings(Node document, int level) {
        return Rendered.all(document, Heading.class).stream()
                .filter(heading -> heading.getLevel() == level)
                .map(Rendered::text)
                .toList();
    }

    @Test
    void showsEverything() {
        String markdown = REPORT.render(Samples.everything());
        Golden.assertSame("everything.md", markdown);
        Node document = Rendered.parse(markdown);
        assertThat(Rendered.markup(document)).isEmpty();
        assertThat(headings(document, 2)).singleElement().asString().startsWith("BLOCKED: ");
        assertThat(Rendered.all(document, TableRow.class)).hasSize(9);
        assertThat(REPORT.render(Samples.everything())).isEqualTo(markdown);
    }

    @Test
    void isChinese() {
        String markdown = new MarkdownReport(Samples.chinese()).render(Samples.everything());
        Golden.assertSame("everything-zh.md", markdown);
        assertThat(Rendered.markup(Rendered.parse(markdown))).isEmpty();
    }

    @Test
    void hasTheEntriesOfTheTextPageUnderTheSameNumbers() {
        for (RunReport run : List.of(Samples.everything(), Samples.manyHosts(), Samples.nothingMeasured())) {
            List<String> numbered = new TextPage(Samples.english(), 5000, false)
                    .render(run)
                    .lines()
                    .filter(line -> line.matches("[0-9]+\\. .*"))
                    .map(line -> line.replaceFirst("\\. +", ". "))
                    .toList();
            assertThat(numbered).isNotEmpty();
            assertThat(headings(Rendered.parse(REPORT.render(run)), 4)).isEqualTo(numbered);
        }
    }

    @Test
    void aTableOfMoreThanTwentyHostsIsFolded() {
        String markdown = REPORT.render(Samples.manyHosts());
        Golden.assertSame("many-hosts.md", markdown);
        assertThat(Rendered.all(Rendered.parse(markdown), TableRow.class)).hasSize(4);
        for (int n : List.of(20, 21)) {
            RunReport run = Samples.run(
                    Verdict.PROCEED,
                    ExitCode.PROCEED,
                    IntStream.range(0, n)
                            .mapToObj(i -> Samples.host("h" + i, Verdict.PROCEED, Samples.allPass("h" + i)))
                            .toList());
            assertThat(Rendered.all(Rendered.parse(REPORT.render(run)), TableRow.class))
                    .hasSize(n == 20 ? 21 : 2);
        }
    }

    @Test
    void whatAHostSaidIsText() {
        String said = Samples.HOSTILE + " | [a](http://e) ![b](c) `x` **d** @root <!-- ~~~ $e$";
        Finding fault = Samples.carrier("h|1", "eth|`<b>", said);
        RunReport run = Samples.run(
                Verdict.BLOCKED,
                ExitCode.BLOCKED,
                List.of(
                        Samples.host("h|1", Verdict.BLOCKED, List.of(fault)),
                        Samples.host(
                                "<i>", Verdict.BLOCKED, List.of(Samples.waived(Samples.carrier("<i>", "*", said))))));
        String markdown = REPORT.render(run);
        Node document = Rendered.parse(markdown);
        assertThat(Rendered.markup(document)).isEmpty();
        assertThat(Rendered.all(document, TableCell.class))
                .extracting(Rendered::text)
                .contains("h|1", "<i>");
        assertThat(Rendered.all(document, TableCell.class)).hasSize(9);
        assertThat(Rendered.text(document))
                .contains("<script>alert(1)</script> & \"q\"", "| [a](http://e) ![b](c) `x` **d** @root <!-- ~~~ $e$");
        assertThat(markdown).doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\ufffe", "\ud800 ");
    }

    @Test
    void commandsAreCodeWithTheirBackticks() {
        String path = "/opt/`a```b````|</code>";
        Finding fault = Finding.of(
                "docker-daemon-json",
                "docker-daemon-json",
                Scope.host("h"),
                Judgement.fail("empty", Subject.of("file", path))
                        .with("path", path)
                        .with("size", Arg.bytes(0))
                        .withRemedy(Remedy.confirm("write-default", Remedy.Privilege.ROOT)
                                .with("path", Arg.text(path))),
                Severity.BLOCKER);
        RunReport run = Samples.run(
                Verdict.BLOCKED, ExitCode.BLOCKED, List.of(Samples.host("h", Verdict.BLOCKED, List.of(fault))));
        RemedyTexts remedy = Samples.english().of(fault).remedies().get(0);
        Node document = Rendered.parse(REPORT.render(run));
        assertThat(Rendered.all(document, FencedCodeBlock.class))
                .extracting(block -> block.getLiteral().strip())
                .containsExactly(remedy.command().strip(), remedy.undo().strip());
        assertThat(Rendered.markup(document)).isEmpty();
    }
}
