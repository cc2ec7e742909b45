package dev.preflight.report;

import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes test points of the Test Anything Protocol, version 13 of its specification: perl's {@code prove} 3.44 refuses
 * 14, and what is written here means the same in both. The plan is at the end, so that a report that was cut off has none.
 */
final class TapText {
    private final Writer to;
    private final Map<String, Integer> descriptions = new HashMap<>();
    private int points;

    TapText(Writer to) throws IOException {
        this.to = to;
        to.write("TAP version 13\n");
    }

    /** Why a point that is not ok, or was not tried, does not count as a failure. */
    enum Directive {
        NONE,
        SKIP,
        TODO
    }

    /**
     * Writes one test point; a description that was there before gets a number.
     *
     * @param explanation of the directive; empty without one
     */
    void point(boolean ok, String description, Directive directive, String explanation) throws IOException {
        points++;
        String unique = CleanText.of(description);
        int count = descriptions.merge(unique, 1, Integer::sum);
        String numbered = count == 1 ? unique : unique + " (" + count + ")";
        to.write((ok ? "ok " : "not ok ") + points + " - "
                + numbered.replace("\\", "\\\\").replace("#", "\\#"));
        if (directive != Directive.NONE) {
            to.write(" # " + directive + " " + CleanText.of(explanation));
        }
        to.write('\n');
    }

    /** Begins the YAML of the last point. */
    void open() throws IOException {
        to.write("  ---\n");
    }

    /** Ends it. */
    void close() throws IOException {
        to.write("  ...\n");
    }

    /** A field of the YAML. */
    void field(String name, String value) throws IOException {
        to.write("  " + name + ": " + quoted(value) + "\n");
    }

    /** The beginning of a list of mappings in the YAML. */
    void list(String name) throws IOException {
        to.write("  " + name + ":\n");
    }

    /** A mapping in that list, of names and values, alternating; those without a value are left out. */
    void item(List<String> namesAndValues) throws IOException {
        String indent = "    - ";
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (!namesAndValues.get(i + 1).isEmpty()) {
                to.write(indent + namesAndValues.get(i) + ": " + quoted(namesAndValues.get(i + 1)) + "\n");
                indent = "      ";
            }
        }
    }

    /** The plan. */
    void end() throws IOException {
        to.write("1.." + points + "\n");
    }

    /** Always in double quotes: what a host says must not become a list, a comment or the end of the YAML. */
    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        value.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(point == ' ' ? " " : CleanText.of(Character.toString(point)));
            }
        });
        return quoted.append('"').toString();
    }
}
