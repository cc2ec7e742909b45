package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.preflight.inventory.Secret;
import dev.preflight.node.Ascii;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is tried to log in to one host with, and what the server said of it.
 *
 * @param methods of ssh_config(5) {@code PreferredAuthentications}, those that are wanted, in order
 */
record LoginAttempt(
        KeyChoice choice, LoginKeys keys, Answers answers, Optional<Secret> password, List<String> methods) {
    static final String PUBLIC_KEY = "publickey";
    static final String KEYBOARD = "keyboard-interactive";
    static final String PASSWORD = "password";

    /** What sshd says when {@code MaxAuthTries} is reached (auth_maxtries_exceeded in auth.c of OpenSSH). */
    private static final String TOO_MANY = "too many authentication failures";

    /** The server decides how much it takes, not jsch. */
    private static final String TRIES = "1000";

    /** Keys on tokens besides those that jsch knows: an agent signs with them. */
    private static final String ALGORITHMS = JSch.getConfig("PubkeyAcceptedAlgorithms")
            + ",sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com"
            + ",sk-ssh-ed25519-cert-v01@openssh.com,sk-ecdsa-sha2-nistp256-cert-v01@openssh.com";

    /** Whether anything was tried. */
    boolean any() {
        return !keys.tried().isEmpty()
                || answers.passwordSent()
                || answers.end().isPresent();
    }

    private boolean nothing() {
        return choice.keys().isEmpty() && password.isEmpty();
    }

    void give(Session session) {
        session.setConfig("enable_pubkey_auth_query", choice.query() ? "yes" : "no");
        // Beside a password, asking spares what the server does not offer, which would count towards MaxAuthTries; with
        // nothing to try, it is the only way to learn what the server wants.
        session.setConfig("enable_auth_none", nothing() || password.isPresent() ? "yes" : "no");
        session.setConfig("MaxAuthTries", TRIES);
        session.setConfig("PubkeyAcceptedAlgorithms", ALGORITHMS);
        session.setConfig("PreferredAuthentications", String.join(",", usable()));
        session.setIdentityRepository(keys);
        session.setUserInfo(answers);
    }

    private Set<String> usable() {
        Set<String> usable = new LinkedHashSet<>();
        for (String method : methods) {
            boolean possible = switch (method) {
                case PUBLIC_KEY -> true;
                case KEYBOARD -> true;
                case PASSWORD -> password.isPresent();
                default -> false;
            };
            if (possible) {
                usable.add(method);
            }
        }
        usable.add(OfferedMethods.NAME);
        return usable;
    }

    /** The failure of a login that was given up here. */
    HostFailure given() {
        return described(answers.end().orElseGet(() -> HostFailure.of(TransportFailure.OTHER)), Optional.empty());
    }

    /** Adds to a refused login what was tried, and what the server would have taken. */
    HostFailure described(HostFailure what, JSchException e) {
        return described(what, Failures.methodsOf(e));
    }

    private HostFailure described(HostFailure what, Optional<String> left) {
        if (what.failure() == TransportFailure.DROPPED_BEFORE_LOGIN
                && answers.booting().isPresent()) {
            return HostFailure.of(TransportFailure.BOOTING)
                    .with("said", answers.booting().get());
        }
        if (what.failure() != TransportFailure.AUTH_FAILED) {
            return what;
        }
        List<String> tried = keys.tried();
        boolean many = tried.size() > 1
                && Ascii.lower(what.details().getOrDefault("said", "")).contains(TOO_MANY);
        HostFailure more = many ? new HostFailure(TransportFailure.TOO_MANY_KEYS, what.details()) : what;
        more = more.with("password", answers.passwordSent() ? "tried" : password.isPresent() ? "not asked for" : "none")
                .with("keys", tried.isEmpty() ? "none" : String.join(", ", tried));
        List<String> unusable = new ArrayList<>(choice.unusable());
        keys.locked().forEach(unusable::add);
        if (!unusable.isEmpty()) {
            more = more.with("unusable", String.join(", ", unusable));
        }
        // The list is jsch's own where the server was not asked for it.
        Optional<String> offered =
                left.filter(list -> !list.contains(OfferedMethods.NAME)).or(answers::offered);
        if (offered.isPresent()) {
            more = more.with("methods", RemoteText.clean(offered.get()));
        }
        Optional<String> flaw = flaw(
                offered.map(list -> Set.copyOf(List.of(list.split(",", -1)))).orElse(Set.of()), more);
        return flaw.isPresent() ? more.with(HostFailure.FLAW, flaw.get()) : more;
    }

    /**
     * What was wrong with a refused login, as far as one can tell; each is mended in another way. A server of several steps
     * names those that are left, so that a password which it no longer asks for was the right one.
     *
     * @param left the methods that the server would take
     */
    private Optional<String> flaw(Set<String> left, HostFailure what) {
        if (!keys.locked().isEmpty()) {
            return Optional.of(KeyFlaw.LOCKED.code());
        }
        if (left.contains(PASSWORD) && answers.passwordSent()) {
            return Optional.of("wrong-password");
        }
        String prompt = what.details().get("prompt");
        if (prompt != null) {
            boolean again = answers.passwordSent() && PromptWords.password(prompt);
            return Optional.of(again ? "wrong-password" : "wrong-answer");
        }
        if (left.contains(PASSWORD) && !left.contains(PUBLIC_KEY) && methods.contains(PASSWORD) && password.isEmpty()) {
            return Optional.of("no-password");
        }
        return left.equals(Set.of(PUBLIC_KEY)) ? Optional.of("no-right-key") : Optional.empty();
    }
}
