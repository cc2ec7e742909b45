package dev.preflight.checks.security;

/** What SELinux does with what its policy forbids. */
public enum SelinuxMode {
    /** Refuses it. */
    ENFORCING,
    /** Logs it. */
    PERMISSIVE,
    /** There is no policy. */
    DISABLED
}
