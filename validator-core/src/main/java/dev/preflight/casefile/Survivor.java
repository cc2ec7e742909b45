package dev.preflight.casefile;

/**
 * A change of a profile, or of what is known of a host, that should have made a difference and made none.
 *
 * @param check name of the instance
 * @param fact that was withheld; empty for other changes
 * @param row of a table; may be empty
 * @param limit that was changed; empty for other changes
 * @param code of the expectation that was left out, or that has the limit; empty for other changes
 * @param where name of the case, or empty if no case noticed it
 * @param message what survived, one sentence without a period at its end
 */
public record Survivor(String check, String fact, String row, String limit, String code, String where, String message) {
    static Survivor ofFact(String check, String fact, String where, String message) {
        return new Survivor(check, fact, "", "", "", where, message);
    }

    static Survivor ofLimit(Threshold limit, String where, String message) {
        return new Survivor(limit.instance().name(), "", limit.row(), limit.limit(), limit.code(), where, message);
    }

    static Survivor ofExpectation(String check, String code, String message) {
        return new Survivor(check, "", "", "", code, "", message);
    }

    @Override
    public String toString() {
        return where.isEmpty() ? message : message + " (case '" + where + "')";
    }
}
