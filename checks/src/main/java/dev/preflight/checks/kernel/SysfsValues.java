package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files below {@code /sys} as they are: those that were asked for and are there.
 *
 * @param values by path; empty for what could not be read
 */
record SysfsValues(SortedMap<String, Optional<String>> values) {

    /** Some are for root. */
    public static final Fact<SysfsValues> FACT =
            Fact.named("sysfs-values", SysfsValues.class).prefersRoot().parsedBy(SysfsValues::parse);

    /** The values are copied. */
    SysfsValues {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    private static Reading<SysfsValues> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/sys");
        }
        SortedMap<String, Optional<String>> values = new TreeMap<>();
        for (HeadedText.Part part : text.parts()) {
            if (!part.name().equals("there") || part.lines().size() > 1) {
                throw new FactFormatException("expected a file and its first line, found: " + part.name());
            }
            values.put(
                    part.argument(),
                    part.lines().stream().findFirst().map(SysctlValues::words).map(SysfsValues::marked));
        }
        return Reading.got(new SysfsValues(values));
    }

    /** Of several words of which one is in brackets, that one: it is in effect, the others are possible. */
    static String marked(String words) {
        List<String> marked = List.of(words.split(" ")).stream()
                .filter(word -> word.length() > 2 && word.startsWith("[") && word.endsWith("]"))
                .toList();
        return marked.size() == 1 ? marked.get(0).substring(1, marked.get(0).length() - 1) : words;
    }

    /** The paths that a path or pattern names, of those that are there. */
    List<String> named(String pattern) {
        return values.keySet().stream()
                .filter(path -> SysctlValues.names(pattern, path))
                .toList();
    }
}
