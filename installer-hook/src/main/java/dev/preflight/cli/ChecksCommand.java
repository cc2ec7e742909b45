package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.app.Preflight;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.report.Texts;
import dev.preflight.verdict.ExitCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the checks. */
@Command(name = "checks", description = "List every check there is, with its title.", sortOptions = false)
final class ChecksCommand implements Callable<Integer> {
    private final Io io;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "PROFILE",
            description = "List the checks that this profile runs or defines instead: shipped profile, or a file.")
    private @Nullable String profile;

    @Option(names = "--facts", description = "List the facts that checks of a profile may read, with their fields.")
    private boolean facts;

    @Mixin
    private final LanguageOption language = new LanguageOption();

    ChecksCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Preflight preflight = Preflight.load();
        Catalogue catalogue = preflight.catalogue();
        if (facts) {
            ConsoleWriter page = io.page();
            FactsPage.write(catalogue, page);
            io.print(page);
            return ExitCode.PROCEED.number();
        }
        Map<String, Check<?>> checks = catalogue.checks();
        if (profile != null) {
            Profile loaded = preflight.profile(profile);
            catalogue = catalogue.with(loaded.own());
            checks = new TreeMap<>();
            for (Check<?> check : loaded.own()) {
                checks.put(check.spec().id(), check);
            }
            for (CheckInstance<?> instance : loaded.checks()) {
                checks.put(instance.check().spec().id(), instance.check());
            }
        }
        Texts texts = Texts.of(catalogue, language.locale(io));
        int width = checks.keySet().stream().mapToInt(String::length).max().orElse(0);
        ConsoleWriter page = io.page();
        checks.forEach((id, check) -> page.labelled(0, id, width + 2, texts.title(id)));
        io.print(page);
        return ExitCode.PROCEED.number();
    }
}
