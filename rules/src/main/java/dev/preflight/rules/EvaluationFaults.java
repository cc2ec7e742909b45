package dev.preflight.rules;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says for people why an evaluation ended in an error. */
final class EvaluationFaults {
    private static final Pattern KEY = Pattern.compile("key '(.{1,100}?)' is not present in map", Pattern.DOTALL);

    private static final Pattern OPERATOR = Pattern.compile("'_?@?([^'_]{1,12})_?'", Pattern.DOTALL);

    private EvaluationFaults() {}

    static String said(CelEvaluationException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RuleFault fault) {
                return fault.detail();
            }
        }
        String message = String.valueOf(failure.getMessage());
        CelErrorCode code = failure.getErrorCode();
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> {
                Matcher key = KEY.matcher(message);
                yield key.find()
                        ? "there is no field '" + key.group(1) + "'; ask with has(...) first"
                        : "a field is not there; ask with has(...) first";
            }
            case INDEX_OUT_OF_BOUNDS -> "the list has no item at that place";
            case DIVIDE_BY_ZERO -> "division by zero";
            case NUMERIC_OVERFLOW -> "a whole number exceeds 64 bits";
            case ITERATION_BUDGET_EXCEEDED ->
                "exists, all, filter and map look at more than " + Bounds.ITERATIONS + " items";
            case OVERLOAD_NOT_FOUND -> {
                Matcher operator = OPERATOR.matcher(message);
                yield (operator.find() ? "'" + operator.group(1) + "'" : "an operator")
                        + " does not take values of these types; convert with int(...), double(...) or string(...)";
            }
            case DUPLICATE_ATTRIBUTE -> "a row has a key twice";
            default -> "a value is not of the kind that the rule expects";
        };
    }
}
