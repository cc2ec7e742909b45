package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run as Markdown for a ticket: the verdict, a table of the hosts, and then the entries of the text page under the same
 * numbers. What a host said is text in it, and no markup. The same run gives the same bytes.
 */
public final class MarkdownReport implements WrittenReport {
    /** Up to so many hosts have a row each; of more there is a row for each verdict. */
    private static final int HOSTS_LISTED = 20;

    private final Texts texts;

    /** A report in the language of these texts. */
    public MarkdownReport(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        to.write(render(run));
    }

    @Override
    public String render(RunReport run) {
        List<LinkMatrix> matrices = LinkMatrix.of(run.fleet());
        Words words = new Words(texts, run.hosts().size(), matrices);
        ReportSummary summary = ReportSummary.of(run, texts);
        StringBuilder out = new StringBuilder();
        out.append("## ").append(MarkdownText.of(new VerdictLine(run, summary, words).text()));
        out.append("\n\n").append(MarkdownText.block(words.run(run))).append("\n\n");
        if (run.hosts().size() <= HOSTS_LISTED) {
            hosts(out, words, run);
        } else {
            verdicts(out, words, run);
        }
        Entries entries = new Entries(new MarkdownRows(out, words), words);
        section(
                out,
                words.of("section.blocking"),
                summary.blocking(),
                g -> entries.problem(g, ConsoleWriter.Style.RED));
        undetermined(out, words, run, summary, entries);
        section(
                out,
                words.of(run.policy().failOnWarning() ? "section.warnings.block" : "section.warnings"),
                summary.warnings(),
                g -> entries.problem(g, ConsoleWriter.Style.YELLOW));
        links(out, words, matrices);
        section(out, words.of("section.waived"), summary.waived(), entries::waived);
        list(out, words.of("section.idle"), idle(run.idleChecks(), words));
        list(out, words.of("section.idle-rows"), idle(run.idleRows(), words));
        list(out, words.of("section.notes"), Notes.of(run, summary, words));
        return out.toString();
    }

    /** A row for each host: what it comes to, and which checks make it so. */
    private static void hosts(StringBuilder out, Words words, RunReport run) {
        row(out, words.of("table.host"), words.of("table.verdict"), words.of("table.checks"));
        row(out, "---", "---", "---");
        run.hosts()
                .forEach(host -> row(
                        out,
                        CleanText.of(host.name()),
                        words.of("host." + host.verdict().code()),
                        reasons(host, words)));
    }

    private static void verdicts(StringBuilder out, Words words, RunReport run) {
        row(out, words.of("table.verdict"), words.of("table.number"), words.of("table.hosts"));
        row(out, "---", "---", "---");
        ReportSummary.byVerdict(run)
                .forEach((verdict, hosts) -> row(
                        out, words.of("host." + verdict.code()), Integer.toString(hosts.size()), words.hosts(hosts)));
    }

    private static String reasons(HostReport host, Words words) {
        List<String> unreached = host.unreachable().stream()
                .map(why -> words.of(
                        ReportSummary.titleKey(why.failure()),
                        "code",
                        why.failure().code()))
                .toList();
        List<String> checks = host.findings().stream()
                .filter(finding -> ReportSummary.blocks(finding)
                        || ReportSummary.undecides(finding)
                        || ReportSummary.warns(finding))
                .filter(finding -> !host.followsFromFailure(finding))
                .map(Finding::instance)
                .map(CleanText::of)
                .distinct()
                .toList();
        return words.names(Stream.concat(unreached.stream(), checks.stream()).toList());
    }

    private static void row(StringBuilder out, String... cells) {
        for (String cell : cells) {
            out.append("| ")
                    .append(cell.equals("---") ? cell : MarkdownText.cell(cell))
                    .append(' ');
        }
        out.append("|\n");
    }

    private static void title(StringBuilder out, String title) {
        out.append("\n### ").append(MarkdownText.of(title)).append('\n');
    }

    private static void section(StringBuilder out, String title, List<Group> groups, Consumer<Group> entry) {
        if (!groups.isEmpty()) {
            title(out, title);
            groups.forEach(entry);
        }
    }

    private static void undetermined(
            StringBuilder out, Words words, RunReport run, ReportSummary summary, Entries entries) {
        Map<String, List<String>> unmeasured = Unmeasured.of(run).byKey();
        if (summary.unreached().isEmpty()
                && unmeasured.isEmpty()
                && summary.undetermined().isEmpty()) {
            return;
        }
        title(out, words.of("section.untold"));
        summary.unreached().forEach(entries::unreached);
        unmeasured.forEach((key, hosts) -> entries.unmeasured(hosts, key));
        summary.undetermined().forEach(entries::undetermined);
    }

    /** Of each matrix a line, and below it a picture where not all is good. */
    private static void links(StringBuilder out, Words words, List<LinkMatrix> matrices) {
        if (matrices.isEmpty()) {
            return;
        }
        title(out, words.of("section.links"));
        for (LinkMatrix matrix : matrices) {
            out.append("\n- ").append(MarkdownText.block(words.links(matrix))).append('\n');
            if (!matrix.allGood()) {
                LinkPicture picture = new LinkPicture(matrix, TextPage.DEFAULT_WIDTH);
                String lines =
                        picture.lines().stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
                out.append('\n').append(MarkdownText.code("  ", "", lines));
                paragraph(out, "  ", String.join(", ", picture.others()));
                paragraph(out, "  ", picture.hidden() == 0 ? "" : words.of("links.hidden", "n", picture.hidden()));
            }
        }
        if (!matrices.stream().allMatch(LinkMatrix::allGood)) {
            paragraph(out, "", words.of("links.legend"));
        }
    }

    private static void paragraph(StringBuilder out, String indent, String text) {
        if (!text.isEmpty()) {
            out.append('\n').append(indent).append(MarkdownText.block(text)).append('\n');
        }
    }

    private static List<String> idle(List<IdleCheck> checks, Words words) {
        return checks.stream()
                .map(check -> CleanText.of(check.instance()) + ": " + Notes.why(check, words))
                .toList();
    }

    private static void list(StringBuilder out, String title, List<String> items) {
        if (!items.isEmpty()) {
            title(out, title);
            out.append('\n');
            items.forEach(
                    item -> out.append("- ").append(MarkdownText.block(item)).append('\n'));
        }
    }
}
