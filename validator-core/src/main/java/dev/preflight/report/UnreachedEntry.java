package dev.preflight.report;

import dev.preflight.transport.TransportFailure;
import java.util.List;
import java.util.Map;

/** Writes the entry of hosts that were not reached, for one fault. */
record UnreachedEntry(EntryRows rows, Words words) {
    private static final int INDENT = EntryRows.INDENT;
    /** How many hosts with one fault are listed with a sentence each. */
    private static final int HOSTS_LISTED = 5;

    void write(String lead, ReportSummary.Unreached unreached) {
        rows.headline(0, lead, ConsoleWriter.Style.YELLOW, title(unreached));
        if (unreached.jump().isPresent()) {
            rows.row(INDENT, "observed", unreached.hosts().values().iterator().next());
            rows.row(INDENT, "on", words.hosts(unreached.hosts().keySet()));
        } else {
            sentences(unreached.hosts());
        }
        rows.row(INDENT, "tell", unreached.action());
        if (!unreached.command().isEmpty()) {
            rows.more(INDENT, ConsoleWriter.Style.DIM, words.of(place(unreached)));
            rows.commands(INDENT, unreached.command());
        }
        if (unreached.undetermined() > 0) {
            rows.more(INDENT, ConsoleWriter.Style.DIM, words.count("unreached.untold", unreached.undetermined()));
        }
    }

    /** Where to run the command: the key that a host should show is known on that host alone. */
    private static String place(ReportSummary.Unreached unreached) {
        if (!unreached.code().equals(TransportFailure.HOST_KEY_UNKNOWN.code())) {
            return "unreached.here";
        }
        return unreached.jump().isPresent() ? "unreached.console.jump" : "unreached.console";
    }

    private String title(ReportSummary.Unreached unreached) {
        int n = unreached.hosts().size();
        if (unreached.jump().isPresent()) {
            return words.of(
                    n == 1 ? "unreached.jump.one" : "unreached.jump",
                    "jump",
                    unreached.jump().get(),
                    "code",
                    unreached.code(),
                    "n",
                    n);
        }
        String key = TransportFailure.ofCode(unreached.code())
                .map(ReportSummary::titleKey)
                .orElse("unreached.title");
        return words.hosts(unreached.hosts().keySet()) + ": " + words.of(key, "code", unreached.code());
    }

    private void sentences(Map<String, String> hosts) {
        if (hosts.size() == 1) {
            rows.row(INDENT, "observed", hosts.values().iterator().next());
            return;
        }
        List<String> lines = hosts.entrySet().stream()
                .limit(HOSTS_LISTED)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
        rows.row(INDENT, "observed", lines.get(0));
        lines.stream().skip(1).forEach(line -> rows.next(INDENT, line));
        if (hosts.size() > HOSTS_LISTED) {
            rows.more(
                    INDENT,
                    ConsoleWriter.Style.PLAIN,
                    words.of("word.more", "names", "...", "n", hosts.size() - HOSTS_LISTED));
        }
    }
}
