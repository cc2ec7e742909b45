package dev.preflight.fact;

/** One script on one channel of a host's session. */
public enum Lane {
    /** As the login user. */
    USER,
    /** As root, through {@code sudo -n}, when the profile or the inventory asks to become root. */
    ROOT,
    /** As root in the shell of a login, through {@code sudo -i} with a password: what the context sudo-i gives. */
    ROOT_LOGIN,
    /** As the login user, for what samples or waits. */
    SLOW,
    /** As the login user, without a script: what is made through SFTP. */
    UPLOAD,
    /** As the login user, behind the others: what was read first, once more, because its answer had taken long. */
    AGAIN,
    /** As root where that can be had: listens and sends, see {@code dev.preflight.exchange}. */
    EXCHANGE,
    /** As the login user, behind all others: what is left behind when the session ends. */
    LAST,
    /** As the login user, in a session of its own that begins when the first has ended. */
    RETURN;

    private final String id = CodeName.of(this);

    /** Whether its script runs as root, and is refused if root is. */
    public boolean asRoot() {
        return this == ROOT || this == ROOT_LOGIN;
    }

    /** Whether it begins as soon as the session is open, beside the others of that kind; the rest follow one by one. */
    public boolean sideBySide() {
        return this == USER || this == SLOW || asRoot();
    }

    /** Whether it has a session of its own, which may fail without the host being unreachable. */
    public boolean hasOwnSession() {
        return this == RETURN;
    }

    /** The spelling in evidence and messages. */
    public String id() {
        return id;
    }
}
