package dev.preflight.probe;

/** Which rights the lanes of a host can have. */
public enum Rights {
    /** Those of the login user. */
    USER,
    /** Root for what prefers it. */
    ROOT,
    /**
     * Root by sudo with a password: what sudo gives its commands is then measured in the lanes that it opens, because a
     * probe in the user's lane has no password to give.
     */
    ROOT_BY_SUDO_PASSWORD
}
