package dev.preflight.report;

import dev.preflight.api.Check;
import dev.preflight.api.OwnTexts;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** The texts of one file in one language. */
record TextBundle(String name, boolean present, SortedMap<String, String> texts) {

    /** Reads {@code <base>_<language>.properties}, UTF-8, from beside this class; empty if it is not there. */
    static TextBundle beside(Class<?> owner, String base, String language) {
        String name = base + "_" + language + ".properties";
        SortedMap<String, String> texts = new TreeMap<>();
        try (var in = owner.getResourceAsStream(name)) {
            if (in == null) {
                return new TextBundle(name, false, texts);
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
            return new TextBundle(name, true, texts);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** The texts of a check: those that it brings with it, or those beside its class. */
    static TextBundle of(Check<?> check, String id, String language) {
        return check instanceof OwnTexts own
                ? new TextBundle(id + "_" + language, true, new TreeMap<>(own.texts(language)))
                : beside(check.getClass(), id, language);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(texts.get(key));
    }
}
