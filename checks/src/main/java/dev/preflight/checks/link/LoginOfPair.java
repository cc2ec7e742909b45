package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Pair;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.link.SshLogins.Login;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of the login from one host to another. */
record LoginOfPair(LinkFacts facts, Pair pair, SshBetweenHostsCheck.Params params) {
    /** One hundredth of a second. */
    private static final long TICK = 10;

    /** The port that needs no mark in known_hosts: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
    private static final int USUAL_PORT = 22;

    List<Judgement> judged() {
        return facts
                .reading(pair.from(), params.request())
                .flatMap(logins -> logins.to(pair.to()))
                .<List<Judgement>>fold(this::judged, missing -> List.of(Judgement.unknown(missing, subject())))
                .stream()
                .map(said ->
                        said.with("from", pair.from()).with("to", pair.to()).basedOn(params.request()))
                .toList();
    }

    private Subject subject() {
        return params.subject();
    }

    private List<Judgement> judged(Login login) {
        if (login.status() != 0) {
            return List.of(told(failed(login), login));
        }
        List<Judgement> said = new ArrayList<>();
        Optional<Duration> took = login.took().map(ticks -> Duration.ofMillis(TICK * ticks));
        if (params.silent() && !login.said().isEmpty()) {
            said.add(Judgement.warning("prints-text", subject())
                    .with("said", login.said().get(0))
                    .withRemedy(Remedy.manual("silence")));
        }
        if (took.filter(time -> time.compareTo(params.maxTime()) > 0).isPresent()) {
            said.add(Judgement.warning("slow-login", subject())
                    .with("max", Arg.span(params.maxTime()))
                    .withRemedy(Remedy.manual("faster")));
        }
        if (said.isEmpty()) {
            said.add(Judgement.pass(subject()));
        }
        return said.stream()
                .map(one -> took.map(time -> one.with("took", Arg.span(time))).orElse(one))
                .map(one -> told(one, login))
                .toList();
    }

    private static Judgement told(Judgement said, Login login) {
        int last = login.errors().size() - 1;
        Judgement told = said.with("address", login.address());
        return last < 0 || login.status() == 0
                ? told
                : told.with("error", login.errors().get(last));
    }

    private Judgement failed(Login login) {
        Optional<LoginFault> fault = LoginFault.of(login);
        if (fault.isEmpty()) {
            // Such as settings of the user that ssh does not take.
            String said =
                    login.errors().isEmpty() ? "ssh: status " + login.status() : String.join("; ", login.errors());
            return Judgement.unknown(Reason.AMBIGUOUS, subject()).with("detail", said);
        }
        Judgement said = Judgement.fail(fault.get().code(), subject());
        return switch (fault.get()) {
            case NO_KEY -> said.withRemedy(Remedy.manual("make-key"));
            case KEY_REFUSED -> authorized(said);
            case HOST_KEY_UNKNOWN -> trusted(said, login);
            case HOST_KEY_CHANGED -> said.withRemedy(Remedy.manual("changed"));
            case NEEDS_PASSWORD -> said.withRemedy(Remedy.manual("without-password"));
            case ACCOUNT_REFUSED ->
                (login.said().isEmpty() ? said : said.with("said", login.said().get(0)))
                        .withRemedy(Remedy.manual("account"));
            default -> said;
        };
    }

    /** With the key that the host itself read out, over a connection of which Preflight knows the host. */
    private Judgement trusted(Judgement said, Login login) {
        return key(pair.to(), true)
                .map(key -> by(Remedy.confirm("trust", Privilege.USER), params.installUser())
                        .with("from", Arg.text(pair.from()))
                        .with("line", Arg.text(named(login) + " " + key)))
                .map(said::withRemedy)
                .orElse(said)
                .withRemedy(Remedy.manual("trust-by-hand"));
    }

    private Judgement authorized(Judgement said) {
        String user = params.user().isEmpty() ? params.installUser() : params.user();
        return key(pair.from(), false)
                .map(key -> by(Remedy.confirm("authorize", Privilege.USER), user)
                        .with("to", Arg.text(pair.to()))
                        .with("line", Arg.text(key)))
                .map(said::withRemedy)
                .orElse(said)
                .withRemedy(Remedy.manual("rights"));
    }

    private static Remedy by(Remedy remedy, String user) {
        return user.isEmpty() ? remedy : remedy.by(user);
    }

    private static String named(Login login) {
        return login.port() == 0 || login.port() == USUAL_PORT
                ? login.address()
                : "[" + login.address() + "]:" + login.port();
    }

    /** The newest kind of key that the host has. */
    private Optional<String> key(String host, boolean ofHost) {
        List<String> keys = facts.reading(host, params.request())
                .fold(logins -> ofHost ? logins.hostKeys() : logins.userKeys(), missing -> List.of());
        return keys.stream()
                .filter(key -> key.startsWith("ssh-ed25519 "))
                .findFirst()
                .or(() -> keys.stream().findFirst());
    }
}
