package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.kernel.BootSettings.Outlook;
import dev.preflight.checks.kernel.BootSettings.Setting;
import dev.preflight.checks.kernel.SysctlLimits.Absent;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One row of what is required of settings of the kernel: each setting that it names is judged, and the worst is said. */
final class SysctlRow {
    /** Worst first; what could not be found out comes behind what is wrong for certain, and a pass last. */
    private static final List<String> WORST = List.of(
            "wrong-now",
            "per-interface",
            WorstOf.UNKNOWN,
            "wrong-after-boot",
            "module-first",
            "not-persisted",
            "late-writer");

    private final Rows.Row<SysctlLimits> row;
    private final SysctlLimits limits;
    private final Subject subject;
    private final String asked;
    private final SysctlValues values;
    private final Reading<SysctlBoot> boot;

    SysctlRow(Rows.Row<SysctlLimits> row, SysctlValues values, Reading<SysctlBoot> boot) {
        this.row = row;
        this.limits = row.limits();
        this.subject = Subject.of("sysctl", row.key());
        this.asked = SysctlValues.path(row.key());
        this.values = values;
        this.boot = boot;
    }

    /** The worst of what is to be said of the settings that the row names. */
    Judgement judge() {
        if (values.named(asked).isEmpty()) {
            Judgement absent = limits.absent() == Absent.PASSES
                    ? Judgement.pass(subject)
                    : Judgement.fail("absent", subject).withRemedy(Remedy.manual("bring"));
            return said(absent);
        }
        List<Judgement> all = paths().stream().map(this::judge).toList();
        return said(all.isEmpty() ? Judgement.pass(subject) : WorstOf.of(all, WORST));
    }

    private Judgement said(Judgement judgement) {
        return judgement.with("key", row.key()).with("required", limits.signs());
    }

    /** What is judged: of what holds for interfaces, these, and "all" only where it is named. */
    private List<String> paths() {
        List<String> named = values.named(asked);
        if (!limits.effective() || !PerInterface.is(asked)) {
            return named;
        }
        List<String> paths = new ArrayList<>(named);
        if (SysctlValues.isGlob(asked)) {
            paths.remove(PerInterface.of(asked, "all"));
        } else if (asked.equals(PerInterface.of(asked, "all"))) {
            paths.addAll(values.named(PerInterface.of(asked, "*")));
            paths.removeAll(List.of(PerInterface.of(asked, "default"), PerInterface.of(asked, "lo")));
        }
        return paths.stream().distinct().toList();
    }

    /** Whether what holds there is the greater of two values. */
    private boolean greater(String path) {
        return limits.effective()
                && PerInterface.is(path)
                && !path.equals(PerInterface.of(path, "all"))
                && !(path.equals(PerInterface.of(path, "default")) && path.equals(asked));
    }

    private Judgement judge(String path) {
        Optional<String> own = values.values().getOrDefault(path, Optional.empty());
        Optional<String> now = greater(path) ? own.flatMap(value -> greater(value, path)) : own;
        if (now.isEmpty()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", "/proc/sys/" + path);
        }
        Judgement judgement = limits.at().contains(At.NOW) && !limits.hold(now.get())
                ? wrongNow(path, now.get())
                : limits.at().contains(At.BOOT)
                        ? boot.fold(
                                read -> next(read).judge(path, greater(path), target(path, now.get())),
                                missing -> Judgement.unknown(missing, subject))
                        : Judgement.pass(subject);
        Judgement said = judgement.with("name", SysctlValues.name(path)).with("now", now.get());
        return boot.fold(read -> shown(said, next(read).of(path)), missing -> said);
    }

    private NextBoot next(SysctlBoot read) {
        return new NextBoot(read, limits, subject);
    }

    private Optional<String> greater(String own, String path) {
        return values.values()
                .getOrDefault(PerInterface.of(path, "all"), Optional.empty())
                .map(all -> PerInterface.greatest(all, own));
    }

    private static Judgement shown(Judgement judgement, Outlook outlook) {
        Judgement said = outlook.all().isEmpty() ? judgement : judgement.with("setBy", some(outlook.all()));
        return outlook.ignored().isEmpty() ? said : said.with("ignored", some(outlook.ignored()));
    }

    private static Arg some(List<Setting> settings) {
        return Arg.firstOf(settings.stream().map(Setting::toString).toList());
    }

    private Judgement wrongNow(String path, String now) {
        if (greater(path)) {
            return Judgement.fail("per-interface", subject)
                    .with("all", SysctlValues.name(PerInterface.of(path, "all")))
                    .withRemedy(Remedy.manual("both"));
        }
        Judgement wrong = Judgement.fail("wrong-now", subject);
        Optional<String> target = target(path, now);
        Judgement mended = target.map(wanted -> wrong.withRemedy(Remedy.safe("set", Privilege.ROOT)
                        .with("assignment", Arg.text(SysctlValues.name(path) + "=" + wanted))
                        .with("before", Arg.text(SysctlValues.name(path) + "=" + now))))
                .orElseGet(() -> wrong.withRemedy(Remedy.manual("choose")));
        return boot.fold(
                read -> {
                    Optional<String> next = next(read).of(path).winner().flatMap(Setting::value);
                    Judgement said =
                            next.map(value -> mended.with("boot", value)).orElse(mended);
                    boolean lasts = next.filter(limits::hold).isPresent()
                            || !limits.at().contains(At.BOOT);
                    return lasts ? said : next(read).persisted(said, path, target);
                },
                missing -> mended);
    }

    /** For a command: only of a setting that the row names itself, and whose name is one of a file, too. */
    private Optional<String> target(String path, String now) {
        return path.equals(asked) && SysctlValues.name(path).indexOf('/') < 0 ? limits.target(now) : Optional.empty();
    }
}
