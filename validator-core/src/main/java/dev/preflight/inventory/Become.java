package dev.preflight.inventory;

import java.util.Optional;

/**
 * How a host's login user becomes root.
 *
 * @param asked whether the inventory asks for it; the profile may ask too
 * @param method by which program
 * @param password what that program asks for; empty: none was given, and it must do without
 */
public record Become(boolean asked, Method method, Optional<Secret> password) {

    /** The programs that we know how to talk to. */
    public enum Method {
        /** sudo(8), which asks for the login user's password. */
        SUDO,
        /** su(1), which asks for root's password. */
        SU,
        /** doas(1), which asks for the login user's password, on a terminal only. */
        DOAS
    }

    /** Not asked for; by sudo without a password if the profile asks. */
    public static final Become NONE = new Become(false, Method.SUDO, Optional.empty());

    /** Asked for, by sudo without a password. */
    public static final Become SUDO = new Become(true, Method.SUDO, Optional.empty());

    /** The same with this password, unless it has one. */
    public Become orPassword(Optional<Secret> other) {
        return new Become(asked, method, password.or(() -> other));
    }

    /** The same without a password. */
    public Become withoutPassword() {
        return new Become(asked, method, Optional.empty());
    }
}
