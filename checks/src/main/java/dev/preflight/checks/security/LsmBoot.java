package dev.preflight.checks.security;

import dev.preflight.checks.fact.BootConfig;
import dev.preflight.checks.fact.BootConfig.Argument;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether the next boot starts a module of the kernel. Sources: the kernel's kernel-parameters on {@code lsm} (which goes
 * before {@code security}), {@code selinux} and {@code apparmor}; its security/security.c.
 *
 * @param module {@code selinux} or {@code apparmor}, which is also the word that switches it
 * @param now whether the kernel has started it
 * @param boot the command lines
 */
record LsmBoot(String module, boolean now, BootConfig boot) {

    /**
     * What decides about it.
     *
     * @param on whether the module is started
     * @param where the word of the command line and its place; empty if none decides
     */
    record Outlook(boolean on, String where) {}

    /** What becomes of it; missing if that depends on how the kernel was built, or is not known. */
    Reading<Outlook> next() {
        return boot.next().flatMap(words -> outlook(words).map(Reading::got).orElseGet(this::unchanged));
    }

    private Optional<Outlook> outlook(List<Argument> words) {
        Optional<Argument> own = last(words, module);
        if (own.filter(word -> word.value().equals("0")).isPresent()) {
            return own.map(word -> said(false, word));
        }
        Optional<Argument> list = last(words, "lsm");
        if (list.isPresent()) {
            return list.map(word -> said(Arrays.asList(word.value().split(",")).contains(module), word));
        }
        return last(words, "security").map(word -> said(word.value().equals(module), word));
    }

    /** No word decides: then it is as now, unless one decided now. */
    private Reading<Outlook> unchanged() {
        Optional<Outlook> decided = outlook(boot.running());
        if (decided.isEmpty() || decided.get().on()) {
            return Reading.got(new Outlook(now, ""));
        }
        // What had to be switched off is on without the switch.
        return boot.now(module).filter(word -> word.value().equals("0")).isPresent()
                ? Reading.got(new Outlook(true, ""))
                : Reading.missing(Reason.AMBIGUOUS, decided.get().where());
    }

    private static Outlook said(boolean on, Argument word) {
        return new Outlook(on, word.word() + " (" + word.where() + ")");
    }

    private static Optional<Argument> last(List<Argument> words, String name) {
        return words.stream().filter(word -> word.name().equals(name)).reduce((one, two) -> two);
    }
}
