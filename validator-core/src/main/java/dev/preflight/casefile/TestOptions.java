package dev.preflight.casefile;

/**
 * How test files are run.
 *
 * @param mutations whether changes are tried beside the cases
 * @param strict whether a case that no person has reviewed is a failure
 * @param minimum coverage, over what the files say
 * @param allCodes whether codes of severity info count for coverage
 */
public record TestOptions(boolean mutations, boolean strict, CoverageGoal minimum, boolean allCodes) {}
