package dev.preflight.cli;

import dev.preflight.api.Check;
import dev.preflight.app.Preflight;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.profile.CheckInstance;
import dev.preflight.report.CleanText;
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
            paramLabel = "CHECK",
            description = "Id of a check, as 'preflight checks' lists them, or its name in a profile.")
    private String id = "";

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
        Check<?> check = preflight.catalogue().checks().get(id);
        Optional<String> now = preflight.catalogue().replacementOf(id);
        if (now.isPresent()) {
            Diagnostics.warnings(
                    io,
                    List.of(new Problem(
                            Place.of("explain"), "check '" + id + "' was renamed", "write '" + now.get() + "'")));
            check = preflight.catalogue().checks().get(now.get());
        }
        if (check == null) {
            check = ofInstance(preflight);
        }
        io.out().print(Explanation.of(check, preflight.catalogue(), preflight.texts(language.locale())));
        io.out().flush();
        return ExitCode.PROCEED.number();
    }

    /** Finds the check that has this name in a profile, and prints first which check it is. */
    private Check<?> ofInstance(Preflight preflight) throws ProblemsException {
        SortedSet<String> names = new TreeSet<>(preflight.catalogue().checks().keySet());
        for (String name : profile == null ? preflight.shippedProfiles() : List.of(profile)) {
            for (CheckInstance<?> instance : preflight.profile(name).checks()) {
                if (instance.name().equals(id)) {
                    String checkId = instance.check().spec().id();
                    io.out()
                            .print(preflight
                                    .texts(language.locale())
                                    .ofInstance(CleanText.of(id), checkId, CleanText.of(name)));
                    io.out().print("\n\n");
                    return instance.check();
                }
                names.add(instance.name());
            }
        }
        throw new ProblemsException(
                Place.of("explain"),
                "there is no check '" + id + "'"
                        + (profile == null ? ", nor one of that name in a shipped profile" : ""),
                Suggestion.hint(id, names, preflight.catalogue().replacements()));
    }
}
