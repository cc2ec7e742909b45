package dev.preflight.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The language of the output. */
final class LanguageOption {
    /** The first that is set counts, and one that is empty is not (locale(7)). */
    private static final List<String> ENVIRONMENT = List.of("LC_ALL", "LC_MESSAGES", "LANG");

    /** Where Chinese is written with simplified characters; other Chinese is not what the texts are. */
    private static final Pattern SIMPLIFIED = Pattern.compile("zh([_-](CN|SG|Hans).*)?([.@].*)?");

    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            converter = Language.class,
            description = "Language. Default: that of LC_ALL, LC_MESSAGES or LANG, or else en.")
    private @Nullable Locale language;

    /** The one that was asked for, or else that of the environment. */
    Locale locale(Io io) {
        Locale asked = language;
        return asked == null ? of(io.env()) : asked;
    }

    private static Locale of(Map<String, String> env) {
        return ENVIRONMENT.stream()
                .map(env::get)
                .filter(Objects::nonNull)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .filter(value -> SIMPLIFIED.matcher(value).matches())
                .map(value -> Locale.CHINESE)
                .orElse(Locale.ENGLISH);
    }

    /** Reads a language. */
    static final class Language implements ITypeConverter<Locale> {
        @Override
        public Locale convert(String value) {
            if (!List.of("en", "zh").contains(value)) {
                throw new TypeConversionException("expected en or zh, found '" + value + "'");
            }
            return Locale.forLanguageTag(value);
        }
    }
}
