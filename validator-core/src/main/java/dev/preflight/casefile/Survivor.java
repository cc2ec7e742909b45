package dev.preflight.casefile;

/**
 * A change of a profile, or of what is known of a host, that should have made a difference and made none.
 *
 * @param check name of the instance
 * @param fact that was withheld; empty for a change of a limit
 * @param row of a table; may be empty
 * @param limit that was changed; empty for a withheld fact
 * @param where name of the case, or empty if no case noticed it
 * @param message what survived, one sentence without a period at its end
 */
public record Survivor(String check, String fact, String row, String limit, String where, String message) {
    @Override
    public String toString() {
        return where.isEmpty() ? message : message + " (case '" + where + "')";
    }
}
