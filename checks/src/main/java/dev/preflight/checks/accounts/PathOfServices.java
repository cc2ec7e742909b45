package dev.preflight.checks.accounts;

import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of command-path that is read and not tried: whether the PATH of services and cron jobs leads to where the
 * commands lie.
 */
record PathOfServices(HostFacts facts, CommandPathCheck.Params params) {

    List<Judgement> ofUnits() {
        Subject subject = InContext.subject(Context.UNIT);
        if (params.installUnits().isEmpty()) {
            return List.of(InContext.settingMissing(Context.UNIT, InContext.INSTALL_UNITS));
        }
        FactRequest<UnitEnvironment> request = CommandPathCheck.units(params);
        return both(request, subject, (units, lies) -> {
            List<Judgement> judgements = new ArrayList<>();
            units.units().forEach((name, unit) -> {
                Subject own = Subject.of("context", Context.UNIT.id() + ":" + name);
                if (!unit.loaded()) {
                    judgements.add(Judgement.notApplicable("no-such-unit", own).with("unit", name));
                } else if (unit.path().isEmpty()) {
                    judgements.add(Judgement.unknown(Reason.NOT_READABLE, own)
                            .with("detail", "systemd reports no PATH of " + name));
                } else {
                    judgements.addAll(judged(Context.UNIT, own, unit.path().get(), lies));
                }
            });
            return judgements;
        });
    }

    List<Judgement> ofCron(FactRequest<CronEnvironment> request) {
        return both(request, InContext.subject(Context.CRON), (cron, lies) -> {
            Subject rest = InContext.subject(Context.CRON);
            List<Judgement> judgements =
                    new ArrayList<>(judged(Context.CRON, rest, CronEnvironment.DEFAULT_PATH, lies));
            cron.paths().forEach((table, paths) -> {
                Subject own = OneTable.subject(table);
                judgements.addAll(OneTable.worst(paths.stream()
                        .flatMap(path -> judged(Context.CRON, own, path, lies).stream())
                        .toList()));
            });
            cron.unreadableTables().forEach(table -> judgements.add(OneTable.unreadable(table)));
            return judgements;
        });
    }

    private interface Both<T> {
        List<Judgement> judge(T environment, CommandPath lies);
    }

    private <T> List<Judgement> both(FactRequest<T> request, Subject subject, Both<T> judge) {
        FactRequest<CommandPath> everywhere = CommandPathCheck.everywhere(params);
        List<Judgement> judgements = facts.reading(request)
                .fold(
                        known -> facts.reading(everywhere)
                                .fold(
                                        lies -> judge.judge(known, lies),
                                        missing -> List.of(Judgement.unknown(missing, subject))),
                        missing -> List.of(Judgement.unknown(missing, subject)));
        return judgements.stream()
                .map(judgement -> judgement.basedOn(request).basedOn(everywhere))
                .toList();
    }

    private List<Judgement> judged(Context context, Subject subject, String path, CommandPath lies) {
        List<String> elements = Arrays.asList(path.split(":", -1));
        CommandPath seen =
                new CommandPath(lies.user(), path, lies.directories(), lies.commands(), lies.kernel(), lies.modules());
        List<RequiredCommand> notFound = params.requiredCommands().stream()
                .filter(required -> !required.names().stream().anyMatch(name -> found(lies, name, elements)))
                .toList();
        List<Judgement> judgements =
                new ArrayList<>(new MissingCommands(facts, context, subject, seen).judged(notFound));
        judgements.addAll(PathFaults.of(subject, seen));
        return judgements.isEmpty() ? List.of(Judgement.pass(subject).with("path", path)) : judgements;
    }

    private static boolean found(CommandPath lies, String name, List<String> elements) {
        CommandPath.Command command = lies.commands().get(name);
        return command != null
                && command.standard().keySet().stream()
                        .anyMatch(file -> elements.contains(file.substring(0, file.lastIndexOf('/'))));
    }
}
