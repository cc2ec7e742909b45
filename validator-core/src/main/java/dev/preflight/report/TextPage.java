package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The page for people: the verdict first, then what blocks, causes before consequences, then what could not be told,
 * warnings, what is waived, the clean hosts and notes. Nothing on it can act on a terminal but the colours asked for.
 */
public final class TextPage {

    /** Default width of the page, in columns. */
    public static final int DEFAULT_WIDTH = 100;

    /** From this many lines on the verdict stands at the end once more, where a terminal has stopped. */
    private static final int LONG_PAGE = 45;

    private final Texts texts;
    private final int width;
    private final boolean colour;

    /**
     * A page in the language of these texts.
     *
     * @param width in columns; less than 40 counts as 40. Commands are never wrapped
     * @param colour whether to use ANSI colours
     */
    public TextPage(Texts texts, int width, boolean colour) {
        this.texts = texts;
        this.width = width;
        this.colour = colour;
    }

    /** The whole page; every line ends in a line feed. */
    public String render(RunReport run) {
        Paper paper = new Paper(width, colour);
        List<LinkMatrix> matrices = LinkMatrix.of(run.fleet());
        Words words = new Words(texts, run.hosts().size(), matrices);
        Digest digest = Digest.of(run, texts);
        Entries entries = new Entries(paper, words);
        String verdict = verdict(run, digest, words);
        paper.line(style(run), verdict);
        overview(paper, words, run);

        section(paper, words.of("section.blocking"), digest.blocking(), g -> entries.problem(g, Paper.Style.RED));
        undetermined(paper, words, run, digest, entries);
        section(
                paper,
                words.of(run.failOnWarning() ? "section.warnings.block" : "section.warnings"),
                digest.warnings(),
                g -> entries.problem(g, Paper.Style.YELLOW));
        links(paper, words, matrices);
        section(paper, words.of("section.waived"), digest.waived(), entries::waived);
        idle(paper, words, run.idle());
        clean(paper, words, digest.clean());
        List<String> notes = Notes.of(run, digest, words);
        if (!notes.isEmpty()) {
            title(paper, words.of("section.notes"));
            notes.forEach(note -> paper.labelled(0, " - ", 3, Paper.Style.PLAIN, note));
        }
        if (paper.lines() >= LONG_PAGE) {
            paper.blank();
            paper.line(style(run), verdict);
        }
        return paper.toString();
    }

    private static Paper.Style style(RunReport run) {
        if (run.exit() == ExitCode.BLOCKED) {
            return Paper.Style.RED;
        }
        return switch (run.verdict()) {
            case BLOCKED -> Paper.Style.RED;
            case UNDECIDED, PROCEED_WITH_WARNINGS -> Paper.Style.YELLOW;
            case PROCEED -> Paper.Style.GREEN;
        };
    }

    private static int unreached(Digest digest, boolean midway) {
        return digest.unreached().stream()
                .filter(u -> TransportFailure.ofCode(u.code())
                                .filter(TransportFailure::midway)
                                .isPresent()
                        == midway)
                .mapToInt(u -> u.hosts().size())
                .sum();
    }

    private static String verdict(RunReport run, Digest digest, Words words) {
        String verdict = words.of("verdict." + run.verdict().code());
        if (run.exit() == ExitCode.INTERRUPTED) {
            verdict = words.of("verdict.interrupted", "verdict", verdict);
        }
        List<String> counts = new ArrayList<>();
        count(counts, words, "count.blocking", count(digest.blocking(), Digest::blocks));
        count(counts, words, "count.unreached", unreached(digest, false));
        count(counts, words, "count.midway", unreached(digest, true));
        count(
                counts,
                words,
                "count.untold",
                digest.undetermined().stream()
                        .mapToInt(u -> count(u.groups(), finding -> true))
                        .sum());
        List<Group> shown = Stream.concat(digest.blocking().stream(), digest.warnings().stream())
                .toList();
        count(counts, words, "count.warnings", count(shown, Digest::warns));
        count(counts, words, "count.waived", digest.waived().size());
        if (Notes.nothingMeasured(run)) {
            counts.add(0, words.of("count.nothing"));
        } else {
            count(counts, words, "count.unmeasured", run.unmeasured().size());
        }
        if (counts.isEmpty()) {
            counts.add(words.of("count.none"));
        }
        count(counts, words, "count.idle", run.idle().size());
        return words.of(
                "verdict.line",
                "verdict",
                verdict,
                "counts",
                String.join(", ", counts),
                "profile",
                run.profile(),
                "exit",
                run.exit().number());
    }

    private static void count(List<String> counts, Words words, String key, int n) {
        if (n > 0) {
            counts.add(words.count(key, n));
        }
    }

    private static int count(List<Group> groups, Predicate<Finding> test) {
        return groups.stream()
                .mapToInt(g -> (test.test(g.first()) ? 1 : 0) + count(g.consequences(), test) + count(g.others(), test))
                .sum();
    }

    private static void overview(Paper paper, Words words, RunReport run) {
        Map<Verdict, List<String>> hosts = new EnumMap<>(Verdict.class);
        run.hosts()
                .forEach(host -> hosts.computeIfAbsent(host.verdict(), v -> new ArrayList<>())
                        .add(CleanText.of(host.name())));
        int label = 2
                + Stream.of(Verdict.values())
                        .mapToInt(v -> Columns.width(words.of("host." + v.code())))
                        .max()
                        .orElse(0);
        for (Verdict verdict :
                List.of(Verdict.BLOCKED, Verdict.UNDECIDED, Verdict.PROCEED_WITH_WARNINGS, Verdict.PROCEED)) {
            List<String> of = hosts.getOrDefault(verdict, List.of());
            if (!of.isEmpty()) {
                paper.labelled(2, words.of("host." + verdict.code()), label, Paper.Style.PLAIN, words.hosts(of));
            }
        }
        String took = ArgText.span(Duration.between(run.startedAt(), run.endedAt()));
        paper.text(
                2,
                Paper.Style.DIM,
                words.of(
                        "run.line",
                        "version",
                        run.toolVersion(),
                        "start",
                        run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                        "hosts",
                        words.count("count.hosts", run.hosts().size()),
                        "took",
                        took));
    }

    private static void title(Paper paper, String title) {
        paper.blank();
        paper.text(0, Paper.Style.BOLD, title);
        paper.blank();
    }

    private static void section(Paper paper, String title, List<Group> groups, Consumer<Group> entry) {
        if (groups.isEmpty()) {
            return;
        }
        title(paper, title);
        spaced(paper, groups, entry);
    }

    private static <T> void spaced(Paper paper, List<T> items, Consumer<T> entry) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                paper.blank();
            }
            entry.accept(items.get(i));
        }
    }

    private static void undetermined(Paper paper, Words words, RunReport run, Digest digest, Entries entries) {
        List<Runnable> parts = new ArrayList<>();
        digest.unreached().forEach(one -> parts.add(() -> entries.unreached(one)));
        if (!run.unmeasured().isEmpty()) {
            List<String> hosts = run.unmeasured().stream().map(CleanText::of).toList();
            parts.add(() -> entries.unmeasured(hosts));
        }
        digest.undetermined().forEach(one -> parts.add(() -> entries.undetermined(one)));
        if (!parts.isEmpty()) {
            title(paper, words.of("section.untold"));
            spaced(paper, parts, Runnable::run);
        }
    }

    /** Of each matrix a line, and below it a picture where not all is good. */
    private static void links(Paper paper, Words words, List<LinkMatrix> matrices) {
        if (matrices.isEmpty()) {
            return;
        }
        title(paper, words.of("section.links"));
        boolean drawn = false;
        for (LinkMatrix matrix : matrices) {
            Map<Outcome, Integer> counts = matrix.counts();
            int good = counts.getOrDefault(Outcome.PASS, 0) + counts.getOrDefault(Outcome.NOT_APPLICABLE, 0);
            String line = words.of(
                    "links.line",
                    "check",
                    CleanText.of(matrix.instance()),
                    "subject",
                    CleanText.of(matrix.subject().name()),
                    "good",
                    good,
                    "n",
                    matrix.results().size());
            paper.text(2, Paper.Style.PLAIN, line);
            if (good == matrix.results().size()) {
                continue;
            }
            drawn = true;
            LinkPicture picture = new LinkPicture(matrix);
            picture.lines().forEach(row -> paper.verbatim(4, row));
            if (!picture.others().isEmpty()) {
                paper.text(4, Paper.Style.DIM, String.join(", ", picture.others()));
            }
            if (picture.hidden() > 0) {
                paper.text(4, Paper.Style.DIM, words.of("links.hidden", "n", picture.hidden()));
            }
            paper.blank();
        }
        if (drawn) {
            paper.text(2, Paper.Style.DIM, words.of("links.legend"));
        }
    }

    private static void clean(Paper paper, Words words, List<HostReport> hosts) {
        if (!hosts.isEmpty()) {
            title(paper, words.of("section.clean"));
            new CleanHosts(paper, words).write(hosts);
        }
    }

    /** Lists each check that looked at no host: a finding that is absent is not noticed. */
    private static void idle(Paper paper, Words words, List<IdleCheck> checks) {
        if (!checks.isEmpty()) {
            title(paper, words.of("section.idle"));
            checks.forEach(check -> paper.labelled(
                    2, "- ", 2, Paper.Style.PLAIN, CleanText.of(check.instance()) + ": " + Notes.why(check, words)));
        }
    }
}
