package dev.preflight.checks.security;

import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.BootConfig;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mode of SELinux, now and after the next boot.
 *
 * @param modules what was read
 * @param wanted modes that are allowed
 * @param judgesNow whether the mode of now is required
 */
record SelinuxState(SecurityModules modules, List<SelinuxMode> wanted, boolean judgesNow) {
    private static final Subject MODE = Subject.of("selinux", "mode");
    private static final Subject LABELS = Subject.of("selinux", "labels");

    /** Without a policy nothing is refused, and programs take SELinux for disabled: is_selinux_enabled(3). */
    static SelinuxMode now(SecurityModules modules) {
        if (modules.enforce().isEmpty() || unloaded(modules)) {
            return SelinuxMode.DISABLED;
        }
        return modules.enforce().get() ? SelinuxMode.ENFORCING : SelinuxMode.PERMISSIVE;
    }

    private static boolean unloaded(SecurityModules modules) {
        return modules.enforce().isPresent() && modules.context().equals("kernel");
    }

    /** What is said of it; without a reading the next boot is not asked for. */
    List<Judgement> judge(Optional<Reading<BootConfig>> boot) {
        SelinuxMode now = now(modules);
        List<Judgement> said = new ArrayList<>();
        Optional<Reading<SelinuxBoot>> next = boot.map(read -> read.flatMap(one -> SelinuxBoot.of(modules, one)));
        if (judgesNow && !wanted.contains(now)) {
            said.add(wrongNow(now));
        } else {
            next.ifPresent(reading -> said.add(reading.fold(
                    after -> afterBoot(now, after),
                    missing -> Judgement.unknown(missing, MODE)
                            .with("mode", CodeName.of(now))
                            .withSeverity(Severity.WARNING))));
        }
        if (said.isEmpty()) {
            said.add(passed(now, ""));
        }
        boolean later = next.filter(reading -> reading.fold(
                        after -> after.mode()
                                .filter(mode -> mode != SelinuxMode.DISABLED)
                                .isPresent(),
                        missing -> false))
                .isPresent();
        if (modules.autorelabel() || (now == SelinuxMode.DISABLED && later)) {
            said.add(Judgement.warning("relabel-pending", LABELS)
                    .with("file", modules.autorelabel() ? "/.autorelabel" : ""));
        }
        return said;
    }

    private Judgement wrongNow(SelinuxMode now) {
        String code = now == SelinuxMode.DISABLED && unloaded(modules) ? "no-policy" : "wrong-now";
        Judgement judgement =
                Judgement.fail(code, MODE).with("mode", CodeName.of(now)).withSome("wanted", names());
        if (now == SelinuxMode.ENFORCING && wanted.contains(SelinuxMode.PERMISSIVE)) {
            return judgement
                    .withRemedy(Remedy.confirm("setenforce-0", Privilege.ROOT))
                    .withRemedy(file().asWell());
        }
        if (now == SelinuxMode.PERMISSIVE && wanted.contains(SelinuxMode.ENFORCING)) {
            return judgement
                    .withRemedy(Remedy.confirm("setenforce-1", Privilege.ROOT))
                    .withRemedy(file().asWell());
        }
        return wanted.contains(SelinuxMode.DISABLED)
                ? judgement
                        .withRemedy(file())
                        .withRemedy(Remedy.confirm("grubby", Privilege.ROOT).asWell())
                : judgement.withRemedy(Remedy.manual("switch-on"));
    }

    /** The mildest change that is allowed. */
    private Remedy file() {
        SelinuxMode mode = wanted.contains(SelinuxMode.PERMISSIVE) ? SelinuxMode.PERMISSIVE : wanted.get(0);
        return Remedy.confirm("file-" + CodeName.of(mode), Privilege.ROOT);
    }

    private List<String> names() {
        return wanted.stream().map(CodeName::of).toList();
    }

    private Judgement passed(SelinuxMode now, String where) {
        // The hooks stay, and with them their costs and what they log.
        boolean half = now == SelinuxMode.DISABLED && judgesNow && modules.lsm().contains("selinux");
        return (half ? Judgement.pass("half-disabled", MODE) : Judgement.pass(MODE))
                .with("mode", CodeName.of(now))
                .with("where", where);
    }

    private Judgement afterBoot(SelinuxMode now, SelinuxBoot after) {
        if (after.mode().isEmpty()) {
            return Judgement.warning("not-persisted", MODE)
                    .with("mode", CodeName.of(now))
                    .withSome("wanted", names())
                    .withRemedy(Remedy.manual("config"));
        }
        SelinuxMode mode = after.mode().get();
        if (wanted.contains(mode)) {
            return passed(judgesNow ? now : mode, after.where());
        }
        Judgement judgement = Judgement.warning("wrong-after-boot", MODE)
                .with("mode", CodeName.of(now))
                .with("after", CodeName.of(mode))
                .with("where", after.where())
                .withSome("wanted", names());
        return judgement.withRemedy(
                after.where().startsWith("/etc/selinux/config") && mode != SelinuxMode.DISABLED
                        ? file()
                        : Remedy.manual(mode == SelinuxMode.DISABLED ? "switch-on" : "cmdline"));
    }
}
