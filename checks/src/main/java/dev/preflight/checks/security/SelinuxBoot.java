package dev.preflight.checks.security;

import dev.preflight.checks.fact.BootConfig;
import dev.preflight.checks.fact.BootConfig.Argument;
import dev.preflight.checks.security.SecurityModules.ConfigLine;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Optional;

/**
 * The mode of SELinux after the next boot. Source: libselinux's selinux_init_load_policy(): without the kernel's module there
 * is no mode, a file that says {@code disabled} loads no policy, and {@code enforcing=} goes before what else the file says.
 *
 * @param mode empty if nothing sets it
 * @param where what sets it, with its place; empty if nothing does
 */
record SelinuxBoot(Optional<SelinuxMode> mode, String where) {

    /** The mode, by what the kernel's command line and the file say. */
    static Reading<SelinuxBoot> of(SecurityModules now, BootConfig boot) {
        boolean started = now.enforce().isPresent() || now.lsm().contains("selinux");
        return new LsmBoot("selinux", started, boot)
                .next()
                .flatMap(outlook -> outlook.on()
                        ? loaded(now, boot)
                        : Reading.got(new SelinuxBoot(Optional.of(SelinuxMode.DISABLED), outlook.where())));
    }

    private static Reading<SelinuxBoot> loaded(SecurityModules now, BootConfig boot) {
        if (now.unreadable().contains("/etc/selinux/config")) {
            return Reading.missing(Reason.NOT_READABLE, "/etc/selinux/config");
        }
        Optional<ConfigLine> line = now.config();
        if (line.filter(one -> one.value().startsWith("disabled")).isPresent()) {
            return Reading.got(new SelinuxBoot(
                    Optional.of(SelinuxMode.DISABLED), line.get().where()));
        }
        return boot.after("enforcing")
                .flatMap(word -> word.map(SelinuxBoot::of)
                        .orElseGet(() -> line.map(SelinuxBoot::of)
                                .orElseGet(() -> Reading.got(
                                        new SelinuxBoot(now.configThere() ? Optional.empty() : without(now), "")))));
    }

    /** Without the file there is usually no policy either; with one that is loaded it is not known what loads it. */
    private static Optional<SelinuxMode> without(SecurityModules now) {
        return now.enforce().isPresent() && !now.context().equals("kernel")
                ? Optional.empty()
                : Optional.of(SelinuxMode.DISABLED);
    }

    private static Reading<SelinuxBoot> of(Argument word) {
        if (!word.value().matches("\\d{1,9}")) {
            return Reading.missing(Reason.AMBIGUOUS, word.word());
        }
        SelinuxMode mode = word.value().matches("0+") ? SelinuxMode.PERMISSIVE : SelinuxMode.ENFORCING;
        return Reading.got(new SelinuxBoot(Optional.of(mode), word.word() + " (" + word.where() + ")"));
    }

    private static Reading<SelinuxBoot> of(ConfigLine line) {
        if (line.value().startsWith("enforcing")) {
            return Reading.got(new SelinuxBoot(Optional.of(SelinuxMode.ENFORCING), line.where()));
        }
        return line.value().startsWith("permissive")
                ? Reading.got(new SelinuxBoot(Optional.of(SelinuxMode.PERMISSIVE), line.where()))
                : Reading.missing(Reason.AMBIGUOUS, line.where());
    }
}
