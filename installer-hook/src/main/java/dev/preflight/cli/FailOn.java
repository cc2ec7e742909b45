package dev.preflight.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what blocks: whether a warning does. */
final class FailOn implements ITypeConverter<Boolean> {
    private static final List<String> WORDS = List.of("blocker", "warning");

    @Override
    public Boolean convert(String value) {
        if (!WORDS.contains(value)) {
            throw new TypeConversionException("expected blocker or warning, found '" + value + "'");
        }
        return value.equals("warning");
    }
}
