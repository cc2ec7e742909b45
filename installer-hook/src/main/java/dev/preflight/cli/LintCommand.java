package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.RunPlan;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Mention;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.report.CleanText;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says everything that is wrong with profiles. */
@Command(
        name = "lint",
        description = "Say everything that is wrong with profiles; an expired waiver is an error here.",
        sortOptions = false)
final class LintCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(arity = "1..*", paramLabel = "PROFILE", description = "Shipped profile, or a file.")
    private List<String> profiles = new ArrayList<>();

    @Mixin
    private final SetOptions sets = new SetOptions();

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "Inventory that the profiles are for: groups and hosts that it does not have are errors.")
    private @Nullable Path inventory;

    private @Nullable Inventory hosts;

    LintCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        BiConsumer<List<Mention>, Problems> names = (mentions, problems) -> {};
        if (inventory != null) {
            hosts = InventoryLoader.load(inventory);
            names = hosts.members()::check;
        }
        ProfileLoader loader =
                new ProfileLoader(Catalogue.load(), new ProfileFiles(LintCommand.class.getClassLoader()));
        boolean clean = true;
        for (String profile : profiles) {
            List<Problem> problems =
                    loader.lint(profile, sets.values(), io.clock().instant(), names);
            if (problems.isEmpty()) {
                problems = planned(loader, profile);
            }
            problems.forEach(problem ->
                    io.out().println(CleanText.of(named(problem, profile).toString())));
            if (problems.isEmpty()) {
                io.out().println(CleanText.of(profile) + ": ok");
            }
            clean &= problems.isEmpty();
        }
        io.out().flush();
        return (clean ? ExitCode.PROCEED : ExitCode.NOT_RUN).number();
    }

    /** A problem of the name itself, which here is an argument and not an option, is said of that name. */
    private static Problem named(Problem problem, String profile) {
        return problem.place().equals(Place.of("--profile"))
                ? new Problem(Place.of(profile), problem.message(), problem.hint())
                : problem;
    }

    /** What is wrong with a run of this profile on the hosts of the inventory, before any is reached. */
    private List<Problem> planned(ProfileLoader loader, String profile) {
        if (hosts == null) {
            return List.of();
        }
        try {
            RunPlan unused = RunPlan.of(
                            loader.load(profile, sets.values()), hosts.members(), hosts.hosts(), List.of(), List.of())
                    .carriedOut();
            return List.of();
        } catch (ProblemsException e) {
            return e.problems();
        }
    }
}
