package dev.preflight.engine;

/**
 * What judging needs to know beside profile and evidence.
 *
 * @param failOnWarning whether a warning blocks
 * @param toolVersion version of Preflight, for the report
 */
public record JudgeOptions(boolean failOnWarning, String toolVersion) {}
