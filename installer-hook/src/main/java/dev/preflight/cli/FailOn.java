package dev.preflight.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What blocks: only blockers, or warnings too. */
enum FailOn {
    /** A warning does not block. */
    BLOCKER,
    /** A warning blocks. */
    WARNING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the value of the option. */
    static final class Converter implements ITypeConverter<FailOn> {
        @Override
        public FailOn convert(String value) {
            for (FailOn word : values()) {
                if (word.toString().equals(value)) {
                    return word;
                }
            }
            throw new TypeConversionException("expected blocker or warning, found '" + value + "'");
        }
    }
}
