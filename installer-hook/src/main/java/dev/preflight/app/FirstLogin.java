package dev.preflight.app;

import dev.preflight.transport.ssh.LoginAlgorithms;
import java.security.GeneralSecurityException;

/** What takes long at the first login of a process, to be done before it or beside other work. */
public final class FirstLogin {
    private FirstLogin() {}

    /**
     * Uses the algorithms of a login once. What this Java lacks, no host can agree on: that is found out, and said, at the
     * login.
     *
     * @return whether this Java has all of them
     */
    public static boolean ready() {
        try {
            LoginAlgorithms.use();
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A class of the transport, beside which are those that only a login needs. */
    public static Class<?> ofTransport() {
        return LoginAlgorithms.class;
    }
}
