package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The first line of the page: may the installer proceed, and how much speaks against it. */
record VerdictLine(RunReport run, ReportSummary summary, Words words) {
    /** Its colour: that of how much it matters. */
    ConsoleWriter.Style style() {
        if (run.exit() == ExitCode.BLOCKED) {
            return ConsoleWriter.Style.RED;
        }
        return switch (run.verdict()) {
            case BLOCKED -> ConsoleWriter.Style.RED;
            case UNDECIDED, PROCEED_WITH_WARNINGS -> ConsoleWriter.Style.YELLOW;
            case PROCEED -> ConsoleWriter.Style.GREEN;
        };
    }

    private int unreached(boolean midway) {
        return summary.unreached().stream()
                .filter(u -> TransportFailure.ofCode(u.code())
                                .filter(TransportFailure::midway)
                                .isPresent()
                        == midway)
                .mapToInt(u -> u.hosts().size())
                .sum();
    }

    /** The line, in clauses. */
    String text() {
        String verdict = words.of("verdict." + run.verdict().code());
        if (run.exit() == ExitCode.INTERRUPTED) {
            verdict = words.of("verdict.interrupted", "verdict", verdict);
        }
        List<String> counts = new ArrayList<>();
        count(counts, "count.blocking", count(summary.blocking(), ReportSummary::blocks));
        count(counts, "count.unreached", unreached(false));
        count(counts, "count.midway", unreached(true));
        count(
                counts,
                "count.untold",
                summary.undetermined().stream()
                        .mapToInt(u -> count(u.groups(), finding -> true))
                        .sum());
        List<Group> shown = Stream.concat(summary.blocking().stream(), summary.warnings().stream())
                .toList();
        count(counts, "count.warnings", count(shown, ReportSummary::warns));
        count(counts, "count.waived", summary.waived().size());
        if (Notes.nothingMeasured(run)) {
            counts.add(0, words.of("count.nothing"));
        } else {
            count(counts, "count.unmeasured", Unmeasured.of(run).idle().size());
        }
        if (counts.isEmpty()) {
            counts.add(words.of("count.none"));
        }
        count(counts, "count.idle", run.idleChecks().size());
        count(
                counts,
                "count.idle-rows",
                run.idleRows().stream().mapToInt(one -> one.rows().size()).sum());
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

    private void count(List<String> counts, String key, int n) {
        if (n > 0) {
            counts.add(words.count(key, n));
        }
    }

    private static int count(List<Group> groups, Predicate<Finding> test) {
        return groups.stream()
                .mapToInt(g -> (test.test(g.first()) ? Math.max(1, g.rows().size()) : 0)
                        + count(g.consequences(), test)
                        + count(g.others(), test))
                .sum();
    }
}
