package dev.preflight.verdict;

/**
 * How strictly a run is judged.
 *
 * @param proceedOnUndecided the profile's {@code on_undecided: proceed}: what could not be determined is a warning
 * @param proceedOnNothingMeasured the profile's {@code on_nothing_measured: proceed}: that nothing of a host was measured
 *     is a warning
 * @param failOnWarning the option {@code --fail-on warning}: a warning blocks
 */
public record Policy(boolean proceedOnUndecided, boolean proceedOnNothingMeasured, boolean failOnWarning) {
    /** What could not be determined or was not measured stops the installer, and a warning does not. */
    public static final Policy USUAL = new Policy(false, false, false);
}
