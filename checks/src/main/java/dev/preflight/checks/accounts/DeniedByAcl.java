package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.accounts.HelperRuns.Helper;
import java.util.Optional;

/**
 * A file or directory that an access control list keeps from a user: there the mode says little, its middle three letters
 * are the list's mask, and no chmod gives the user what the list takes.
 *
 * <p>Sources: acl(5), setfacl(1); {@code ls} marks such a mode with a plus (coreutils, info ls).
 */
final class DeniedByAcl {
    private DeniedByAcl() {}

    /** Whether a line of {@code ls -ld} shows a list. */
    static boolean shows(String line) {
        return line.matches("[-ld][-rwxsStT]{9}\\+.*");
    }

    static Judgement judgement(Subject subject, Helper helper, String path, String line) {
        return Judgement.fail("acl", subject)
                .with("path", path)
                .with("line", line)
                .with("acl", Arg.texts(helper.acl()))
                .withRemedy(remedy(helper, path));
    }

    /** An entry of the user's own counts before those of groups and others; the mask is what setfacl changes beside it. */
    private static Remedy remedy(Helper helper, String path) {
        Optional<String> mask = entry(helper, "mask::");
        if (helper.uid().isEmpty() || mask.isEmpty()) {
            return Remedy.manual("acl-by-hand").with("path", Arg.text(path));
        }
        String own = "user:" + helper.uid().get() + ":";
        Optional<String> before = entry(helper, own);
        return Remedy.confirm(before.isPresent() ? "change-acl" : "add-acl", Privilege.ROOT)
                .with("path", Arg.text(path))
                .with("entry", Arg.text(own + "r-x"))
                .with("before", Arg.text(before.orElse("user:" + helper.uid().get())))
                .with("mask", Arg.text(mask.get()));
    }

    /** The entry that begins so; getfacl adds what the mask leaves of it, behind a tab. */
    private static Optional<String> entry(Helper helper, String begin) {
        return helper.acl().stream()
                .map(line -> line.split("[\\s#]", 2)[0])
                .filter(line -> line.startsWith(begin) && line.matches("[a-z]+:\\d*:[-rwx]{3}"))
                .findFirst();
    }
}
