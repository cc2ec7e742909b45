package dev.preflight.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes of a profile and of what is known of hosts survive, by checks with planted faults. */
class MutationsTest {
    private static final String IDENTITY =
            "host-identity@clean: |\n  Linux 6.1 x86_64\n  0\n  container=none\n  done\n";

    private static final String EXACT = "mutations: {limits: exact}";

    @TempDir
    Path folder;

    private static Catalogue catalogue() {
        return new Catalogue(Stream.of(Planted.Fault.values()).map(Planted::new).toList());
    }

    /** Runs a test file whose cases are of hosts that said these numbers; each passes or not as it is. */
    private TestResult run(String checks, String mutations, long... numbers) {
        return run(checks, mutations, expected(numbers), numbers);
    }

    private TestResult run(String checks, String mutations, String findings, long... numbers) {
        try {
            StringBuilder hosts = new StringBuilder("formatVersion: 1\nstartedAt: 2026-11-02T10:00:00Z\nhosts:\n");
            for (int i = 0; i < numbers.length; i++) {
                String said = IDENTITY + "number@clean: \"" + numbers[i] + "\"\n";
                hosts.append("  h").append(i).append(":\n    said:\n").append(said.indent(6));
            }
            Files.writeString(folder.resolve("e.yaml"), hosts);
            Files.writeString(folder.resolve("p.yaml"), "name: p\nchecks:\n" + checks.indent(2));
            String expect = findings.startsWith("{") ? findings : "{findings: " + findings + "}";
            Path file = Files.writeString(
                    folder.resolve("p.test.yaml"),
                    "profile: p.yaml\ncases:\n  - {name: one, evidence: e.yaml, expect: " + expect + "}\n" + mutations);
            return run(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The hosts are as the numbers are: below 10 is wrong. */
    private static String expected(long... numbers) {
        StringBuilder findings = new StringBuilder();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 10) {
                findings.append("{code: wrong, check: number, host: h")
                        .append(i)
                        .append("},");
            }
        }
        return "[" + findings + "]";
    }

    private static TestResult run(Path file) {
        try {
            Catalogue catalogue = catalogue();
            ProfileLoader profiles =
                    new ProfileLoader(catalogue, new ProfileFiles(MutationsTest.class.getClassLoader()));
            return ProfileTests.prepare(catalogue, profiles, List.of(file))
                    .run(new TestOptions(true, false, CoverageGoal.NONE, false));
        } catch (ProblemsException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static List<String> survivors(TestResult result) {
        assertThat(result.files().get(0).cases())
                .allSatisfy(one -> assertThat(one.status())
                        .as("%s %s", one.differences(), one.errors())
                        .isEqualTo(CaseResult.Status.PASSED));
        return result.files().get(0).mutations().orElseThrow().survivors().stream()
                .map(Survivor::toString)
                .toList();
    }

    @Test
    void aBoundThatIsMeasuredOnBothSidesHasNoSurvivor() {
        TestResult result = run("number: {params: {require: {a: {min: 10}}}}", EXACT, 9, 10);
        assertThat(survivors(result)).isEmpty();
        assertThat(result.exit()).isEqualTo(ExitCode.PROCEED);
        // The number of each host, three numbers around the one that is measured, and the two beside 10.
        assertThat(result.files().get(0).mutations().orElseThrow().tried()).isEqualTo(7);
    }

    @Test
    void aThresholdThatIsOffByOneSurvivesWhereNoCaseIsBesideIt() {
        TestResult result = run("number: {params: {require: {a: {min: 10}}}}", EXACT, 8, 11);
        assertThat(survivors(result))
                .containsExactly(
                        "number a min: no case notices 9 in place of 10",
                        "number a min: no case notices 11 in place of 10");
        assertThat(result.exit()).isEqualTo(ExitCode.BLOCKED);
        assertThat(survivors(run("number: {params: {require: {a: {min: 10}}}}", "", 8, 11)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "262145, 262144, it may be off by one: a case measures 262144; and none 262145",
        "262143, 262144, it may be off by one: a case measures 262144; and none 262143",
        "262144, 262144,",
        "262144, 1048576,",
        "262144, 262142,",
        "11, 10,"
    })
    void aThresholdBesideWhatACaseMeasuresIsOneThatMayBeOffByOne(int min, long number, String said) {
        String expected = min > number ? "[{code: wrong, check: number}]" : "[]";
        assertThat(survivors(run("number: {params: {require: {a: {min: " + min + "}}}}", "", expected, number)))
                .isEqualTo(said == null ? List.of() : List.of("number a min: " + said.replace(';', ',')));
    }

    @Test
    void whereACaseMeasuresTheThresholdItselfTheOneBesideItIsNoSlip() {
        assertThat(survivors(run(
                        "number: {params: {require: {a: {min: 262144}}}}",
                        "",
                        "[{code: wrong, check: number, host: h1}]",
                        262144,
                        262143)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {require: {a: {max: 10}}} | 10 | number a max: no case notices 11 in place of 10
            {require: {a: {value: 10}}} | 10 |
            {require: {a: 10}} | 10 |
            {require: {a: {min_size: 1KiB}}} | 1024 | number a min_size: no case notices 0KiB in place of 1KiB
            {require: {a: {max_time: 1m}}} | 60 | number a max_time: no case notices 2m in place of 1m
            {require: {a: {min_version: "1.10"}}} | 10 | number a min_version: no case notices 1.9 in place of 1.10
            {least: 10} | 10 | number least: no case notices 9 in place of 10
            """)
    void numbersOfEveryTypeAreChangedByOneOfTheirUnit(String params, long number, String survivor) {
        assertThat(survivors(run("number: {params: " + params + "}", EXACT, number)))
                .isEqualTo(survivor == null ? List.of() : List.of(survivor));
    }

    @Test
    void aBoundOnTheWrongSideSurvives() {
        assertThat(survivors(run("number-reversed: {params: {require: {a: {min: 10}}}}", "", 10)))
                .contains(
                        "number-reversed a min: it acts as a maximum: by 9, 10 and 11 the outcome becomes better (case 'one')");
    }

    @Test
    void aBoundThatIsNotReadSurvives() {
        assertThat(survivors(run("number-unread: {params: {require: {a: {min: 10}}}}", "", 10)))
                .contains("number-unread a min: no case measures it: with any other limit the same is found");
    }

    @Test
    void aCheckThatPassesWithoutAFactThatDecidesSurvives() {
        TestResult result = run("number-absence-passes: {params: {require: {a: {value: 10}}}}", "", 10);
        assertThat(survivors(result)).contains("number-absence-passes passes without number@clean (case 'one')");
        assertThat(result.exit()).isEqualTo(ExitCode.BLOCKED);
    }

    @Test
    void aCheckThatLooksAtAFactOfAnotherSurvives() {
        assertThat(survivors(run(
                        "number: {params: {require: {a: 10}}}\nnumber-peeks: {params: {least: 1}}\n",
                        "mutations: {limits: off}",
                        10)))
                .containsExactly("number-peeks changes without number@clean, which it does not ask for (case 'one')");
    }

    @Test
    void whatTheFileAllowsIsCountedAndNoFailure() {
        TestResult result = run(
                "number: {params: {require: {a: {min: 10}, b: {min: 3}}}}",
                "mutations: {limits: exact, except: [{check: number, row: b, why: both are measured in the field},"
                        + " {check: number, row: a, limit: min, why: the same}]}",
                11);
        assertThat(survivors(result)).isEmpty();
        assertThat(result.exit()).isEqualTo(ExitCode.PROCEED);
        assertThat(result.files().get(0).mutations().orElseThrow().spared()).isEqualTo(4);
        assertThat(survivors(run(
                        "number: {params: {require: {a: {min: 10}, b: {min: 3}}}}",
                        "mutations: {limits: exact, except: [{check: number, row: b, why: both are measured in the field}]}",
                        11)))
                .hasSize(2);
    }

    @Test
    void evidenceIsParsedOnceForAnyNumberOfChanges() {
        StringBuilder rows = new StringBuilder("number: {params: {require: {");
        for (int i = 0; i < 200; i++) {
            rows.append("r").append(i).append(": {min: 10},");
        }
        Planted.PARSED.set(0);
        TestResult result = run(rows + "}}}", EXACT, 10);
        assertThat(result.files().get(0).mutations().orElseThrow().tried()).isEqualTo(1 + 200 * 5);
        assertThat(Planted.PARSED).hasValue(1);
    }

    @Test
    void aCaseThatFailsIsNotChanged() {
        TestResult result = run("number: {params: {require: {a: {min: 10}}}}", "", 10);
        assertThat(result.files().get(0).mutations().orElseThrow().tried()).isPositive();
        TestResult failed = run("number: {params: {require: {a: {min: 12}}}}", "", 11);
        assertThat(failed.files().get(0).count(CaseResult.Status.FAILED)).isEqualTo(1);
        assertThat(failed.files().get(0).mutations().orElseThrow().tried()).isZero();
    }

    @Test
    void codesOfChangesAreNotCovered() {
        Coverage coverage = run("number: {params: {require: {a: {min: 10}}}}", "", 10)
                .files()
                .get(0)
                .coverage()
                .orElseThrow();
        assertThat(coverage.lines())
                .extracting(Coverage.Line::toString)
                .containsExactly("number a: pass; never: wrong, unknown");
        assertThat(coverage.codes()).isEqualTo(1);
        assertThat(coverage.codesReached()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {others: any, verdict: blocked} | number a min: no case expects what it finds: by 9 in place of 10 all is as expected
            {others: any, findings: [{check: other, code: wrong}]} | number a min: no case expects what it finds: by 9 in place of 10 all is as expected
            {others: any, findings: [{check: number, code: wrong, host: h0}]} |
            {others: any, none: [unknown], findings: [{check: number, code: wrong}]} |
            {verdict: blocked, none: [fail, unknown], findings: [{check: number, outcome: fail}, {check: other, code: wrong}]} |
            """)
    void onlyAnExpectationThatSpeaksOfItNoticesAnotherNumber(String expect, String survivor) {
        String checks = "number: {params: {require: {a: {min: 10}}}}\n"
                + "other: {check: number, params: {require: {b: {value: 11}}}}\n";
        List<String> survivors = survivors(run(checks, "mutations: {withhold: off}", expect, 9)).stream()
                .filter(one -> one.startsWith("number "))
                .toList();
        assertThat(survivors).isEqualTo(survivor == null ? List.of() : List.of(survivor));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {others: any, findings: [{check: other, code: wrong}]} | number
            {others: any, verdict: blocked} |
            {others: any, findings: [{check: number, code: wrong}]} | other
            {others: any, findings: [{check: number, code: wrong}, {check: other, code: wrong}]} |
            {others: any, none: [unknown]} |
            {findings: [{check: number, code: wrong}, {check: other, code: wrong}]} |
            """)
    void onlyAnExpectationThatSpeaksOfItNoticesThatAFactIsMissing(String expect, String unnoticed) {
        String checks = "number: {params: {require: {a: {min: 10}}}}\n"
                + "other: {check: number, params: {require: {b: {value: 11}}}}\n";
        List<String> survivors = survivors(run(checks, "mutations: {limits: off}", expect, 9));
        if (unnoticed == null) {
            assertThat(survivors).isEmpty();
        } else {
            assertThat(survivors).contains("no case notices that " + unnoticed + " is without number@clean");
        }
    }

    @Test
    void codesOfWhichNoExpectationSpeaksAreNotCovered() {
        String checks = "number: {params: {require: {a: {min: 10}}}}";
        String listed = "{others: any, findings: [{check: number, code: wrong}]}";
        assertThat(run(checks, "", listed, 9)
                        .files()
                        .get(0)
                        .coverage()
                        .orElseThrow()
                        .codesReached())
                .isEqualTo(1);
        assertThat(run(checks, "", "{others: any, verdict: blocked}", 9)
                        .files()
                        .get(0)
                        .coverage()
                        .orElseThrow()
                        .codesReached())
                .isZero();
    }
}
