package dev.preflight.define.match;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.define.value.FieldNames;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Values as people read them, and the words for their types. */
public final class Shown {
    /** A report names the first few of a list. */
    private static final int NAMED = 10;

    private Shown() {}

    /** A value as the argument of a text. */
    public static Arg arg(Value value, ValueType type) {
        if (value instanceof Value.Whole whole) {
            return type == Simple.SIZE ? Arg.bytes(whole.number()) : Arg.count(whole.number());
        }
        return value instanceof Value.Time time ? Arg.span(time.length()) : Arg.text(text(value, type));
    }

    /** A value in one line, in which sizes have their unit: of a number alone it is not known what it counts. */
    public static String text(Value value, ValueType type) {
        if (value instanceof Value.Whole whole && type == Simple.SIZE && whole.number() >= 0) {
            return new ByteSize(whole.number()).toString();
        }
        if (value instanceof Value.Items items && type instanceof ValueType.ListOf list) {
            return list(items.values(), list.element());
        }
        if (value instanceof Value.Row row && type instanceof ValueType.RowOf of) {
            return row.fields().entrySet().stream()
                    .limit(NAMED)
                    .map(field -> field.getKey() + " "
                            + text(
                                    field.getValue(),
                                    FieldNames.find(of, field.getKey()).orElse(Simple.ANY)))
                    .collect(Collectors.joining(", "));
        }
        return text(value);
    }

    /** A value in one line, without markup. */
    public static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        if (value instanceof Value.Version version) {
            return version.text();
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.number());
        }
        if (value instanceof Value.Decimal decimal) {
            return decimal.number().toString();
        }
        if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.holds());
        }
        if (value instanceof Value.Time time) {
            return time.length().toSeconds() + "s";
        }
        if (value instanceof Value.Date date) {
            return date(date.at());
        }
        if (value instanceof Value.Items items) {
            return list(items.values(), Simple.ANY);
        }
        return value instanceof Value.Row row
                ? row.fields().entrySet().stream()
                        .limit(NAMED)
                        .map(field -> field.getKey() + " " + text(field.getValue()))
                        .collect(Collectors.joining(", "))
                : "absent";
    }

    /** A day is shown as such, though it is a point in time. */
    private static String date(Instant at) {
        return at.equals(at.truncatedTo(ChronoUnit.DAYS))
                ? at.atOffset(ZoneOffset.UTC).toLocalDate().toString()
                : at.toString();
    }

    private static String list(List<Value> values, ValueType element) {
        String named =
                values.stream().limit(NAMED).map(value -> text(value, element)).collect(Collectors.joining(", "));
        return values.size() > NAMED ? named + ", ..." : named;
    }

    /** What a value is, in the words of a message. */
    public static String kind(Value value) {
        return switch (value.getClass().getSimpleName()) {
            case "Text" -> "text";
            case "Whole" -> "a whole number";
            case "Decimal" -> "a number";
            case "Bool" -> "true or false";
            case "Time" -> "a duration";
            case "Date" -> "a date";
            case "Version" -> "a version";
            case "Items" -> "a list";
            case "Row" -> "a row";
            default -> "nothing";
        };
    }

    /** A type in the words of a message. */
    public static String kind(ValueType type) {
        if (type instanceof ValueType.ListOf) {
            return "a list";
        }
        if (type instanceof ValueType.RowOf) {
            return "a row";
        }
        return switch ((Simple) type) {
            case TEXT -> "text";
            case INT -> "a whole number";
            case NUMBER -> "a number";
            case BOOL -> "true or false";
            case SIZE -> "a size";
            case DURATION -> "a duration";
            case DATE -> "a date";
            case VERSION -> "a version";
            case ANY -> "of a kind that only the host knows";
        };
    }
}
