package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.result.RunReport;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Phrases that the parts of the page share. */
record Words(Texts texts, int hostCount, List<LinkMatrix> matrices) {

    /** Phrases for a run without links. */
    Words(Texts texts, int hostCount) {
        this(texts, hostCount, List.of());
    }

    /** A longer list than this is shortened, to the first {@link #SHOWN}. */
    private static final int LIST_LIMIT = 5;

    private static final int SHOWN = 3;

    String of(String key, Object... namesAndValues) {
        return texts.page(key, namesAndValues);
    }

    /** {@code 1 host}, {@code 2 hosts}. */
    String count(String key, int n) {
        return texts.page(n == 1 ? key + ".one" : key, "n", n);
    }

    /** {@code a, b}, or {@code a, b, c and 17 more}. */
    String names(Collection<String> names) {
        List<String> all = List.copyOf(names);
        if (all.size() <= LIST_LIMIT) {
            return String.join(", ", all);
        }
        return of("word.more", "names", String.join(", ", all.subList(0, SHOWN)), "n", all.size() - SHOWN);
    }

    /** Host names, or that it is all of them where that is many. */
    String hosts(Collection<String> hosts) {
        boolean all = hosts.size() == hostCount && hosts.size() > LIST_LIMIT;
        return all ? of("word.all", "n", hostCount) : names(hosts);
    }

    /** On which hosts, and what on them. */
    String where(Group group) {
        if (!group.everySubjectEverywhere()) {
            return names(group.members().stream()
                    .map(f -> of("word.at", "what", CleanText.of(f.subject().toString()), "place", place(f)))
                    .toList());
        }
        String places = places(group);
        return group.subjects().isEmpty()
                ? places
                : of("word.about", "places", places, "subjects", names(group.subjects()));
    }

    /** On which hosts or between which, whatever it is about. */
    String places(Group group) {
        return group.first().scope() instanceof Scope.OfPair
                ? between(group)
                : hosts(group.places().stream().map(this::orFleet).toList());
    }

    /** Between which hosts, in as few words as possible. */
    private String between(Group group) {
        Finding first = group.first();
        List<Pair> pairs = group.members().stream()
                .flatMap(f -> f.scope() instanceof Scope.OfPair of ? Stream.of(of.pair()) : Stream.empty())
                .distinct()
                .toList();
        List<String> folds = matrices.stream()
                .filter(matrix -> matrix.instance().equals(first.instance())
                        && matrix.subject().equals(first.subject()))
                .findFirst()
                .map(matrix -> matrix.fold(pairs).stream().map(this::fold).toList())
                .orElseGet(() -> List.copyOf(group.places()));
        return names(folds);
    }

    /** One fold of a matrix. */
    String fold(LinkMatrix.Fold fold) {
        int peers = fold.pairs().size() / (fold.shape() == LinkMatrix.Shape.AROUND ? 2 : 1);
        return of(
                "links." + fold.shape().name().toLowerCase(Locale.ROOT),
                "from",
                CleanText.of(fold.from()),
                "to",
                CleanText.of(fold.to()),
                "n",
                peers);
    }

    /** Where one finding was made. */
    String place(Finding finding) {
        return orFleet(Group.place(finding.scope()));
    }

    private String orFleet(String place) {
        return place.isEmpty() ? of("word.fleet") : place;
    }

    /** What the profile calls the check, and the check's id where that differs. */
    String check(Finding finding) {
        String instance = CleanText.of(finding.instance());
        return instance.equals(finding.check())
                ? instance
                : of("word.check", "instance", instance, "check", finding.check());
    }

    /** What ran, when, on how many hosts and for how long. */
    String run(RunReport run) {
        return of(
                "run.line",
                "version",
                run.toolVersion(),
                "start",
                run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                "hosts",
                count("count.hosts", run.hosts().size()),
                "took",
                ArgText.span(Duration.between(run.startedAt(), run.endedAt())));
    }

    /** How many directions of a matrix are good. */
    String links(LinkMatrix matrix) {
        return of(
                "links.line",
                "check",
                CleanText.of(matrix.instance()),
                "subject",
                CleanText.of(matrix.subject().name()),
                "good",
                matrix.good(),
                "n",
                matrix.results().size());
    }
}
