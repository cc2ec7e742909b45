package dev.preflight.report;

/**
 * The texts of two runs, in one language: their profiles may define checks of one name with other texts.
 *
 * @param before those of the earlier run
 * @param after those of the later run, and of the page
 */
public record DiffTexts(Texts before, Texts after) {}
