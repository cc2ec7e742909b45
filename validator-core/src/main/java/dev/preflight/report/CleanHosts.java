package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.node.Columns;
import dev.preflight.result.HostReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the hosts on which all is well: each on its line, or of many those that are alike on one. */
final class CleanHosts {
    /** Up to so many hosts have a line each, and up to so many lines are written of more. */
    private static final int LINES = 10;

    private final ConsoleWriter console;
    private final Words words;

    CleanHosts(ConsoleWriter console, Words words) {
        this.console = console;
        this.words = words;
    }

    void write(List<HostReport> hosts) {
        if (hosts.size() > LINES) {
            folded(hosts);
            return;
        }
        int name = 2
                + hosts.stream()
                        .mapToInt(host -> Columns.width(CleanText.of(host.name())))
                        .max()
                        .orElse(0);
        for (HostReport host : hosts) {
            List<String> parts = new ArrayList<>(parts(host));
            parts.add(Math.min(parts.size(), tallies(host).size()), ArgText.span(host.took()));
            console.labelled(2, CleanText.of(host.name()), name, ConsoleWriter.Style.PLAIN, String.join(", ", parts));
        }
    }

    /** Those with the same tallies and system together, the most first; the last line counts the hosts that are left. */
    private void folded(List<HostReport> hosts) {
        Map<List<String>, List<HostReport>> alike = new LinkedHashMap<>();
        hosts.forEach(host ->
                alike.computeIfAbsent(parts(host), key -> new ArrayList<>()).add(host));
        List<Map.Entry<List<String>, List<HostReport>>> largest = alike.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .toList();
        for (Map.Entry<List<String>, List<HostReport>> entry : largest.subList(0, Math.min(LINES, largest.size()))) {
            List<String> names = entry.getValue().stream()
                    .map(host -> CleanText.of(host.name()))
                    .toList();
            Duration slowest = entry.getValue().stream()
                    .map(HostReport::took)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            List<String> parts = new ArrayList<>(entry.getKey());
            parts.add(words.of("clean.slowest", "took", ArgText.span(slowest)));
            console.text(2, ConsoleWriter.Style.PLAIN, words.hosts(names) + ": " + String.join(", ", parts));
        }
        int left = largest.stream()
                .skip(LINES)
                .mapToInt(entry -> entry.getValue().size())
                .sum();
        if (left > 0) {
            console.text(2, ConsoleWriter.Style.PLAIN, words.count("clean.more", left));
        }
    }

    private List<String> parts(HostReport host) {
        List<String> parts = new ArrayList<>(tallies(host));
        if (!host.system().isEmpty()) {
            parts.add(CleanText.of(host.system()));
        }
        return parts;
    }

    private List<String> tallies(HostReport host) {
        List<String> parts = new ArrayList<>();
        for (Tally tally : Tally.values()) {
            int n = (int) host.findings().stream().filter(tally::holds).count();
            if (n > 0) {
                parts.add(words.of("clean." + tally.key, "n", n));
            }
        }
        return parts;
    }

    /** What is counted on the line of a clean host; every finding counts once. */
    private enum Tally {
        PASSED("passed"),
        NOT_APPLICABLE("not-applicable"),
        SKIPPED("skipped"),
        WAIVED("waived"),
        NO_EFFECT("no-effect");

        private final String key;

        Tally(String key) {
            this.key = key;
        }

        private boolean holds(Finding finding) {
            Outcome outcome = finding.outcome();
            return switch (this) {
                case PASSED -> outcome == Outcome.PASS;
                case NOT_APPLICABLE -> outcome == Outcome.NOT_APPLICABLE;
                case SKIPPED -> outcome == Outcome.SKIPPED;
                case WAIVED -> finding.waived();
                case NO_EFFECT ->
                    !finding.waived()
                            && finding.severity() == Severity.INFO
                            && (outcome == Outcome.FAIL || outcome == Outcome.WARNING || outcome == Outcome.UNKNOWN);
            };
        }
    }
}
