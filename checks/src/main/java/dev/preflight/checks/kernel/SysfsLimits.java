package dev.preflight.checks.kernel;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.checks.fact.At;
import java.util.List;
import java.util.Optional;

/** What is required of one file below {@code /sys}, or of all that a pattern names. */
record SysfsLimits(
        @Param(
                value = "What it is to be; of a list of words with one in brackets, this one",
                example = "never",
                kind = Kind.THRESHOLD)
        Optional<String> value,

        @Param(value = "The least number", example = "4096", kind = Kind.THRESHOLD)
        Optional<NumberList> min,

        @Param(value = "The greatest number", example = "4096", kind = Kind.THRESHOLD)
        Optional<NumberList> max,

        @Param(value = "What it may be", example = "[none, noop]", kind = Kind.THRESHOLD)
        List<String> oneOf,

        @Param(value = "What it may not be", example = "[always]", kind = Kind.THRESHOLD)
        List<String> noneOf,

        @Param(
                value = "What it means that the kernel has no such file",
                defaultValue = "warns",
                example = "passes",
                kind = Kind.THRESHOLD)
        Absent absent,

        @Param(
                value = "When it is required",
                defaultValue = "[now, boot]",
                example = "[now]",
                filled = true,
                kind = Kind.THRESHOLD)
        List<At> at)
        implements Rows.Needed {

    /** What a file means that is not there. */
    enum Absent {
        /** A person should look. */
        WARNS,
        /** It concerns no such host. */
        PASSES
    }

    /** The lists are copied. */
    SysfsLimits {
        oneOf = List.copyOf(oneOf);
        noneOf = List.copyOf(noneOf);
        at = List.copyOf(at);
        new ValueBounds(value, min, max, oneOf, noneOf).refuseWhatNothingHolds();
    }

    /** What the value has to be. */
    ValueBounds bounds() {
        return new ValueBounds(value, min, max, oneOf, noneOf);
    }

    @Override
    public boolean requiresNothing() {
        return bounds().none();
    }
}
