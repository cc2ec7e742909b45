package dev.preflight.casefile;

import dev.preflight.casefile.CaseResult.Status;
import dev.preflight.report.JUnitXml;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The result of test files as JUnit XML: a suite for each file, a test case for each case, and one each for mutations and
 * coverage. What differs is the body of the failure; evidence that cannot be read is an error.
 */
public final class TestJUnit {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String NO_TIME = "0.000";

    private TestJUnit() {}

    /**
     * Writes the document; flushes and closes nothing.
     *
     * @param now the time that the suites bear
     */
    public static void write(TestResult result, Instant now, Writer to) throws IOException {
        List<Supplier<JUnitXml.Suite>> suites = new ArrayList<>();
        result.files().forEach(file -> suites.add(() -> suite(result, file, now)));
        JUnitXml.document("preflight test", NO_TIME, suites, to);
    }

    private static JUnitXml.Suite suite(TestResult result, FileResult file, Instant now) {
        List<JUnitXml.Case> cases = new ArrayList<>();
        file.cases().forEach(one -> cases.add(of(result, file, one)));
        file.mutations().ifPresent(all -> cases.add(mutations(file, all)));
        file.coverage().ifPresent(all -> cases.add(coverage(file, all)));
        return new JUnitXml.Suite(file.file().name(), Optional.empty(), TIMESTAMP.format(now), NO_TIME, cases);
    }

    private static JUnitXml.Case of(TestResult result, FileResult file, CaseResult one) {
        String body = String.join("\n", TestPage.differences(one)) + "\n";
        String name = one.test().name();
        if (one.status() == Status.ERROR) {
            return of(file, name, JUnitXml.Kind.ERROR, one.errorCode(), String.join("; ", one.errors()), body);
        }
        if (one.status() == Status.FAILED) {
            Difference first = one.differences().get(0);
            String message =
                    first.kind().words() + ": " + (first.expected().isEmpty() ? first.found() : first.expected());
            return of(file, name, JUnitXml.Kind.FAILURE, first.kind().words(), message, body);
        }
        if (!one.test().reviewed()) {
            String message = "no person has confirmed what is expected; remove 'reviewed: false' when it is right";
            return result.strict()
                    ? of(file, name, JUnitXml.Kind.FAILURE, "not-reviewed", message, "")
                    : of(file, name, JUnitXml.Kind.OUTPUT, "", "", message + "\n");
        }
        return of(file, name, JUnitXml.Kind.PASSED, "", "", "");
    }

    private static JUnitXml.Case mutations(FileResult file, MutationResult all) {
        String said = TestPage.mutationsSaid(all);
        StringBuilder body = new StringBuilder(said).append('\n');
        all.survivors().forEach(survivor -> body.append(survivor).append('\n'));
        return all.survivors().isEmpty()
                ? of(file, "mutations", JUnitXml.Kind.OUTPUT, "", "", body.toString())
                : of(file, "mutations", JUnitXml.Kind.FAILURE, "survived", said, body.toString());
    }

    private static JUnitXml.Case coverage(FileResult file, Coverage coverage) {
        String said = TestPage.coverageSaid(coverage);
        StringBuilder body = new StringBuilder(said).append('\n');
        coverage.lines().forEach(line -> body.append(line).append('\n'));
        return coverage.enough()
                ? of(file, "coverage", JUnitXml.Kind.OUTPUT, "", "", body.toString())
                : of(file, "coverage", JUnitXml.Kind.FAILURE, "too-little", said, body.toString());
    }

    private static JUnitXml.Case of(
            FileResult file, String name, JUnitXml.Kind kind, String type, String message, String body) {
        return new JUnitXml.Case(file.profile(), name, kind, type, message, body);
    }
}
