package dev.preflight.cli;

import dev.preflight.node.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** The formats that an option names: the constants of an enum, in small letters. */
final class FormatName {
    private FormatName() {}

    /** What the option calls it. */
    static String of(Enum<?> format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /** The names of all of them. */
    static <E extends Enum<E>> List<String> all(Class<E> formats) {
        return Stream.of(formats.getEnumConstants()).map(FormatName::of).toList();
    }

    /**
     * The one of this name.
     *
     * @throws TypeConversionException with the nearest, if there is none
     */
    static <E extends Enum<E>> E read(Class<E> formats, String name) {
        List<String> valid = all(formats);
        if (!valid.contains(name)) {
            throw new TypeConversionException("no such format '" + name + "'; " + Suggestion.hint(name, valid));
        }
        return Enum.valueOf(formats, name.toUpperCase(Locale.ROOT));
    }
}
