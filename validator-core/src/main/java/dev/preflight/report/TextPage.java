package dev.preflight.report;

import dev.preflight.node.Columns;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The page for people: the verdict first, then what blocks, causes before consequences, then what could not be
 * determined, warnings, what is waived, the clean hosts and notes. Nothing on it can act on a terminal but the colours
 * asked for.
 */
public final class TextPage implements WrittenReport {

    /** Width of the page where nothing says how wide the terminal is: that of the narrowest that people use. */
    public static final int DEFAULT_WIDTH = 80;

    /** From this many lines on the verdict is repeated at the end, which is what a terminal shows last. */
    private static final int LONG_PAGE = 45;

    private final Texts texts;
    private final int width;
    private final boolean colour;

    /**
     * A page in the language of these texts.
     *
     * @param width in columns; less than 40 counts as 40. Commands are broken only between arguments
     * @param colour whether to use ANSI colours
     */
    public TextPage(Texts texts, int width, boolean colour) {
        this.texts = texts;
        this.width = width;
        this.colour = colour;
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        to.write(render(run));
    }

    /** The whole page; every line ends in a line feed. */
    @Override
    public String render(RunReport run) {
        ConsoleWriter console = new ConsoleWriter(width, colour);
        List<LinkMatrix> matrices = LinkMatrix.of(run.fleet());
        Words words = new Words(texts, run.hosts().size(), matrices);
        ReportSummary summary = ReportSummary.of(run, texts);
        Entries entries = new Entries(new ConsoleRows(console, words), words);
        VerdictLine verdict = new VerdictLine(run, summary, words);
        console.clauses(verdict.style(), verdict.text());
        overview(console, words, run);

        section(
                console,
                words.of("section.blocking"),
                summary.blocking(),
                g -> entries.problem(g, ConsoleWriter.Style.RED));
        undetermined(console, words, run, summary, entries);
        section(
                console,
                words.of(run.policy().failOnWarning() ? "section.warnings.block" : "section.warnings"),
                summary.warnings(),
                g -> entries.problem(g, ConsoleWriter.Style.YELLOW));
        links(console, words, matrices);
        section(console, words.of("section.waived"), summary.waived(), entries::waived);
        idle(console, words, "section.idle", run.idleChecks());
        idle(console, words, "section.idle-rows", run.idleRows());
        clean(console, words, summary.clean());
        List<String> notes = Notes.of(run, summary, words);
        if (!notes.isEmpty()) {
            title(console, words.of("section.notes"));
            notes.forEach(note -> console.labelled(0, " - ", 3, ConsoleWriter.Style.PLAIN, note));
        }
        if (console.lines() >= LONG_PAGE) {
            console.blank();
            console.clauses(verdict.style(), verdict.text());
        }
        return console.toString();
    }

    private static void overview(ConsoleWriter console, Words words, RunReport run) {
        int label = 2
                + Stream.of(Verdict.values())
                        .mapToInt(v -> Columns.width(words.of("host." + v.code())))
                        .max()
                        .orElse(0);
        ReportSummary.byVerdict(run)
                .forEach((verdict, hosts) -> console.labelled(
                        2, words.of("host." + verdict.code()), label, ConsoleWriter.Style.PLAIN, words.hosts(hosts)));
        console.text(2, ConsoleWriter.Style.DIM, words.run(run));
    }

    private static void title(ConsoleWriter console, String title) {
        console.blank();
        console.text(0, ConsoleWriter.Style.BOLD, title);
        console.blank();
    }

    private static void section(ConsoleWriter console, String title, List<Group> groups, Consumer<Group> entry) {
        if (groups.isEmpty()) {
            return;
        }
        title(console, title);
        spaced(console, groups, entry);
    }

    private static <T> void spaced(ConsoleWriter console, List<T> items, Consumer<T> entry) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                console.blank();
            }
            entry.accept(items.get(i));
        }
    }

    private static void undetermined(
            ConsoleWriter console, Words words, RunReport run, ReportSummary summary, Entries entries) {
        List<Runnable> parts = new ArrayList<>();
        summary.unreached().forEach(one -> parts.add(() -> entries.unreached(one)));
        Unmeasured.of(run).byKey().forEach((key, hosts) -> parts.add(() -> entries.unmeasured(hosts, key)));
        summary.undetermined().forEach(one -> parts.add(() -> entries.undetermined(one)));
        if (!parts.isEmpty()) {
            title(console, words.of("section.untold"));
            spaced(console, parts, Runnable::run);
        }
    }

    /** Of each matrix a line, and below it a picture where not all is good. */
    private static void links(ConsoleWriter console, Words words, List<LinkMatrix> matrices) {
        if (matrices.isEmpty()) {
            return;
        }
        title(console, words.of("section.links"));
        boolean drawn = false;
        for (LinkMatrix matrix : matrices) {
            console.text(2, ConsoleWriter.Style.PLAIN, words.links(matrix));
            if (matrix.allGood()) {
                continue;
            }
            drawn = true;
            LinkPicture picture = new LinkPicture(matrix, console.width() - 4);
            picture.lines().forEach(row -> console.verbatim(4, row));
            if (!picture.others().isEmpty()) {
                console.text(4, ConsoleWriter.Style.DIM, String.join(", ", picture.others()));
            }
            if (picture.hidden() > 0) {
                console.text(4, ConsoleWriter.Style.DIM, words.of("links.hidden", "n", picture.hidden()));
            }
            console.blank();
        }
        if (drawn) {
            console.text(2, ConsoleWriter.Style.DIM, words.of("links.legend"));
        }
    }

    private static void clean(ConsoleWriter console, Words words, List<HostReport> hosts) {
        if (!hosts.isEmpty()) {
            title(console, words.of("section.clean"));
            new CleanHosts(console, words).write(hosts);
        }
    }

    /** Lists each check or row that looked at no host: a finding that is absent is not noticed. */
    private static void idle(ConsoleWriter console, Words words, String section, List<IdleCheck> checks) {
        if (!checks.isEmpty()) {
            title(console, words.of(section));
            checks.forEach(check -> console.labelled(
                    2,
                    "- ",
                    2,
                    ConsoleWriter.Style.PLAIN,
                    CleanText.of(check.instance()) + ": " + Notes.why(check, words)));
        }
    }
}
