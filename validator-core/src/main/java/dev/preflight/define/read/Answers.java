package dev.preflight.define.read;

import dev.preflight.define.read.Told.Kind;
import dev.preflight.define.read.Told.Part;
import dev.preflight.define.value.Value;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes the value of a read of what its probe said. */
final class Answers {
    private static final Pattern DIGEST = Pattern.compile("([0-9]{1,9}) ([0-9a-f]{64})");

    private Answers() {}

    static Reading<Answer> of(Read read, Told told) {
        try {
            return answer(read, told);
        } catch (FormMismatch e) {
            return Reading.missing(e.reason(), e.said());
        }
    }

    private static Reading<Answer> answer(Read read, Told told) throws FormMismatch {
        List<Part> parts = told.parts();
        if (read.source() instanceof Source.Glob) {
            return got(files(read.form(), parts));
        }
        if (read.source() instanceof Source.File file && read.form() instanceof Form.Ini ini && !read.secret()) {
            return got(settings(ini, file.paths(), parts));
        }
        if (parts.isEmpty()) {
            return got(read.source() instanceof Source.Stat ? StatFields.ABSENT : new Value.Absent());
        }
        Part part = parts.get(0);
        if (read.source() instanceof Source.Command command
                && !command.exits().contains(part.exit().orElse(-1))) {
            return Reading.missing(Reason.CHECK_ERROR, said(part, told.error()));
        }
        if (part.kind() == Kind.STAT) {
            return got(StatFields.of(part));
        }
        Value value = part.kind() == Kind.DIGEST ? digest(part) : in(part, () -> Forms.of(read.form(), part.text()));
        return Reading.got(new Answer(withExit(value, part.exit()), part.exit()));
    }

    private static Reading<Answer> got(Value value) {
        return Reading.got(Answer.of(value));
    }

    private static String said(Part part, String error) {
        String status = "status " + part.exit().orElse(-1);
        String first = error.isEmpty() && part.kind() == Kind.TEXT
                ? part.text()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("")
                : error;
        return first.isEmpty() ? status : status + ": " + first.strip();
    }

    private static Value withExit(Value value, OptionalInt exit) {
        if (exit.isEmpty() || !(value instanceof Value.Row row) || row.fields().containsKey(Read.EXIT)) {
            return value;
        }
        Map<String, Value> fields = new LinkedHashMap<>(row.fields());
        fields.put(Read.EXIT, new Value.Whole(exit.getAsInt()));
        return new Value.Row(fields);
    }

    private static Value digest(Part part) throws FormMismatch {
        var m = DIGEST.matcher(part.text());
        if (!m.matches()) {
            throw FormMismatch.expected("a size and a digest", part.text());
        }
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("size", new Value.Whole(Long.parseLong(m.group(1))));
        fields.put("sha256", new Value.Text(m.group(2)));
        return new Value.Row(fields);
    }

    /** A row a file, in the order of their paths. */
    private static Value files(Form form, List<Part> parts) throws FormMismatch {
        List<Part> sorted =
                parts.stream().sorted(Comparator.comparing(Part::path)).toList();
        List<Value> rows = new ArrayList<>();
        for (Part part : sorted) {
            Map<String, Value> row = new LinkedHashMap<>();
            row.put("path", new Value.Text(part.path()));
            Value value = in(part, () -> Forms.of(form, part.text()));
            if (value instanceof Value.Row fields) {
                fields.fields().forEach(row::putIfAbsent);
            } else if (!(value instanceof Value.Absent)) {
                row.putIfAbsent(Read.fieldOf(form), value);
            }
            rows.add(new Value.Row(row));
        }
        return new Value.Items(rows);
    }

    /** The file and what changes it: of settings of one name only that of the first folder, in the order of the names. */
    private static Value settings(Form.Ini form, List<String> files, List<Part> parts) throws FormMismatch {
        IniText ini = new IniText(form);
        SortedMap<String, Part> dropins = new TreeMap<>();
        boolean any = false;
        for (Part part : parts) {
            if (!files.contains(part.path())) {
                dropins.putIfAbsent(part.path().substring(part.path().lastIndexOf('/') + 1), part);
            } else {
                in(part, () -> ini.with(part.text()));
                any = true;
            }
        }
        for (Part part : dropins.values()) {
            if (part.kind() == Kind.TEXT) {
                in(part, () -> ini.with(part.text()));
                any = true;
            }
        }
        return any ? ini.value() : new Value.Absent();
    }

    private interface Making<T> {
        T make() throws FormMismatch;
    }

    /** Says of a mismatch in which file it is. */
    private static <T> T in(Part part, Making<T> making) throws FormMismatch {
        try {
            return making.make();
        } catch (FormMismatch e) {
            throw part.path().isEmpty() ? e : e.at(part.path());
        }
    }
}
