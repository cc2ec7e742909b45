package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.ProfileChoice;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileSummary;
import dev.preflight.report.ConsoleWriter;
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
        Texts texts = preflight.texts(language.locale(io));
        ConsoleWriter page = io.page();
        for (ProfileSummary profile : preflight.summaries(language.locale(io))) {
            boolean standard = profile.name().equals(ProfileChoice.DEFAULT);
            page.hanging(0, texts.ofProfile(profile.name(), String.join(", ", profile.parents()), standard));
            page.text(4, profile.description());
        }
        io.print(page);
        return ExitCode.PROCEED.number();
    }
}
