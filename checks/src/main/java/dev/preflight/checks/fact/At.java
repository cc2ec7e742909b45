package dev.preflight.checks.fact;

/** When a requirement is judged. */
public enum At {
    /** As it is. */
    NOW,
    /** As the next boot leaves it. */
    BOOT
}
