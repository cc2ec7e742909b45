package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.preflight.inventory.Secret;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.util.Arrays;
import java.util.Optional;

/** What is tried to log in to one host with, and what the server said of it. */
record LoginAttempt(KeyChoice choice, LoginKeys keys, AuthObserver notes, Optional<Secret> password) {
    /** Whether anything was tried. */
    boolean any() {
        return !keys.tried().isEmpty() || password.isPresent();
    }

    private boolean nothing() {
        return choice.keys().isEmpty() && password.isEmpty();
    }

    void give(Session session) {
        session.setConfig("enable_pubkey_auth_query", choice.query() ? "yes" : "no");
        // With nothing to try, asking is the only way to learn what the server wants.
        session.setConfig("enable_auth_none", nothing() ? "yes" : "no");
        session.setConfig(
                "PreferredAuthentications",
                "publickey," + (password.isPresent() ? "password," : "") + OfferedMethods.NAME);
        session.setIdentityRepository(keys);
        session.setUserInfo(notes);
        password.ifPresent(secret -> {
            byte[] bytes = secret.bytes();
            session.setPassword(bytes);
            Arrays.fill(bytes, (byte) 0);
        });
    }

    /** Adds to a refused login what was tried, and what the server would have taken. */
    HostFailure described(HostFailure what, JSchException e) {
        if (what.failure() != TransportFailure.AUTH_FAILED) {
            return what;
        }
        HostFailure more = what.with("password", password.isPresent() ? "tried" : "none")
                .with("keys", keys.tried().isEmpty() ? "none" : String.join(", ", keys.tried()));
        if (!choice.unusable().isEmpty()) {
            more = more.with("unusable", String.join(", ", choice.unusable()));
        }
        Optional<String> methods = nothing() ? Failures.methodsOf(e) : notes.offered();
        return methods.isPresent() ? more.with("methods", RemoteText.clean(methods.get())) : more;
    }
}
