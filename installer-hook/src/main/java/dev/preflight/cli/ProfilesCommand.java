package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.ProfileChoice;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileSummary;
import dev.preflight.report.Texts;
import dev.preflight.verdict.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the profiles that ship. */
@Command(
        name = "profiles",
        description = "List the profiles that ship: what each extends and what it is for.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "Read one: preflight profiles show container-host"},
        sortOptions = false)
final class ProfilesCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private final LanguageOption language = new LanguageOption();

    ProfilesCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Preflight preflight = Preflight.load();
        Texts texts = preflight.texts(language.locale());
        for (ProfileSummary profile : preflight.summaries(language.locale())) {
            boolean standard = profile.name().equals(ProfileChoice.DEFAULT);
            io.out().println(texts.ofProfile(profile.name(), String.join(", ", profile.parents()), standard));
            io.out().println("    " + profile.description());
        }
        io.out().flush();
        return ExitCode.PROCEED.number();
    }
}
