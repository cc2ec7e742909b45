package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Draws a matrix with a character for each pair: rows send, columns receive. */
final class LinkPicture {
    /** Up to so many hosts all are drawn; among more, those with something wrong. */
    static final int ALL_UP_TO = 12;

    /** More rows and columns than these do not fit on a page. */
    static final int MOST = 24;

    private final LinkMatrix matrix;
    private final List<String> rows;
    private final List<String> columns;
    private final int hidden;

    LinkPicture(LinkMatrix matrix) {
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
        List<String> heads = few ? hosts : List.copyOf(to);
        this.columns = heads.subList(0, Math.min(MOST, heads.size()));
        this.hidden = hosts.size()
                - (int) hosts.stream()
                        .filter(host -> rows.contains(host) || columns.contains(host))
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
        int name = rows.stream()
                .mapToInt(host -> Columns.width(CleanText.of(host)))
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(" ".repeat(4 + name));
        for (int i = 0; i < columns.size(); i++) {
            head.append(String.format(Locale.ROOT, "%3d", number(columns.get(i))));
        }
        lines.add(head.toString());
        for (String row : rows) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%3d ", number(row)))
                    .append(Columns.pad(CleanText.of(row), name));
            for (String column : columns) {
                Finding finding = matrix.results().get(new Pair(row, column));
                line.append("  ").append(finding == null ? ' ' : mark(finding));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The hosts that are columns and no rows, with their numbers. */
    List<String> others() {
        return columns.stream()
                .filter(host -> !rows.contains(host))
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
