package dev.preflight.cli;

import dev.preflight.api.Check;
import dev.preflight.app.Preflight;
import dev.preflight.report.Texts;
import dev.preflight.verdict.ExitCode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the checks. */
@Command(name = "checks", description = "List every check there is, one line each.", sortOptions = false)
final class ChecksCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private final LanguageOption language = new LanguageOption();

    ChecksCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Preflight preflight = Preflight.load();
        Texts texts = preflight.texts(language.locale());
        Map<String, Check<?>> checks = preflight.catalogue().checks();
        int width = checks.keySet().stream().mapToInt(String::length).max().orElse(0);
        checks.forEach((id, check) -> io.out().println(id + " ".repeat(width - id.length() + 2) + texts.title(id)));
        io.out().flush();
        return ExitCode.PROCEED.number();
    }
}
