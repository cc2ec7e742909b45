package dev.preflight.define.read;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of {@code stat:}. A path that is not there has {@code exists} false and nothing else; {@code target} is that of
 * a link. A mode is text of four octal digits. An owner or a group without a name has none.
 */
final class StatFields {
    static final ValueType TYPE = type();

    /** Of a path that is not there. */
    static final Value ABSENT = new Value.Row(Map.of("exists", new Value.Bool(false)));

    /** What stat(1) prints for an owner that has no name. */
    private static final String NAMELESS = "UNKNOWN";

    /** By the first digits of st_mode: inode(7). */
    private static final Map<Integer, String> TYPES =
            Map.of(1, "fifo", 2, "char", 4, "dir", 6, "block", 8, "file", 10, "link", 12, "socket");

    /** Seconds of a million years: what any calendar still takes. */
    private static final long LONG_AGO = 1L << 45;

    private StatFields() {}

    private static ValueType type() {
        Map<String, ValueType> fields = new LinkedHashMap<>();
        fields.put("exists", Simple.BOOL);
        fields.put("type", Simple.TEXT);
        fields.put("mode", Simple.TEXT);
        fields.put("owner", Simple.TEXT);
        fields.put("group", Simple.TEXT);
        fields.put("uid", Simple.INT);
        fields.put("gid", Simple.INT);
        fields.put("size", Simple.SIZE);
        fields.put("mtime", Simple.DATE);
        fields.put("target", Simple.TEXT);
        return new RowOf(fields, false);
    }

    /** The row of a path. */
    static Value of(Told.Part part) throws FormMismatch {
        List<String> lines = List.of(part.text().split("\n", -1));
        if (lines.size() != 7) {
            throw FormMismatch.expected("seven lines of stat", part.text());
        }
        int mode = (int) number(lines.get(0), 16, 0, 0xffff);
        String type = TYPES.get(mode >> 12);
        if (type == null) {
            throw FormMismatch.expected("the mode of a file", lines.get(0));
        }
        Map<String, Value> row = new LinkedHashMap<>();
        row.put("exists", new Value.Bool(true));
        row.put("type", new Value.Text(type));
        row.put("mode", new Value.Text(String.format("%04o", mode & 07777)));
        name(row, "owner", lines.get(5));
        name(row, "group", lines.get(6));
        row.put("uid", new Value.Whole(number(lines.get(1), 10, 0, 0xffffffffL)));
        row.put("gid", new Value.Whole(number(lines.get(2), 10, 0, 0xffffffffL)));
        row.put("size", new Value.Whole(number(lines.get(3), 10, 0, Long.MAX_VALUE)));
        row.put("mtime", new Value.Date(Instant.ofEpochSecond(number(lines.get(4), 10, -LONG_AGO, LONG_AGO))));
        if (type.equals("link")) {
            row.put("target", new Value.Text(part.target()));
        }
        return new Value.Row(row);
    }

    private static void name(Map<String, Value> row, String field, String name) {
        if (!name.equals(NAMELESS)) {
            row.put(field, new Value.Text(name));
        }
    }

    private static long number(String text, int radix, long least, long most) throws FormMismatch {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw FormMismatch.expected("a number of stat", text);
        }
        throw FormMismatch.expected("a number of stat", text);
    }
}
