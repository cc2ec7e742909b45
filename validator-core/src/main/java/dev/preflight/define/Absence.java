package dev.preflight.define;

import dev.preflight.define.value.Value;
import java.util.Optional;

/**
 * What it means that a host does not have what a read looks for.
 *
 * @param value what counts as read then; for {@link Kind#VALUE} alone
 */
record Absence(Kind kind, Optional<Value> value) {
    /** What expectations say of it. */
    enum Kind {
        /** They do not hold. */
        FAILS,
        /** They do not concern the host. */
        NOT_APPLICABLE,
        /** They hold. */
        HOLDS,
        /** They are judged of a value in its place. */
        VALUE
    }

    /** Unless a definition says otherwise. */
    static final Absence FAILS = new Absence(Kind.FAILS, Optional.empty());
}
