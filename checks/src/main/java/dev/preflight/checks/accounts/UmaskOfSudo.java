package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.accounts.UmaskEffectiveCheck.Params;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What sudoers says of the umask, for umask-effective: it takes precedence over PAM and start-up files (sudoers(5)). */
final class UmaskOfSudo {
    /** The file that the remedy sudo-umask writes. */
    private static final String OUR_FILE = "/etc/sudoers.d/zzzz-preflight-umask";

    private UmaskOfSudo() {}

    static boolean concerns(Context context) {
        return context == Context.SUDO || context == Context.SUDO_I;
    }

    /** Sudoers may set another umask than a login has. Only root may read it, so this is read as root. */
    static FactRequest<UmaskOrigins> request(Context context, Params params) {
        return new InContext<>(UmaskOrigins.SUDOERS, params.installUser(), List.of()).request(context);
    }

    /** The lines of sudoers that set the umask; none for a context without sudo. */
    static List<UmaskOrigins.Origin> lines(HostFacts facts, Context context, Params params) {
        if (!concerns(context)) {
            return List.of();
        }
        return facts.reading(request(context, params))
                .fold(
                        found -> found.origins().stream()
                                .filter(origin -> origin.text().matches("(?s)Defaults.*[\\s,!]umask(_override)?\\b.*"))
                                .toList(),
                        missing -> List.of());
    }

    /** Adds the remedy for these lines; a line of our own helps only where sudo reads it after them. */
    static Judgement mended(Judgement judgement, List<UmaskOrigins.Origin> lines, Params params) {
        boolean wrong =
                judgement.code().equals("wrong-mode") || judgement.code().equals("other-write");
        if (lines.isEmpty() || !wrong) {
            return judgement;
        }
        Remedy byHand = Remedy.manual("sudoers-line")
                .with("mask", UmaskEffectiveCheck.mask(params))
                .with(
                        "lines",
                        new Arg.Items(lines.stream()
                                .map(origin -> Arg.text(origin.file() + ":" + origin.line()))
                                .toList()));
        // Of several settings the last counts, and files are read in the order of their names (sudoers(5)).
        boolean beforeOurs = lines.stream().allMatch(origin -> origin.file().compareTo(OUR_FILE) < 0);
        return beforeOurs ? judgement.withRemedy(byHand) : judgement.mendedOnlyBy(byHand);
    }

    /**
     * Who calls sudo, as sudoers(5) lists users: the login user, who did so here and is known by number, and the install
     * user, who will.
     */
    static String users(HostFacts facts, Params params) {
        Stream<String> login = facts.reading(HostIdentity.REQUEST)
                .fold(host -> Stream.of("#" + host.userId()), none -> Stream.empty());
        return Stream.concat(login, Stream.of(params.installUser()).filter(user -> !user.isEmpty()))
                .collect(Collectors.joining(","));
    }
}
