package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.casefile.ProfileTests;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Linted;
import dev.preflight.report.CleanText;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints every problem of profiles. */
@Command(
        name = "lint",
        description = "Say everything that is wrong with profiles; an expired waiver is an error here.",
        sortOptions = false)
final class LintCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(
            arity = "1..*",
            paramLabel = "PROFILE",
            description = "Shipped profile, a file, or a test file (.test.yaml).")
    private List<String> profiles = new ArrayList<>();

    @Mixin
    private final SetOptions sets = new SetOptions();

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "Inventory that the profiles are for: groups and hosts that it does not have are errors.")
    private List<String> inventories = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "text",
            converter = LintForm.Converter.class,
            description = "Say it as text, json, github (annotations of a workflow)"
                    + " or gitlab (a report of code quality). Default: ${DEFAULT-VALUE}.")
    private LintForm form = LintForm.TEXT;

    LintCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Optional<Inventory> hosts =
                inventories.isEmpty() ? Optional.empty() : Optional.of(InventoryLoader.load(inventories));
        Preflight preflight = Preflight.load();
        List<LintForm.Found> all = new ArrayList<>();
        for (String profile : profiles) {
            LintForm.Found found = found(preflight, profile, hosts);
            if (form == LintForm.TEXT) {
                print(found);
            }
            all.add(found);
        }
        if (form != LintForm.TEXT) {
            io.out().print(form.of(all));
        }
        boolean clean = all.stream().allMatch(one -> one.errors().isEmpty());
        return (clean ? ExitCode.PROCEED : ExitCode.NOT_RUN).number();
    }

    private LintForm.Found found(Preflight preflight, String profile, Optional<Inventory> hosts) {
        Linted linted = ProfileTests.isTestFile(profile)
                ? preflight.lintTests(Path.of(profile))
                : preflight.lint(profile, sets.values(), io.clock().instant(), hosts);
        List<Problem> errors = linted.problems().stream()
                .map(problem -> Diagnostics.ofArgument(problem, profile))
                .toList();
        return new LintForm.Found(profile, errors, linted.warnings());
    }

    private void print(LintForm.Found found) {
        Diagnostics.warnings(io, found.warnings());
        ConsoleWriter page = io.page();
        found.errors().forEach(problem -> page.hanging(0, CleanText.of(problem.toString())));
        if (found.errors().isEmpty()) {
            page.text(0, CleanText.of(found.name()) + ": ok");
        }
        io.print(page);
    }
}
