package dev.preflight.report;

/**
 * Why a host was not reached, in words.
 *
 * @param observed what happened
 * @param action what would let the host be looked at
 * @param command what to run here for that, one or more lines of shell; may be empty
 */
public record ReachTexts(String observed, String action, String command) {}
