package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import dev.preflight.node.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Draws a matrix with a character for each pair: rows send, columns receive. */
final class LinkPicture {
    /** Up to so many hosts all are drawn; among more, those with something wrong. */
    static final int ALL_UP_TO = 12;

    /** More rows than these do not fit on a page. */
    static final int MOST = 24;

    /** Columns of the page that the number of a row takes, and each column of the picture. */
    private static final int NUMBER = 4;

    private static final int CELL = 3;

    /** So many columns are drawn, however narrow the page is. */
    private static final int LEAST = 4;

    private final LinkMatrix matrix;
    private final List<String> rows;
    private final List<String> columns;
    private final int hidden;
    private final int nameWidth;

    /** The picture on a page of this width. Names that take more than half of it are listed below the picture. */
    LinkPicture(LinkMatrix matrix, int width) {
        this.matrix = matrix;
        List<String> hosts = matrix.hosts();
        Set<String> from = new TreeSet<>();
        Set<String> to = new TreeSet<>();
        matrix.results().forEach((pair, finding) -> {
            if (mark(finding) != '.') {
                from.add(pair.from());
                to.add(pair.to());
            }
        });
        boolean few = hosts.size() <= ALL_UP_TO;
        List<String> all = few ? hosts : List.copyOf(from);
        this.rows = all.subList(0, Math.min(MOST, all.size()));
        int widest = rows.stream()
                .mapToInt(host -> Columns.width(CleanText.of(host)))
                .max()
                .orElse(0);
        this.nameWidth = widest > width / 2 ? 0 : widest;
        int room = Math.min(MOST, Math.max(LEAST, (width - NUMBER - nameWidth) / CELL));
        List<String> heads = few ? hosts : List.copyOf(to);
        this.columns = heads.subList(0, Math.min(room, heads.size()));
        this.hidden = (int) hosts.stream()
                .filter(host -> (all.contains(host) && !rows.contains(host))
                        || (heads.contains(host) && !columns.contains(host))
                        || (!rows.contains(host) && !columns.contains(host)))
                .count();
    }

    /** How many hosts are not drawn. */
    int hidden() {
        return hidden;
    }

    /**
     * The lines of the picture; columns are numbered, and the last lines say which host has which number where rows do
     * not.
     */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(" ".repeat(NUMBER + nameWidth));
        for (int i = 0; i < columns.size(); i++) {
            head.append(String.format(Locale.ROOT, "%3d", number(columns.get(i))));
        }
        lines.add(head.toString());
        for (String row : rows) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%3d ", number(row)))
                    .append(nameWidth == 0 ? "" : Columns.pad(CleanText.of(row), nameWidth));
            for (String column : columns) {
                Finding finding = matrix.results().get(new Pair(row, column));
                line.append("  ").append(finding == null ? ' ' : mark(finding));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The hosts whose names are not drawn, with their numbers. */
    List<String> others() {
        return Stream.concat(rows.stream(), columns.stream())
                .distinct()
                .filter(host -> nameWidth == 0 || !rows.contains(host))
                .map(host -> number(host) + " " + CleanText.of(host))
                .toList();
    }

    private int number(String host) {
        return matrix.hosts().indexOf(host) + 1;
    }

    private static char mark(Finding finding) {
        if (finding.waived()) {
            return 'w';
        }
        return finding.outcome() == Outcome.FAIL
                ? 'x'
                : finding.outcome() == Outcome.WARNING ? '!' : finding.outcome() == Outcome.UNKNOWN ? '?' : '.';
    }
}
