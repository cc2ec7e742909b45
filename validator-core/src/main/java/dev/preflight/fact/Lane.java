package dev.preflight.fact;

/** One script on one channel of a host's session. */
public enum Lane {
    /** As the login user. */
    USER,
    /** As root, through {@code sudo -n}, when the profile or the inventory asks to become root. */
    ROOT,
    /** As root in a login shell, through {@code sudo -i} with a password: the context sudo-i. */
    ROOT_LOGIN,
    /** As the login user, for what samples or waits. */
    SLOW,
    /** As the login user, without a script: creates files through SFTP. */
    UPLOAD,
    /** As the login user, after the others: reads once more what was read first, because that answer took long. */
    AGAIN,
    /** As root where possible: listens and sends, see {@code dev.preflight.exchange}. */
    EXCHANGE,
    /** As the login user, after all others: leaves a process behind when the session ends. */
    LAST,
    /** As the login user, in a session of its own that begins when the first has ended. */
    RETURN;

    private final String id = CodeName.of(this);

    /** Whether its script runs as root, and does not run if root is refused. */
    public boolean asRoot() {
        return this == ROOT || this == ROOT_LOGIN;
    }

    /**
     * Whether it begins as soon as the session is open, at the same time as others of this kind; the rest follow one by
     * one.
     */
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
