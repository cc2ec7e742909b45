package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.app.Preflight;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.report.CleanText;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.report.Texts;
import dev.preflight.verdict.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the page about one check. */
@Command(
        name = "explain",
        description = "Say what a check looks at, what it takes, what it can find and how that is mended.",
        sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(
            arity = "0..1",
            paramLabel = "CHECK",
            description = "Id of a check, as 'preflight checks' lists them, or its name in a profile.")
    private String id = "";

    @Option(
            names = "--commands",
            paramLabel = "PROFILE",
            description =
                    "Instead, list everything that a profile runs on a host, by lane: shipped profile, or a file.")
    private @Nullable String commands;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "PROFILE",
            description =
                    "Shipped profile, or a file; its own names of checks are accepted too. Default: all that ship.")
    private @Nullable String profile;

    @Mixin
    private final LanguageOption language = new LanguageOption();

    ExplainCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Preflight preflight = Preflight.load();
        if (commands != null) {
            ConsoleWriter page = io.page();
            CommandsPage.write(preflight.profile(commands), page);
            io.print(page);
            return ExitCode.PROCEED.number();
        }
        if (id.isEmpty()) {
            throw new ProblemsException(
                    Place.of("explain"), "no check is named", "write explain CHECK, or --commands PROFILE");
        }
        Check<?> check = preflight.catalogue().checks().get(id);
        Optional<String> now = preflight.catalogue().replacementOf(id);
        if (now.isPresent()) {
            Diagnostics.warnings(
                    io,
                    List.of(new Problem(
                            Place.of("explain"), "check '" + id + "' was renamed", "write '" + now.get() + "'")));
            check = preflight.catalogue().checks().get(now.get());
        }
        Explained explained =
                check == null ? ofInstance(preflight) : new Explained(check, Optional.empty(), preflight.catalogue());
        Texts texts = Texts.of(explained.catalogue(), language.locale(io));
        ConsoleWriter page = io.page();
        new Explanation(texts, page).write(explained.check(), explained.params(), explained.catalogue());
        io.print(page);
        return ExitCode.PROCEED.number();
    }

    /**
     * What to explain.
     *
     * @param params with which a profile runs it; empty if that is its own affair
     * @param catalogue the checks that it is one of
     */
    private record Explained(Check<?> check, Optional<Record> params, Catalogue catalogue) {}

    /** Finds the check that has this name in a profile, and prints first which check it is. */
    private Explained ofInstance(Preflight preflight) throws ProblemsException {
        SortedSet<String> names = new TreeSet<>(preflight.catalogue().checks().keySet());
        for (String name : profile == null ? preflight.shippedProfiles() : List.of(profile)) {
            Profile loaded = preflight.profile(name);
            Catalogue catalogue = preflight.catalogue().with(loaded.own());
            for (CheckInstance<?> instance : loaded.checks()) {
                if (instance.name().equals(id)) {
                    boolean own = loaded.own().contains(instance.check());
                    named(preflight, instance, name);
                    return new Explained(
                            instance.check(), own ? Optional.of(instance.params()) : Optional.empty(), catalogue);
                }
                names.add(instance.name());
            }
            for (Check<?> check : loaded.own()) {
                if (check.spec().id().equals(id)) {
                    return new Explained(check, Optional.empty(), catalogue);
                }
                names.add(check.spec().id());
            }
        }
        throw new ProblemsException(
                Place.of("explain"),
                "there is no check '" + id + "'"
                        + (profile == null ? ", nor one of that name in a shipped profile" : ""),
                Suggestion.hint(id, names, preflight.catalogue().replacements()));
    }

    private void named(Preflight preflight, CheckInstance<?> instance, String name) {
        String checkId = instance.check().spec().id();
        if (!checkId.equals(id)) {
            ConsoleWriter page = io.page();
            Texts texts = preflight.texts(language.locale(io));
            page.text(0, texts.ofInstance(CleanText.of(id), checkId, CleanText.of(name)));
            page.blank();
            io.print(page);
        }
    }
}
