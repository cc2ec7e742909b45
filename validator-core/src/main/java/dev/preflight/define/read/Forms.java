package dev.preflight.define.read;

import dev.preflight.api.LinePattern;
import dev.preflight.define.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a value of a text in the form that a profile says. */
final class Forms {
    /** Rows, lines and fields that are read; more is not looked at in part. */
    private static final int MOST = FieldText.MOST;

    /** What an editor of Windows begins a file with: the byte order mark. */
    private static final String MARK = "\uFEFF";

    private Forms() {}

    /** The value of a text. */
    static Value of(Form form, String text) throws FormMismatch {
        if (form instanceof Form.Plain plain) {
            return FieldText.of(plain.as(), trimmed(text), plain.listSeparator());
        } else if (form instanceof Form.Auto) {
            return FieldText.auto(text);
        } else if (form instanceof Form.Uncommented some) {
            return of(some.form(), withoutRemarks(text, some.comment()));
        } else if (form instanceof Form.Lines) {
            return lines(text);
        } else if (form instanceof Form.KeyValue fields) {
            return keyValue(fields, text);
        } else if (form instanceof Form.Ini ini) {
            return new IniText(ini).with(text).value();
        } else if (form instanceof Form.Table table) {
            return table(table, text);
        } else if (form instanceof Form.Match match) {
            return match(match, text);
        }
        return DocumentText.of((Form.Document) form, text);
    }

    /**
     * Without lines that are comments. What begins with a hash is none where programs take it for more: the first line that
     * names an interpreter (execve(2)), and the files that sudoers(5) and others include.
     */
    private static String withoutRemarks(String text, String comment) {
        if (comment.isEmpty()) {
            return text;
        }
        return Stream.of(text.split("\n", -1))
                .filter(line -> !isRemark(line, comment))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isRemark(String line, String comment) {
        String begin = (line.startsWith(MARK) ? line.substring(MARK.length()) : line).stripLeading();
        return begin.startsWith(comment) && !begin.startsWith("#!") && !begin.startsWith("#include");
    }

    /** Without the line breaks at its end, as a shell takes what a command says. */
    static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Only a line break ends a line; a carriage return before it belongs to it. */
    static List<String> split(String text) throws FormMismatch {
        String whole = trimmed(text);
        if (whole.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (String line : whole.split("\n", -1)) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return lines;
    }

    private static Value lines(String text) throws FormMismatch {
        List<Value> lines = new ArrayList<>();
        for (String line : split(text)) {
            add(lines, new Value.Text(line));
        }
        return new Value.Items(lines);
    }

    private static void add(List<Value> rows, Value row) throws FormMismatch {
        if (rows.size() == MOST) {
            throw FormMismatch.more("more than " + MOST + " rows");
        }
        rows.add(row);
    }

    /**
     * Puts a field into a row that may have it already.
     *
     * @param path what a message calls the field
     */
    static void put(Map<String, Value> row, String field, Value value, Repeated repeated, String path)
            throws FormMismatch {
        Value before = row.get(field);
        if (before != null && repeated == Repeated.UNCLEAR && !before.equals(value)) {
            throw FormMismatch.ambiguous(
                    "field " + path + " has several values; repeated: last, or first, says which counts");
        }
        if (before == null || repeated == Repeated.LAST) {
            put(row, field, value);
        }
    }

    /** Puts a field into a row; its line and name are said if it is of another type. */
    private static void put(Map<String, Value> row, FieldTypes types, String field, String text, int line)
            throws FormMismatch {
        put(row, field, typed(types, field, text, line));
    }

    static Value typed(FieldTypes types, String path, String text, int line) throws FormMismatch {
        try {
            return FieldText.of(types.of(path), text, types.listSeparator());
        } catch (FormMismatch e) {
            throw e.at("line " + line + ", field " + path);
        }
    }

    static void put(Map<String, Value> row, String field, Value value) throws FormMismatch {
        row.put(field, value);
        if (row.size() > MOST) {
            throw FormMismatch.more("more than " + MOST + " fields");
        }
    }

    private static boolean isComment(String line, String comment) {
        return line.isBlank() || (!comment.isEmpty() && line.stripLeading().startsWith(comment));
    }

    private static Value keyValue(Form.KeyValue form, String text) throws FormMismatch {
        Map<String, Value> row = new LinkedHashMap<>();
        int number = 0;
        for (String line : split(text)) {
            number++;
            if (isComment(line, form.comment())) {
                continue;
            }
            List<String> parts = FieldText.split(line, form.separator(), 2);
            String field = parts.get(0).strip();
            if (parts.size() < 2 || field.isEmpty()) {
                throw FormMismatch.expected("a field, '" + form.separator() + "' and its value", line)
                        .at("line " + number);
            }
            Value value = typed(form.types(), field, unquoted(parts.get(1).strip()), number);
            try {
                put(row, field, value, form.repeated(), field);
            } catch (FormMismatch e) {
                throw e.at("line " + number);
            }
        }
        return new Value.Row(row);
    }

    /** What os-release(5) and files of a shell have around a value. */
    private static String unquoted(String value) {
        if (value.length() < 2) {
            return value;
        }
        char quote = value.charAt(0);
        boolean one = (quote == '"' || quote == '\'') && value.indexOf(quote, 1) == value.length() - 1;
        return one ? value.substring(1, value.length() - 1) : value;
    }

    private static Value table(Form.Table form, String text) throws FormMismatch {
        List<Value> rows = new ArrayList<>();
        int number = 0;
        for (String whole : split(text)) {
            number++;
            String line = whole;
            if (form.separator().equals(" ") && !form.comment().isEmpty()) {
                line = uncommented(line, form.comment());
            }
            if (number <= form.skip() || isComment(line, form.comment())) {
                continue;
            }
            add(rows, row(form, line, number));
        }
        return new Value.Items(rows);
    }

    /** hosts(5): what follows the mark up to the end of the line is none of it; elsewhere than behind a blank it is. */
    private static String uncommented(String line, String comment) {
        int at = line.indexOf(comment);
        while (at > 0 && line.charAt(at - 1) != ' ' && line.charAt(at - 1) != '\t') {
            at = line.indexOf(comment, at + 1);
        }
        return at < 0 ? line : line.substring(0, at);
    }

    /** What a line has no part for is no field of its row; parts behind the last column are left out. */
    private static Value row(Form.Table form, String line, int number) throws FormMismatch {
        Map<String, Value> row = new LinkedHashMap<>();
        List<String> columns = form.columns();
        List<String> parts = FieldText.split(line, form.separator(), 0);
        int single = form.rest() ? columns.size() - 1 : columns.size();
        for (int i = 0; i < Math.min(single, parts.size()); i++) {
            put(row, form.types(), columns.get(i), parts.get(i).strip(), number);
        }
        if (form.rest()) {
            List<Value> rest = new ArrayList<>();
            for (String part : parts.subList(Math.min(single, parts.size()), parts.size())) {
                add(rest, new Value.Text(part.strip()));
            }
            row.put(columns.get(single), new Value.Items(rest));
        }
        return new Value.Row(row);
    }

    private static Value match(Form.Match form, String text) throws FormMismatch {
        List<Value> rows = new ArrayList<>();
        int number = 0;
        for (String line : split(text)) {
            number++;
            if (line.length() > LinePattern.MAX_CHARS) {
                throw FormMismatch.more("line " + number + " has more than " + LinePattern.MAX_CHARS + " characters");
            }
            Optional<LinePattern.Match> found = form.pattern().find(line);
            if (found.isEmpty()) {
                continue;
            }
            Map<String, Value> row = new LinkedHashMap<>();
            for (String group : form.pattern().groups()) {
                Optional<String> part = found.get().group(group);
                if (part.isPresent()) {
                    put(row, form.types(), group, part.get(), number);
                }
            }
            if (!form.all()) {
                return new Value.Row(row);
            }
            add(rows, new Value.Row(row));
        }
        return form.all() ? new Value.Items(rows) : new Value.Absent();
    }
}
