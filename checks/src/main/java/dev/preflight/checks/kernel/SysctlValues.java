package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Glob;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings of the kernel as they are: those that were asked for and are there.
 *
 * @param values by path below {@code /proc/sys}, with single blanks between their words; empty for what could not be read
 */
record SysctlValues(SortedMap<String, Optional<String>> values) {

    /** One process reads them all; some are for root. */
    public static final Fact<SysctlValues> FACT =
            Fact.named("sysctl-values", SysctlValues.class).prefersRoot().parsedBy(SysctlValues::parse);

    /** The values are copied. */
    SysctlValues {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    private static Reading<SysctlValues> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/sys");
        }
        HeadedText.Part lines =
                text.first("values").orElseThrow(() -> new FactFormatException("expected the values of the settings"));
        SortedMap<String, Optional<String>> values = new TreeMap<>();
        text.all("there").forEach(part -> values.put(part.argument(), Optional.empty()));
        for (String line : lines.lines()) {
            // No setting has a colon in its name: no interface has.
            int colon = line.indexOf(':');
            if (colon < 0 || !values.containsKey(line.substring(0, colon))) {
                throw new FactFormatException("expected one of the settings and its value, found: " + line);
            }
            String value = words(line.substring(colon + 1));
            values.merge(
                    line.substring(0, colon), Optional.of(value), (before, now) -> before.isPresent() ? before : now);
        }
        return Reading.got(new SysctlValues(values));
    }

    /** The same with single blanks between its words: the kernel prints tabs, people write blanks. */
    static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** The path of a setting: where its first separator is a dot, dots and slashes change places (sysctl.d(5)). */
    static String path(String key) {
        int slash = key.indexOf('/');
        int dot = key.indexOf('.');
        return dot >= 0 && (slash < 0 || dot < slash) ? swapped(key) : key;
    }

    /** The name of the setting at a path, as sysctl(8) takes it. */
    static String name(String path) {
        return swapped(path);
    }

    private static String swapped(String text) {
        return text.chars()
                .mapToObj(c -> c == '.' ? "/" : c == '/' ? "." : Character.toString(c))
                .collect(Collectors.joining());
    }

    /** Whether it names more than one. */
    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    }

    /** Whether a pattern names this path: as in glob(7) nothing but a slash stands for one. */
    static boolean names(String pattern, String path) {
        String[] parts = pattern.split("/", -1);
        String[] names = path.split("/", -1);
        boolean all = parts.length == names.length;
        for (int i = 0; all && i < parts.length; i++) {
            all = Glob.of(parts[i]).matches(names[i]);
        }
        return all;
    }

    /** The paths that a path or pattern names, of those that are there. */
    List<String> named(String pattern) {
        return values.keySet().stream().filter(path -> names(pattern, path)).toList();
    }
}
