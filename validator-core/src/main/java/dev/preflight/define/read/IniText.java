package dev.preflight.define.read;

import dev.preflight.define.value.Value;
import dev.preflight.fact.Reason;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gathers sections from a file and those behind it, as systemd.syntax(7) reads them: a field of a file replaces that of the
 * files before, and a backslash at the end of a line joins the next one by a blank. A line without a value is a field with an
 * empty text.
 */
final class IniText {
    private final Form.Ini form;
    private final Map<String, Value> top = new LinkedHashMap<>();
    private final Map<String, Map<String, Value>> sections = new LinkedHashMap<>();

    /** Fields that this file has set. */
    private final Set<String> own = new HashSet<>();

    IniText(Form.Ini form) {
        this.form = form;
    }

    /** The same, with what this text sets. */
    IniText with(String text) throws FormMismatch {
        own.clear();
        String section = "";
        StringBuilder begun = new StringBuilder();
        int number = 0;
        for (String line : Forms.split(text)) {
            number++;
            String word = line.strip();
            boolean comment = word.startsWith("#") || word.startsWith(";");
            // Within joined lines systemd leaves comments out, too.
            if (comment || (word.isEmpty() && begun.length() == 0)) {
                continue;
            }
            if (word.endsWith("\\")) {
                begun.append(word, 0, word.length() - 1).append(' ');
                continue;
            }
            String whole = begun.append(word).toString().strip();
            begun.setLength(0);
            if (whole.startsWith("[")) {
                section = section(whole, number);
            } else if (!whole.isEmpty()) {
                field(section, whole, number);
            }
        }
        if (!begun.toString().isBlank()) {
            field(section, begun.toString().strip(), number);
        }
        return this;
    }

    private String section(String line, int number) throws FormMismatch {
        String name = line.substring(1, Math.max(1, line.length() - 1)).strip();
        if (!line.endsWith("]") || name.isEmpty()) {
            throw FormMismatch.expected("a section such as [name]", line).at("line " + number);
        }
        sections.computeIfAbsent(name, s -> new LinkedHashMap<>());
        return name;
    }

    private void field(String section, String line, int number) throws FormMismatch {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals).strip();
        String text = equals < 0 ? "" : line.substring(equals + 1).strip();
        if (name.isEmpty()) {
            throw FormMismatch.expected("a field, '=' and its value", line).at("line " + number);
        }
        Map<String, Value> into = section.isEmpty() ? top : sections.getOrDefault(section, top);
        String path = section.isEmpty() ? name : section + "." + name;
        if (form.dropins() && (text.isEmpty() || !own.contains(path))) {
            into.remove(name);
        }
        if (form.dropins() && text.isEmpty()) {
            own.remove(path);
        } else {
            own.add(path);
        }
        try {
            Forms.put(into, name, Forms.typed(form.types(), path, text, number), form.repeated(), path);
        } catch (FormMismatch e) {
            throw e.reason() == Reason.AMBIGUOUS ? e.at("line " + number) : e;
        }
    }

    /** The fields outside of sections, and the sections; one that has the name of such a field comes before it. */
    Value value() {
        Map<String, Value> row = new LinkedHashMap<>(top);
        sections.forEach((name, fields) -> row.put(name, new Value.Row(fields)));
        return new Value.Row(row);
    }
}
