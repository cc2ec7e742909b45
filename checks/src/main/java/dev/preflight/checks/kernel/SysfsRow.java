package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.fact.BootConfig;
import dev.preflight.checks.fact.BootConfig.Kind;
import dev.preflight.checks.kernel.SysfsBoot.Setting;
import dev.preflight.checks.kernel.SysfsLimits.Absent;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Optional;

/** One row of what is required of files below {@code /sys}: each that it names is judged, and the worst is said. */
final class SysfsRow {
    private static final List<String> WORST =
            List.of("wrong-now", WorstOf.UNKNOWN, "wrong-after-boot", "not-persisted", "late-writer", "too-late");

    /** Paths that a command may name: with nothing in them that a shell or tmpfiles.d(5) would read as more. */
    private static final String PLAIN_PATH = "/sys/[A-Za-z0-9_./:-]+";

    private static final String PLAIN_VALUE = "[A-Za-z0-9_.-]+";

    private final SysfsLimits limits;
    private final ValueBounds bounds;
    private final Subject subject;
    private final String key;
    private final SysfsValues values;
    private final Reading<BootConfig> boot;

    SysfsRow(Rows.Row<SysfsLimits> row, SysfsValues values, Reading<BootConfig> boot) {
        this.limits = row.limits();
        this.bounds = limits.bounds();
        this.key = row.key();
        this.subject = Subject.of("sysfs", key);
        this.values = values;
        this.boot = boot;
    }

    /** The worst of what is to be said of the files that the row names. */
    Judgement judge() {
        List<Judgement> all = values.named(key).stream().map(this::judge).toList();
        Judgement said = all.isEmpty() ? absent() : WorstOf.of(all, WORST);
        return said.with("key", key).with("required", bounds.signs());
    }

    private Judgement absent() {
        return limits.absent() == Absent.PASSES
                ? Judgement.notApplicable("no-such-file", subject)
                : Judgement.warning("absent", subject);
    }

    private Judgement judge(String path) {
        Optional<String> now = values.values().getOrDefault(path, Optional.empty());
        if (now.isEmpty()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", path);
        }
        boolean wrong = limits.at().contains(At.NOW) && !bounds.hold(now.get());
        Judgement judgement = wrong
                ? wrongNow(path, now.get())
                : limits.at().contains(At.BOOT)
                        ? boot.fold(
                                read -> next(read, path, now.get()),
                                missing -> Judgement.unknown(missing, subject).withSeverity(Severity.WARNING))
                        : Judgement.pass(subject);
        Judgement said = judgement.with("name", path).with("now", now.get());
        return boot.fold(read -> shown(said, new SysfsBoot(read, path)), missing -> said);
    }

    private static Judgement shown(Judgement judgement, SysfsBoot next) {
        List<String> all = next.settings().stream().map(Setting::toString).toList();
        List<String> unused = next.unused();
        Judgement said = all.isEmpty() ? judgement : judgement.with("setBy", Arg.firstOf(all));
        return unused.isEmpty() ? said : said.with("ignored", Arg.firstOf(unused));
    }

    private Judgement wrongNow(String path, String now) {
        Judgement wrong = Judgement.fail("wrong-now", subject);
        Optional<String> target = target(path, now);
        Judgement mended = target.filter(value -> now.matches(PLAIN_VALUE))
                .map(value -> wrong.withRemedy(Remedy.safe("set", Privilege.ROOT)
                        .with("path", Arg.text(path))
                        .with("value", Arg.text(value))
                        .with("before", Arg.text(now))))
                .orElseGet(() -> wrong.withRemedy(Remedy.manual("choose")));
        return boot.fold(
                read -> {
                    List<Setting> settings = new SysfsBoot(read, path).settings();
                    boolean lasts = !limits.at().contains(At.BOOT)
                            || SysfsOutlook.of(settings, bounds).holds();
                    return lasts ? mended : persisted(mended, read, settings, path, target);
                },
                missing -> mended);
    }

    /** Judges a file that is right now. */
    private Judgement next(BootConfig read, String path, String now) {
        SysfsBoot next = new SysfsBoot(read, path);
        List<Setting> settings = next.settings();
        Optional<Setting> certain = settings.stream().filter(Setting::certain).reduce((one, two) -> two);
        Optional<String> unreadable = next.unreadable(certain);
        if (unreadable.isPresent()) {
            return unknown(Reason.NOT_READABLE, unreadable.get());
        }
        Optional<Reading.Missing<?>> hidden = next.hiddenArgument();
        if (hidden.isPresent()
                && certain.flatMap(Setting::kind)
                        .filter(kind -> kind != Kind.TUNED)
                        .isEmpty()) {
            return Judgement.unknown(hidden.get(), subject).withSeverity(Severity.WARNING);
        }
        if (settings.isEmpty()) {
            return persisted(notPersisted(path), read, settings, path, target(path, now));
        }
        SysfsOutlook outlook = SysfsOutlook.of(settings, bounds);
        Setting last = settings.get(settings.size() - 1);
        if (outlook.holds()) {
            return inTime(settings, last);
        }
        return outlook.wrong()
                ? persisted(
                        Judgement.warning("wrong-after-boot", subject)
                                .with("boot", last.value().orElse("?"))
                                .with("by", last.where()),
                        read,
                        settings,
                        path,
                        target(path, now))
                : unknown(Reason.AMBIGUOUS, last.where());
    }

    private Judgement unknown(Reason reason, String detail) {
        return Judgement.unknown(reason, subject).with("detail", detail).withSeverity(Severity.WARNING);
    }

    private Judgement inTime(List<Setting> settings, Setting last) {
        List<Setting> before = settings.stream().filter(set -> !set.late()).toList();
        if (!last.late()
                || (!before.isEmpty() && SysfsOutlook.of(before, bounds).holds())) {
            return Judgement.pass(subject);
        }
        String code = last.kind().equals(Optional.of(Kind.TUNED)) ? "late-writer" : "too-late";
        return Judgement.warning(code, subject).with("by", last.where());
    }

    /**
     * The kernel is built with huge pages always or by madvise (its mm/Kconfig; with never since 6.8), and so it does not
     * start with never. The defaults of others are not known.
     */
    private Judgement notPersisted(String path) {
        boolean lost =
                path.endsWith("/transparent_hugepage/enabled") && !bounds.hold("always") && !bounds.hold("madvise");
        Judgement judgement = Judgement.warning("not-persisted", subject);
        return lost ? judgement : judgement.withSeverity(Severity.INFO);
    }

    /** With a file of tmpfiles.d where that has the last word. */
    private Judgement persisted(
            Judgement judgement, BootConfig read, List<Setting> settings, String path, Optional<String> target) {
        Optional<Setting> last = settings.stream().reduce((one, two) -> two);
        boolean wins = last.flatMap(Setting::kind)
                .filter(kind -> kind.compareTo(Kind.TMPFILES) >= 0)
                .isEmpty();
        if (wins && read.systemd() && target.isPresent()) {
            return judgement.withRemedy(Remedy.safe("persist", Privilege.ROOT)
                    .asWell()
                    .with("path", Arg.text(path))
                    .with("value", Arg.text(target.get()))
                    .with("name", Arg.text(path.substring(1).replaceAll("[/:]", "-"))));
        }
        return judgement.withRemedy(
                wins
                        ? Remedy.manual("write").asWell()
                        : Remedy.manual("edit")
                                .asWell()
                                .with("file", Arg.text(last.get().where())));
    }

    /** What a command can set it to. */
    private Optional<String> target(String path, String now) {
        return path.matches(PLAIN_PATH)
                ? bounds.target(now).filter(value -> value.matches(PLAIN_VALUE))
                : Optional.empty();
    }
}
