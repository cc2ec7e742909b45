package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.fact.Context;
import java.util.List;

/** How the directories that a PATH lacks are added to it, behind what it has: nothing that is found now goes missing. */
final class PathRemedies {
    /** Characters that need no quoting, neither in a shell's start-up file nor between the quotes of sudoers(5). */
    private static final String PLAIN = "[A-Za-z0-9/._:+@-]+";

    private PathRemedies() {}

    /**
     * The finding with what adds the directories in this context.
     *
     * @param seen PATH as the context has it
     */
    static Judgement mended(Context context, CommandPath seen, List<String> directories, Judgement judgement) {
        String more = String.join(":", directories);
        return switch (context) {
            case EXEC, LOGIN, SU_LOGIN, SUDO_I ->
                more.matches(PLAIN)
                        ? judgement.withRemedy(Remedy.confirm("user-path", Privilege.USER)
                                .by(seen.user())
                                .with("more", Arg.text(more)))
                        : judgement;
            case SUDO -> judgement.withRemedy(sudo(seen.path(), more));
            case SU -> judgement.withRemedy(Remedy.manual("su-path"));
            default -> judgement;
        };
    }

    private static Remedy sudo(String path, String more) {
        String whole = path.isEmpty() ? more : path + ":" + more;
        return whole.matches(PLAIN)
                ? Remedy.confirm("sudo-path", Privilege.ROOT).with("path", Arg.text(whole))
                : Remedy.manual("sudo-path-by-hand");
    }
}
