package dev.preflight.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whether commands are run that a profile names under {@code define}. */
enum DefinedCommands {
    /** They are run. */
    RUN,
    /** They are not; what they would tell is unknown. */
    DENY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the value of the option. */
    static final class Converter implements ITypeConverter<DefinedCommands> {
        @Override
        public DefinedCommands convert(String value) {
            for (DefinedCommands word : values()) {
                if (word.toString().equals(value)) {
                    return word;
                }
            }
            throw new TypeConversionException("expected run or deny, found '" + value + "'");
        }
    }
}
