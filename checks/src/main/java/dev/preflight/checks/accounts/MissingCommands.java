package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of command-path that says of the commands that PATH does not lead to where they lie, or that they are not
 * there.
 *
 * @param lies where the commands lie, whatever PATH says
 */
record MissingCommands(HostFacts facts, Context context, Subject subject, CommandPath lies) {

    /** What is found in a standard directory or nowhere: one finding for each, however many commands there are. */
    List<Judgement> judged(List<RequiredCommand> commands) {
        Map<String, String> elsewhere = new LinkedHashMap<>();
        List<RequiredCommand> nowhere = new ArrayList<>();
        for (RequiredCommand required : commands) {
            Optional<String> file = lies.of(required).stream()
                    .flatMap(command -> command.standard().keySet().stream())
                    .findFirst();
            file.ifPresentOrElse(there -> elsewhere.put(required.toString(), there), () -> nowhere.add(required));
        }
        List<Judgement> judgements = new ArrayList<>();
        if (!elsewhere.isEmpty()) {
            judgements.add(notOnPath(List.copyOf(elsewhere.values())));
        }
        if (!nowhere.isEmpty()) {
            judgements.add(absent(nowhere));
        }
        return judgements;
    }

    private Judgement notOnPath(List<String> files) {
        List<String> directories = files.stream()
                .map(file -> file.substring(0, file.lastIndexOf('/')))
                .distinct()
                .toList();
        return PathRemedies.mended(
                context,
                lies,
                directories,
                Judgement.fail("not-on-path", subject)
                        .with("files", Arg.texts(files))
                        .with("directories", Arg.texts(directories))
                        .with("more", String.join(":", directories))
                        .with("path", lies.path()));
    }

    private Judgement absent(List<RequiredCommand> commands) {
        Judgement absent = Judgement.fail("absent", subject)
                .with(
                        "commands",
                        Arg.texts(
                                commands.stream().map(RequiredCommand::toString).toList()));
        List<String> names =
                commands.stream().map(command -> command.names().get(0)).toList();
        Optional<String> install = facts.reading(HostIdentity.REQUEST)
                .fold(host -> CommandPackages.install(host, names), none -> Optional.<String>empty());
        if (install.isPresent()) {
            absent = absent.withRemedy(Remedy.manual("install").with("install", Arg.text(install.get())));
        }
        boolean yq = commands.stream().anyMatch(command -> command.names().contains("yq"));
        return yq ? absent.withRemedy(Remedy.manual("which-yq")) : absent;
    }
}
