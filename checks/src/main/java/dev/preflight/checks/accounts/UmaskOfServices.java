package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.FileMode;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of umask-effective that is read and not tried: what services and cron jobs start with. A job may still set
 * another umask in a script of its own; that cannot be seen from outside.
 */
final class UmaskOfServices {
    /** What open(2) asks for before the umask takes its bits. */
    private static final int FILE = 0666;

    /** What mkdir(2) asks for before the umask takes its bits. */
    private static final int DIRECTORY = 0777;

    private static final int OTHER_WRITE = 0002;

    private UmaskOfServices() {}

    static List<Judgement> ofUnits(
            HostFacts facts, UmaskEffectiveCheck.Params params, FactRequest<UnitEnvironment> request) {
        if (params.installUnits().isEmpty()) {
            return List.of(InContext.settingMissing(Context.UNIT, InContext.INSTALL_UNITS));
        }
        List<Judgement> judgements = facts.reading(request)
                .fold(
                        units -> {
                            List<Judgement> all = new ArrayList<>();
                            units.units().forEach((name, unit) -> all.add(unit(name, unit, params)));
                            return all;
                        },
                        missing -> List.of(Judgement.unknown(missing, InContext.subject(Context.UNIT))));
        return judgements.stream().map(judgement -> judgement.basedOn(request)).toList();
    }

    private static Judgement unit(String name, UnitEnvironment.Unit unit, UmaskEffectiveCheck.Params params) {
        Subject subject = Subject.of("context", Context.UNIT.id() + ":" + name);
        if (!unit.loaded()) {
            return Judgement.notApplicable("no-such-unit", subject).with("unit", name);
        }
        if (unit.umask().isEmpty()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject)
                    .with("detail", "systemd reports no UMask of " + name);
        }
        Judgement judged =
                judged(subject, unit.umask().get(), params, unit.user().isEmpty() ? "root" : unit.user());
        return judged.code().equals(Judgement.OK)
                ? judged
                : judged.withRemedy(Remedy.confirm("unit-umask", Privilege.ROOT)
                        .with("unit", Arg.text(name))
                        .with("mask", UmaskEffectiveCheck.mask(params)));
    }

    static List<Judgement> ofCron(
            HostFacts facts, UmaskEffectiveCheck.Params params, FactRequest<CronEnvironment> request) {
        List<Judgement> judgements = facts.reading(request)
                .fold(
                        cron -> cron(cron, params),
                        missing -> List.of(Judgement.unknown(missing, InContext.subject(Context.CRON))));
        return judgements.stream().map(judgement -> judgement.basedOn(request)).toList();
    }

    private static List<Judgement> cron(CronEnvironment cron, UmaskEffectiveCheck.Params params) {
        List<Judgement> judgements = new ArrayList<>();
        Subject subject = InContext.subject(Context.CRON);
        Optional<FileMode> umask = cron.umask();
        if (umask.isPresent()) {
            judgements.add(cronMended(judged(subject, umask.get(), params, "cron"), params));
        } else {
            Reason reason = cron.hiddenProc() && !cron.running() ? Reason.HIDDEN_PROC : Reason.NOT_COLLECTED;
            judgements.add(Judgement.unknown(reason, subject)
                    .with(
                            "detail",
                            cron.running()
                                    ? "the kernel does not report the umask of cron"
                                    : "no running cron was found"));
        }
        cron.umasks()
                .forEach((table, umasks) -> judgements.addAll(OneTable.worst(umasks.stream()
                        .map(mask -> cronMended(judged(OneTable.subject(table), mask, params, "cron"), params))
                        .toList())));
        cron.unreadable().forEach(file -> judgements.add(OneTable.unreadable(file)));
        return judgements;
    }

    private static Judgement cronMended(Judgement judged, UmaskEffectiveCheck.Params params) {
        return judged.code().equals(Judgement.OK)
                ? judged
                : judged.withRemedy(Remedy.manual("cron-umask").with("mask", UmaskEffectiveCheck.mask(params)));
    }

    private static Judgement judged(Subject subject, FileMode umask, UmaskEffectiveCheck.Params params, String user) {
        FileMode file = new FileMode(FILE & ~umask.bits());
        FileMode dir = new FileMode(DIRECTORY & ~umask.bits());
        Judgement judgement = file.covers(params.requiredFileMode()) && dir.covers(params.requiredDirMode())
                ? ((dir.bits() & OTHER_WRITE) != 0 ? Judgement.fail("other-write", subject) : Judgement.pass(subject))
                : Judgement.fail("wrong-mode", subject)
                        .with(
                                "required_file",
                                Arg.mode(params.requiredFileMode().bits()))
                        .with("required_dir", Arg.mode(params.requiredDirMode().bits()));
        return judgement
                .with("umask", umask.toString())
                .with("file", Arg.mode(file.bits()))
                .with("dir", Arg.mode(dir.bits()))
                .with("user", user);
    }
}
