package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import dev.preflight.compare.Change;
import dev.preflight.compare.Change.Kind;
import dev.preflight.compare.Comparison;
import dev.preflight.compare.HostChange;
import dev.preflight.compare.Trend;
import dev.preflight.node.Columns;
import dev.preflight.report.ConsoleWriter.Style;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What two runs differ in, for people: whether it is worse, then the hosts, then the findings by what became of them. */
public final class DiffPage {
    /** As many entries of a section are shown; {@code --format json} has all of them. */
    private static final int MOST = 20;

    private final Words words;
    private final DiffTexts texts;
    private final Comparison diff;
    private final ConsoleWriter page;
    private final Map<String, HostReport> hosts = new HashMap<>();

    /** Findings that read the same on several hosts. */
    private record Alike(String check, Subject subject, String before, String after) {}

    private DiffPage(Comparison diff, DiffTexts texts, int width, boolean colour) {
        this.diff = diff;
        this.texts = texts;
        this.words = new Words(texts.after(), diff.after().hosts().size());
        this.page = new ConsoleWriter(width, colour);
        diff.after().hosts().forEach(host -> hosts.put(host.name(), host));
    }

    /**
     * The page in the language of these texts; every line ends in a line feed.
     *
     * @param width in columns; less than 40 counts as 40
     * @param colour whether to use ANSI colours
     */
    public static String of(Comparison diff, DiffTexts texts, int width, boolean colour) {
        DiffPage page = new DiffPage(diff, texts, width, colour);
        page.write();
        return page.page.toString();
    }

    private void write() {
        page.clauses(style(diff.trend()), line());
        int label = labelWidth("diff.old", "diff.new");
        page.labelled(2, words.of("diff.old"), label, run(diff.before()));
        page.labelled(2, words.of("diff.new"), label, run(diff.after()));
        if (!diff.before().profile().equals(diff.after().profile())) {
            page.hanging(2, words.of("diff.profiles"));
        }
        section("hosts", diff.hosts(), this::host);
        for (Kind kind : Kind.values()) {
            changes(kind);
        }
    }

    private String line() {
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            count(counts, kind.code(), diff.changes(kind).size());
        }
        count(counts, "came", (int)
                diff.hosts().stream().filter(HostChange::came).count());
        count(counts, "gone", (int)
                diff.hosts().stream().filter(HostChange::gone).count());
        if (counts.isEmpty()) {
            counts.add(words.of("diff.count.none"));
        }
        return words.of(
                "diff.line",
                "trend",
                words.of("diff.trend." + diff.trend().code()),
                "counts",
                String.join(", ", counts),
                "exit",
                diff.exit().number());
    }

    private void count(List<String> counts, String what, int n) {
        if (n > 0) {
            counts.add(words.of("diff.count." + what, "n", n));
        }
    }

    private static Style style(Trend trend) {
        return switch (trend) {
            case WORSE -> Style.RED;
            case UNDECIDED -> Style.YELLOW;
            case NOT_WORSE -> Style.GREEN;
        };
    }

    private String run(RunReport run) {
        return words.of(
                "diff.run",
                "start",
                run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                "profile",
                run.profile(),
                "hosts",
                words.count("count.hosts", run.hosts().size()),
                "verdict",
                words.of("verdict." + run.verdict().code()));
    }

    private int labelWidth(String... keys) {
        return 2
                + Stream.of(keys)
                        .mapToInt(key -> Columns.width(words.of(key)))
                        .max()
                        .orElse(0);
    }

    private <T> void section(String name, List<T> items, Consumer<T> write) {
        if (items.isEmpty()) {
            return;
        }
        page.blank();
        page.text(0, Style.BOLD, words.of("diff.section." + name));
        page.blank();
        items.stream().limit(MOST).forEach(write);
        if (items.size() > MOST) {
            page.hanging(2, words.of("diff.more", "n", items.size() - MOST));
        }
    }

    private void host(HostChange host) {
        String before = host.before().map(this::verdict).orElse("");
        String after = host.after().map(this::verdict).orElse("");
        String key = host.came() ? "diff.host.came" : host.gone() ? "diff.host.gone" : "diff.host.changed";
        page.hanging(2, words.of(key, "host", host.name(), "before", before, "after", after));
    }

    private String verdict(Verdict verdict) {
        return words.of("host." + verdict.code());
    }

    /** The findings of one kind; those that follow from a host's failure are one line of that host. */
    private void changes(Kind kind) {
        Map<String, Integer> unreached = new LinkedHashMap<>();
        Map<Alike, List<Finding>> alike = new LinkedHashMap<>();
        for (Change change : diff.changes(kind)) {
            unreached(change)
                    .ifPresentOrElse(
                            host -> unreached.merge(host.name(), 1, Integer::sum),
                            () -> alike.computeIfAbsent(alike(change), key -> new ArrayList<>())
                                    .add(change.finding()));
        }
        List<Runnable> entries = new ArrayList<>();
        unreached.forEach((host, n) -> entries.add(() -> unreached(host, n)));
        alike.forEach((key, findings) -> entries.add(() -> entry(key, findings)));
        section(kind.code(), entries, Runnable::run);
    }

    /** The host from whose failure a finding follows. */
    private Optional<HostReport> unreached(Change change) {
        return change.after()
                .flatMap(finding -> finding.scope() instanceof Scope.OfHost one
                        ? Optional.ofNullable(hosts.get(one.host())).filter(host -> host.followsFromFailure(finding))
                        : Optional.empty());
    }

    private void unreached(String host, int findings) {
        String why = Optional.ofNullable(hosts.get(host))
                .flatMap(HostReport::unreachable)
                .map(failure -> texts.after().of(host, failure).observed())
                .orElse("");
        String key = findings == 1 ? "diff.unreached.one" : "diff.unreached";
        page.hanging(2, words.of(key, "host", host, "n", findings, "why", why));
    }

    private Alike alike(Change change) {
        return new Alike(
                words.check(change.finding()),
                change.finding().subject(),
                change.before().map(was -> observed(was, texts.before())).orElse(""),
                change.after().map(is -> observed(is, texts.after())).orElse(""));
    }

    private String observed(Finding finding, Texts said) {
        if (finding.outcome() == Outcome.SKIPPED) {
            return words.of("diff.skipped");
        }
        String observed = said.of(finding).observed();
        String shown = finding.waived() ? words.of("diff.waived", "observed", observed) : observed;
        boolean bad = finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN;
        return bad ? words.of("diff.severity." + finding.severity().code(), "observed", shown) : shown;
    }

    private void entry(Alike alike, List<Finding> findings) {
        String about = alike.subject().equals(Subject.HOST)
                ? alike.check()
                : words.of(
                        "diff.about",
                        "check",
                        alike.check(),
                        "subject",
                        alike.subject().toString());
        List<String> places = findings.stream().map(words::place).distinct().toList();
        page.hanging(2, Style.BOLD, words.of("diff.entry", "check", about, "places", words.hosts(places)));
        int label = labelWidth("diff.old", "diff.new");
        if (alike.before().equals(alike.after())) {
            page.labelled(4, words.of("diff.new"), label, words.of("diff.same", "observed", alike.after()));
            return;
        }
        page.labelled(4, words.of("diff.old"), label, orNothing(alike.before()));
        page.labelled(4, words.of("diff.new"), label, orNothing(alike.after()));
    }

    private String orNothing(String observed) {
        return observed.isEmpty() ? words.of("diff.nothing") : observed;
    }
}
