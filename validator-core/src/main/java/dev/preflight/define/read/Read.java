package dev.preflight.define.read;

import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One read of a definition, its parameters filled in.
 *
 * @param form how the text becomes a value; not looked at for {@link Source.Stat}
 * @param asRoot whether only root's answer counts
 * @param secret whether only the size and the SHA-256 of the text travel, as a row; its form is not looked at then
 * @param limit how long it may take
 */
public record Read(Source source, Form form, boolean asRoot, boolean secret, Duration limit) {
    /** What a read may take if a profile says nothing: that of any fact. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    /** The longest that a profile may give. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    /** The field of a row that a command gave which holds its status, unless there is one of this name. */
    public static final String EXIT = "exit";

    public Read {
        if (limit.toSeconds() < 1 || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a read takes 1 to " + LONGEST.toSeconds() + " s");
        }
        if (secret && (source instanceof Source.Stat || source instanceof Source.Glob)) {
            throw new IllegalArgumentException("what is secret is one text");
        }
    }

    /** A read with the usual limit, of what is no secret. */
    public static Read of(Source source, Form form) {
        return new Read(source, form, false, false, LIMIT);
    }

    /**
     * The type of its value, where it is not absent. A field that is not there is left out of its row, even where the row has
     * a type for it.
     */
    public ValueType type() {
        if (secret) {
            return withExit(new RowOf(Map.of("size", Simple.SIZE, "sha256", Simple.TEXT), false));
        }
        if (source instanceof Source.Stat) {
            return StatFields.TYPE;
        }
        if (source instanceof Source.Glob) {
            return new ListOf(inFile(form));
        }
        return withExit(form.type());
    }

    private ValueType withExit(ValueType type) {
        if (!(source instanceof Source.Command) || !(type instanceof RowOf row)) {
            return type;
        }
        Map<String, ValueType> fields = new LinkedHashMap<>(row.fields());
        fields.putIfAbsent(EXIT, Simple.INT);
        return new RowOf(fields, row.open());
    }

    /** A row of what one file holds: its own fields, or one that is named for the form; and its path. */
    private static ValueType inFile(Form form) {
        Map<String, ValueType> fields = new LinkedHashMap<>();
        fields.put("path", Simple.TEXT);
        boolean open = false;
        if (form.type() instanceof RowOf row) {
            row.fields().forEach(fields::putIfAbsent);
            open = row.open();
        } else {
            fields.putIfAbsent(fieldOf(form), form.type());
        }
        return new RowOf(fields, open);
    }

    /** The field of a file's row that holds what is no row itself. */
    static String fieldOf(Form form) {
        if (form instanceof Form.Uncommented some) {
            return fieldOf(some.form());
        }
        if (form instanceof Form.Plain plain) {
            return plain.as().word();
        }
        return form instanceof Form.Lines ? "lines" : form.type() instanceof ListOf ? "rows" : "value";
    }
}
