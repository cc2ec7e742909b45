package dev.preflight.rules;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/** An error of an evaluation, said for people; logic absorbs it as it absorbs the library's own errors. */
final class RuleFault extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    private final String detail;

    RuleFault(String detail) {
        super(new IllegalStateException(detail), CelErrorCode.INVALID_ARGUMENT);
        this.detail = detail;
    }

    String detail() {
        return detail;
    }
}
