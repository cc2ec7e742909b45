package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.ProblemCollector;
import dev.preflight.casefile.CoverageGoal;
import dev.preflight.casefile.ProfileTests;
import dev.preflight.casefile.TestOptions;
import dev.preflight.casefile.TestResult;
import dev.preflight.casefile.Updated;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.CleanText;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs tests of profiles; connects to no host. */
@Command(
        name = "test",
        description = {
            "Run tests of profiles: cases on recorded evidence, and what each must come to. No host is involved.",
            "Beside the cases it tries changes that a good test notices: facts that are missing, and other limits."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:all as expected",
            "  1:not as expected: a case, a change that no case notices, or too little coverage",
            "  2:a test file, its profile or its evidence is wrong; the message says where",
            " 70:internal error, or output that could not be written"
        },
        sortOptions = false)
final class TestCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Test file, or a folder: all files below it whose names end in .test.yaml.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--no-mutations", description = "Run the cases alone.")
    private boolean noMutations;

    @Option(
            names = "--min-coverage",
            paramLabel = "[codes=|rows=]N%",
            split = ",",
            converter = CoverageOption.class,
            description =
                    "Least coverage, over what the files say: of the codes that a profile can find, or of its rows. A bare"
                            + " number is of the codes.")
    private List<CoverageGoal> coverage = new ArrayList<>();

    @Option(
            names = "--coverage",
            description = "List what each check and row came to, and what none of the cases reaches.")
    private boolean showCoverage;

    @Option(names = "--all", description = "Codes of severity info count for coverage, too.")
    private boolean allCodes;

    @Option(names = "--strict", description = "Cases that say 'reviewed: false' are failures.")
    private boolean strict;

    @Option(
            names = "--update",
            paramLabel = "CASE",
            description = "Rewrite the expectation of this case to its result, and print the difference. Repeatable.")
    private List<String> updates = new ArrayList<>();

    @Mixin
    private final RecordOptions record = new RecordOptions();

    @Mixin
    private final TestReportOptions report = new TestReportOptions();

    TestCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        if (record.asked()) {
            if (!paths.isEmpty()) {
                throw new ProblemsException(
                        Place.of("--record"),
                        "no test is run while a case is recorded",
                        "name the test file with --into");
            }
            return record.record(io, Preflight.load());
        }
        misused();
        ProblemCollector problems = new ProblemCollector();
        Preflight preflight = Preflight.load();
        Optional<TestReports> reports = problems.of(() -> report.reports(io, showCoverage));
        Optional<ProfileTests> tests = problems.of(() -> preflight.tests(paths));
        problems.throwIfAny();
        Diagnostics.warnings(io, tests.orElseThrow().warnings());
        if (!updates.isEmpty()) {
            return update(tests.orElseThrow());
        }
        CoverageGoal least = coverage.stream().reduce(CoverageGoal.NONE, CoverageGoal::or);
        TestResult result = tests.orElseThrow().run(new TestOptions(!noMutations, strict, least, allCodes));
        result.files().forEach(file -> Diagnostics.warnings(io, file.warnings()));
        return reports.orElseThrow().write(result).number();
    }

    private void misused() throws ProblemsException {
        if (record.withoutRecord().isPresent()) {
            throw new ProblemsException(
                    Place.of(record.withoutRecord().get()),
                    "nothing is recorded, and of a test this changes nothing: its profile and its cases say it",
                    "name the new case with --record, or leave the option out");
        }
        if (paths.isEmpty()) {
            throw new ProblemsException(Place.of("FILE"), "no test file is named", "name a test file or a folder");
        }
    }

    private int update(ProfileTests tests) throws ProblemsException {
        try {
            ConsoleWriter page = io.page();
            for (Updated one : tests.update(updates)) {
                page.hanging(0, CleanText.of(one.file() + ": " + one.name() + (one.changed() ? "" : ": unchanged")));
                if (one.changed()) {
                    one.before().forEach(line -> page.hanging(0, CleanText.of("- " + line)));
                    one.after().forEach(line -> page.hanging(0, CleanText.of("+ " + line)));
                }
            }
            io.print(page);
            return ExitCode.PROCEED.number();
        } catch (IOException e) {
            io.say("error: the test file was not written: " + e.getMessage());
            return ExitCode.INTERNAL_ERROR.number();
        }
    }
}
