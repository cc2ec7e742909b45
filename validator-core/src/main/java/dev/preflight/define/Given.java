package dev.preflight.define;

import dev.preflight.api.ByteSize;
import dev.preflight.api.NamedParams;
import dev.preflight.define.given.Date;
import dev.preflight.define.given.Decimal;
import dev.preflight.define.given.Version;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a profile gives for the parameters of a definition, as values and as words for a host. */
final class Given {
    private Given() {}

    /** As values that facts are compared with. */
    static Map<String, Value> values(NamedParams params) {
        Map<String, Value> values = new LinkedHashMap<>();
        params.values().forEach((name, given) -> values.put(name, value(given)));
        return values;
    }

    private static Value value(Object given) {
        if (given instanceof Long number) {
            return new Value.Whole(number);
        }
        if (given instanceof Boolean flag) {
            return new Value.Bool(flag);
        }
        if (given instanceof ByteSize size) {
            return new Value.Whole(size.bytes());
        }
        if (given instanceof Duration length) {
            return new Value.Time(length);
        }
        if (given instanceof Date date) {
            return new Value.Date(date.at());
        }
        if (given instanceof Decimal number) {
            return new Value.Decimal(number.value());
        }
        if (given instanceof List<?> list) {
            return new Value.Items(list.stream().map(Given::value).toList());
        }
        return given instanceof Version version ? new Value.Version(version.text()) : new Value.Text((String) given);
    }

    /** The type of a value, as far as it is shown otherwise for that: a size is a number of bytes. */
    static ValueType type(NamedParams params, String name) {
        return params.values().get(name) instanceof ByteSize ? Simple.SIZE : Simple.ANY;
    }

    /** As a word for a host; only texts, numbers and versions travel. */
    static String word(Object given) {
        return String.valueOf(given);
    }
}
