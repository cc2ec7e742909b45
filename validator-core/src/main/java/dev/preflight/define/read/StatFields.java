package dev.preflight.define.read;

import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of {@code stat:}. A path that is not there has {@code exists} false and nothing else; {@code target} is that of
 * a link. A mode is text of four octal digits.
 */
final class StatFields {
    static final ValueType TYPE = type();

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
}
