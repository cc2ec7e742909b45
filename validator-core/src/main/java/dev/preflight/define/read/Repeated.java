package dev.preflight.define.read;

/**
 * Which of several lines counts that give one field different values. Programs differ: the last one does for sysctl(8),
 * systemd and a shell, the first one for sshd(8). So a profile says it, and nothing is picked for it.
 */
public enum Repeated {
    /** None is picked: what the file says is not known. */
    UNCLEAR,
    /** The first one. */
    FIRST,
    /** The last one. */
    LAST
}
