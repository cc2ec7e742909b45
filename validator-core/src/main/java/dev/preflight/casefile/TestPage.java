package dev.preflight.casefile;

import dev.preflight.casefile.CaseResult.Status;
import dev.preflight.report.CleanText;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.verdict.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The result of test files as text: a line a case, and of a failed one what differs and the evidence that decided it. */
public final class TestPage {
    private static final int LABEL = 11;

    private final TestResult result;
    private final boolean allCoverage;
    private final ConsoleWriter page;

    private TestPage(TestResult result, boolean allCoverage, int width) {
        this.result = result;
        this.allCoverage = allCoverage;
        this.page = new ConsoleWriter(width);
    }

    /**
     * The page; every line ends in a line feed.
     *
     * @param allCoverage whether to list what every check and row came to; otherwise only where too little was reached
     * @param width in columns
     */
    public static String of(TestResult result, boolean allCoverage, int width) {
        TestPage page = new TestPage(result, allCoverage, width);
        result.files().forEach(page::file);
        page.end();
        return page.page.toString();
    }

    private void file(FileResult file) {
        line(0, file.file().name() + ": profile " + file.profile());
        file.cases().forEach(this::one);
        file.mutations().ifPresent(this::mutations);
        file.coverage().ifPresent(this::coverage);
    }

    private void one(CaseResult one) {
        String verdict = one.verdict().map(v -> " (" + v.code() + ")").orElse("");
        String unreviewed = one.test().reviewed() ? "" : "; not reviewed";
        String word = switch (one.status()) {
            case PASSED -> "ok";
            case FAILED -> "FAILED";
            case ERROR -> "ERROR";
        };
        line(1, label(word, 7) + one.test().name() + verdict + unreviewed);
        differences(one).forEach(text -> line(2, text));
    }

    /** What differs, and the lines of evidence; of an error what is wrong. */
    static List<String> differences(CaseResult one) {
        List<String> lines = new ArrayList<>();
        one.errors().forEach(error -> lines.add(label(one.errorCode(), LABEL) + error));
        for (Difference difference : one.differences()) {
            lines.add(label(difference.kind().words(), LABEL) + words(difference));
            difference.decided().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static String words(Difference difference) {
        return switch (difference.kind()) {
            case VERDICT, OTHER_CODE -> "expected " + difference.expected() + ", found " + difference.found();
            case MISSING -> difference.expected() + (difference.found().isEmpty() ? "" : ": " + difference.found());
            case UNEXPECTED -> difference.found();
        };
    }

    private void mutations(MutationResult all) {
        line(1, mutationsSaid(all));
        all.survivors().forEach(survivor -> line(2, label("survived", LABEL) + survivor));
    }

    /** What was tried, in a line. */
    static String mutationsSaid(MutationResult all) {
        String spared = all.spared() == 0 ? "" : ", " + all.spared() + " more allowed";
        return "mutations: " + all.tried() + " tried, " + all.survivors().size() + " survived" + spared;
    }

    private void coverage(Coverage coverage) {
        line(1, coverageSaid(coverage));
        if (allCoverage || !coverage.enough()) {
            coverage.lines().forEach(one -> line(2, one.toString()));
        }
    }

    /** What was reached, in a line. */
    static String coverageSaid(Coverage coverage) {
        return "coverage: codes " + coverage.codesReached() + " of " + coverage.codes() + " ("
                + coverage.codesPercent() + "%" + goal(coverage.goal().codes().orElse(0)) + "), rows "
                + coverage.rowsReached() + " of " + coverage.lines().size() + " (" + coverage.rowsPercent() + "%"
                + goal(coverage.goal().rows().orElse(0)) + ")";
    }

    private static String goal(int percent) {
        return percent == 0 ? "" : ", goal " + percent + "%";
    }

    private void end() {
        List<CaseResult> all =
                result.files().stream().flatMap(file -> file.cases().stream()).toList();
        String counts = List.of(Status.values()).stream()
                .map(status -> {
                    long count =
                            all.stream().filter(one -> one.status() == status).count();
                    return count == 0 ? "" : count + " " + words(status);
                })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        long open = result.files().stream()
                .mapToLong(file -> file.unreviewed().size())
                .sum();
        String reviewed = open == 0 ? "" : "; " + open + " not reviewed" + (result.strict() ? " (--strict)" : "");
        ExitCode exit = result.exit();
        line(0, cases(all.size()) + ": " + counts + reviewed + "; exit code " + exit.number());
    }

    private static String cases(int count) {
        return count == 1 ? "1 case" : count + " cases";
    }

    private static String words(Status status) {
        return switch (status) {
            case PASSED -> "as expected";
            case FAILED -> "not as expected";
            case ERROR -> "not judged";
        };
    }

    private static String label(String word, int width) {
        return word + " ".repeat(Math.max(1, width - word.length()));
    }

    private void line(int depth, String text) {
        page.hanging(2 * depth, CleanText.of(text));
    }
}
