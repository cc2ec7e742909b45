package dev.preflight.report;

import dev.preflight.api.Arg;
import dev.preflight.json.JsonOut;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** Writes a typed argument into JSON: its type and its value, bytes as their count and time in milliseconds. */
record ArgJson(JsonOut.Fields fields) implements Arg.Cases<JsonOut.Fields> {

    static void write(JsonOut.Fields fields, Arg arg) {
        arg.fold(new ArgJson(fields));
    }

    @Override
    public JsonOut.Fields text(String value) {
        return fields.field("type", "text").field("value", value);
    }

    @Override
    public JsonOut.Fields count(long value) {
        return fields.field("type", "count").field("value", value);
    }

    @Override
    public JsonOut.Fields bytes(long value) {
        return fields.field("type", "bytes").field("value", value);
    }

    @Override
    public JsonOut.Fields mode(int bits) {
        return fields.field("type", "mode").field("value", ArgText.shown(Arg.mode(bits)));
    }

    @Override
    public JsonOut.Fields span(Duration value) {
        return fields.field("type", "span").field("value", value.toMillis());
    }

    @Override
    public JsonOut.Fields items(List<Arg> values) {
        return fields.field("type", "items")
                .array("value", items -> values.forEach(item -> items.object(o -> write(o, item))));
    }

    @Override
    public JsonOut.Fields words(SortedMap<String, String> byLanguage) {
        return fields.field("type", "words").object("value", value -> byLanguage.forEach(value::field));
    }
}
