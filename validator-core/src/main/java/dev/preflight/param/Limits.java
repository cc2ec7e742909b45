package dev.preflight.param;

import dev.preflight.api.ByteSize;
import dev.preflight.api.Param;
import dev.preflight.api.Shape;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import java.time.Duration;
import java.util.Optional;

/**
 * What a parameter's type allows and the parameter does not. Its default is always allowed: in many places it means
 * that no value was given.
 *
 * @param shape of a text, of each text of a list, of a number
 * @param least as YAML text; empty for what the shape says
 * @param most as YAML text; empty for what the shape says
 * @param filled whether a list must hold something
 * @param defaultValue its default, as YAML text
 */
public record Limits(Shape shape, String least, String most, boolean filled, String defaultValue) {
    static Limits of(Param param) {
        return new Limits(param.shape(), param.least(), param.most(), param.filled(), param.defaultValue());
    }

    /** No limits. */
    static Limits none(String defaultValue) {
        return new Limits(Shape.ANY, "", "", false, defaultValue);
    }

    /** What a value may be, in the words of a message: {@code a whole number between 68 and 65535}. */
    public String words(ParamType type) {
        if (type instanceof ParamType.OptionalOf optional) {
            return words(optional.item());
        }
        if (type instanceof ParamType.ListOf list) {
            return (filled ? "a list, not empty, of " : "a list of ") + plural(list.item());
        }
        return isShaped(type) ? shape.words() : type.words() + range(type);
    }

    private String plural(ParamType type) {
        return isShaped(type) ? shape.plural() : type.plural() + range(type);
    }

    /** Whether the shape says more of a value than its type. */
    private boolean isShaped(ParamType type) {
        return shape != Shape.ANY && (type instanceof ParamType.Text || type instanceof ParamType.Choice);
    }

    private String range(ParamType type) {
        if (!counts(type)) {
            return "";
        }
        String from = least.isEmpty() ? plain(type, shape.least(), Long.MIN_VALUE) : least;
        String to = most.isEmpty() ? plain(type, shape.most(), Integer.MAX_VALUE) : most;
        if (from.isEmpty() && to.isEmpty()) {
            return "";
        }
        String range = to.isEmpty()
                ? " of at least " + from
                : from.isEmpty() ? " of at most " + to : " between " + from + " and " + to;
        return number(type, defaultValue).filter(value -> !inRange(type, value)).isPresent()
                ? range + ", or " + defaultValue
                : range;
    }

    /** The least number of this type within the limits: whole, bytes, or milliseconds. */
    public long lowest(ParamType type) {
        return bound(type, least, shape.least());
    }

    /** The greatest number of this type within the limits: whole, bytes, or milliseconds. */
    public long highest(ParamType type) {
        return bound(type, most, shape.most());
    }

    private static boolean counts(ParamType type) {
        return type instanceof ParamType.Whole
                || type instanceof ParamType.Span
                || (type instanceof ParamType.Parsed parsed && parsed.type() == ByteSize.class);
    }

    private static String plain(ParamType type, long bound, long none) {
        if (bound == none || bound == Long.MAX_VALUE) {
            return "";
        }
        return type instanceof ParamType.Whole
                ? Long.toString(bound)
                : type instanceof ParamType.Span ? bound + "ms" : bound + "B";
    }

    /**
     * Whether the value is within the limits; if not, the problem was added. A value of the wrong type is not reported
     * here.
     */
    boolean hold(ParamField field, Node value, Problems problems) {
        return hold(field, field.type(), value, problems);
    }

    private boolean hold(ParamField field, ParamType type, Node value, Problems problems) {
        if (type instanceof ParamType.OptionalOf optional) {
            return hold(field, optional.item(), value, problems);
        }
        if (type instanceof ParamType.RowsOf && value instanceof Node.Mapping rows) {
            return keys(field, rows, problems);
        }
        if (type instanceof ParamType.ListOf list) {
            return !(value instanceof Node.Sequence sequence) || all(field, list, sequence, problems);
        }
        if (!(value instanceof Node.Scalar scalar) || scalar.text().equals(defaultValue) || fits(type, scalar)) {
            return true;
        }
        Values.wrong(words(type), field.name(), value, example(field), problems);
        return false;
    }

    private boolean all(ParamField field, ParamType.ListOf list, Node.Sequence sequence, Problems problems) {
        boolean good = true;
        if (filled && sequence.items().isEmpty()) {
            Values.wrong(words(list), field.name(), sequence, example(field), problems);
            good = false;
        }
        for (Node item : sequence.items()) {
            if (item instanceof Node.Scalar scalar && !fits(list.item(), scalar)) {
                Values.wrong(item(list.item()), field.name(), item, example(field), problems);
                good = false;
            }
        }
        return good;
    }

    /** Of a table of requirements the shape is that of its keys. */
    private boolean keys(ParamField field, Node.Mapping rows, Problems problems) {
        boolean good = true;
        for (Node.Entry row : rows.entries()) {
            if (shape != Shape.ANY && !shape.fits(row.key())) {
                problems.add(
                        row.keyPlace(),
                        field.name() + ": expected " + shape.words() + ", found '" + row.key() + "'",
                        Subjects.meant(shape, row.key())
                                .map(meant -> "write " + meant)
                                .orElse(example(field)));
                good = false;
            }
        }
        return good;
    }

    private String item(ParamType type) {
        return isShaped(type) ? shape.words() : type.words() + range(type);
    }

    private static String example(ParamField field) {
        return field.example().isEmpty() ? "" : "for example " + field.name() + ": " + field.example();
    }

    private boolean fits(ParamType type, Node.Scalar scalar) {
        if (type instanceof ParamType.Text) {
            return shape == Shape.ANY
                    || scalar.type() == ScalarType.NULL
                    || scalar.type() == ScalarType.BOOLEAN
                    || shape.fits(scalar.text());
        }
        if (type instanceof ParamType.Choice) {
            return shape == Shape.ANY || shape.fits(scalar.text());
        }
        Optional<Long> number = counts(type) ? number(type, scalar.text()) : Optional.empty();
        return number.isEmpty() || inRange(type, number.get());
    }

    private boolean inRange(ParamType type, long number) {
        return number >= lowest(type) && number <= highest(type);
    }

    private static long bound(ParamType type, String text, long otherwise) {
        if (!text.isEmpty()) {
            return number(type, text).orElseThrow(() -> new IllegalStateException("no bound: " + text));
        }
        return otherwise == Integer.MAX_VALUE ? Long.MAX_VALUE : otherwise;
    }

    /** A whole number, bytes, or milliseconds; empty for what is none, of which its type complains. */
    private static Optional<Long> number(ParamType type, String text) {
        try {
            if (type instanceof ParamType.Span) {
                Duration span = Durations.parse(text);
                return Optional.of(span.toMillis());
            }
            return Optional.of(
                    type instanceof ParamType.Whole
                            ? Long.parseLong(text)
                            : ByteSize.parse(text).bytes());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
