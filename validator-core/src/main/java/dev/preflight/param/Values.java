package dev.preflight.param;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads single values of a document. Each method gives the value, or empty after it noted what is wrong with it. */
public final class Values {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d*)");
    private static final Set<String> OTHER_TRUE = Set.of("yes", "on", "y");
    private static final Set<String> OTHER_FALSE = Set.of("no", "off", "n");
    /** Longer texts are cut in messages. */
    private static final int SHOWN_CHARS = 60;

    private Values() {}

    /** Reads text without control characters. */
    public static Optional<String> text(String name, Node node, Problems problems) {
        return scalar(new ParamType.Text(), name, node, problems).flatMap(s -> text(name, s, problems));
    }

    /** Reads true or false. */
    public static Optional<Boolean> flag(String name, Node node, Problems problems) {
        return scalar(new ParamType.Flag(), name, node, problems).flatMap(s -> flag(name, s, problems));
    }

    /** Reads a constant of an enum, written in lower case with hyphens. */
    public static <E extends Enum<E>> Optional<E> word(String name, Node node, Class<E> type, Problems problems) {
        return read(ParamType.of(type), name, node, problems).map(type::cast);
    }

    /** Reads a list of text. */
    public static Optional<List<String>> texts(String name, Node node, Problems problems) {
        return list(new ParamType.ListOf(new ParamType.Text()), name, node, problems)
                .map(items -> items.stream().map(String.class::cast).toList());
    }

    /** Reads a mapping. */
    public static Optional<Node.Mapping> mapping(String name, Node node, Problems problems) {
        if (node instanceof Node.Mapping mapping) {
            return Optional.of(mapping);
        }
        wrong("a mapping", name, node, "", problems);
        return Optional.empty();
    }

    /** Whether this value removes what the parent profile has here: {@code off}, or false. */
    public static boolean isOff(Node value) {
        return value instanceof Node.Scalar s
                && (s.text().equals("off")
                        || (s.type() == ScalarType.BOOLEAN && s.text().equalsIgnoreCase("false")));
    }

    /** Notes that this value should have been something else. */
    public static void wrong(String expected, String name, Node node, String hint, Problems problems) {
        problems.add(node.place(), name + ": expected " + expected + ", found " + found(node), hint);
    }

    static Optional<?> read(ParamType type, String name, Node node, Problems problems) {
        if (type instanceof ParamType.ListOf list) {
            return list(list, name, node, problems);
        }
        if (type instanceof ParamType.OptionalOf optional) {
            return given(read(optional.item(), name, node, problems));
        }
        if (type instanceof ParamType.RowsOf rows) {
            return new RowReader(rows.limits(), name, problems).read(node);
        }
        if (type instanceof ParamType.Written written) {
            return written(written, name, node, problems);
        }
        if (type instanceof ParamType.Nested nested) {
            if (!(nested.spelledOut(node) instanceof Node.Mapping mapping)) {
                wrong(type.words(), name, node, "", problems);
                return Optional.empty();
            }
            return ParamBinder.bind(nested.schema(), mapping, Map.of(), "key of " + name, problems);
        }
        return scalar(type, name, node, problems).flatMap(s -> scalar(type, name, s, problems));
    }

    private static Optional<?> written(ParamType.Written type, String name, Node node, Problems problems) {
        try {
            return (Optional<?>) type.reader().invoke(null, name, node, problems);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.reader() + " failed", e);
        }
    }

    /** What was read, as a value that may be missing; nothing if it could not be read. */
    private static Optional<?> given(Optional<?> read) {
        return read.isPresent() ? Optional.of(read) : Optional.empty();
    }

    private static Optional<List<?>> list(ParamType.ListOf type, String name, Node node, Problems problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            boolean single = node instanceof Node.Scalar s && s.type() != ScalarType.NULL;
            wrong(
                    type.words(),
                    name,
                    node,
                    single ? "put it in brackets: [" + quoted(meant(type.item(), shown(node))) + "]" : "",
                    problems);
            return Optional.empty();
        }
        List<Object> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            read(type.item(), name, item, problems).ifPresent(items::add);
        }
        return items.size() == sequence.items().size() ? Optional.of(List.copyOf(items)) : Optional.empty();
    }

    /** Of words the nearest one, so that what is advised is right as well as in brackets. */
    private static String meant(ParamType item, String text) {
        return item instanceof ParamType.Choice choice
                ? Suggestion.nearest(text, choice.constants().keySet()).orElse(text)
                : text;
    }

    private static Optional<Node.Scalar> scalar(ParamType type, String name, Node node, Problems problems) {
        if (!(node instanceof Node.Scalar scalar)) {
            wrong(type.words(), name, node, "", problems);
            return Optional.empty();
        }
        if (scalar.type() == ScalarType.NULL) {
            wrong(type.words(), name, node, "give a value, or remove the key", problems);
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    private static Optional<?> scalar(ParamType type, String name, Node.Scalar scalar, Problems problems) {
        if (type instanceof ParamType.Text) {
            return text(name, scalar, problems);
        }
        if (type instanceof ParamType.Flag) {
            return flag(name, scalar, problems);
        }
        if (type instanceof ParamType.Whole whole) {
            return whole(whole, name, scalar, problems);
        }
        if (type instanceof ParamType.Choice choice) {
            return choice(choice, name, scalar, problems);
        }
        return text(name, scalar, problems).flatMap(text -> parsed(type, name, scalar, text, problems));
    }

    private static Optional<String> text(String name, Node.Scalar scalar, Problems problems) {
        if (scalar.type() == ScalarType.BOOLEAN) {
            wrong("text", name, scalar, "if it is meant as text, put it in quotes", problems);
            return Optional.empty();
        }
        // A value may travel to a host as a line of a script, and to a terminal: no part of it may act there.
        Optional<String> bad = scalar.text()
                .codePoints()
                .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
                .mapToObj(c -> String.format("U+%04X", c))
                .findFirst();
        if (bad.isPresent()) {
            problems.add(scalar.place(), name + ": control characters are not allowed here, found " + bad.get());
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    private static Optional<Boolean> flag(String name, Node.Scalar scalar, Problems problems) {
        if (scalar.type() == ScalarType.BOOLEAN) {
            return Optional.of(Boolean.parseBoolean(scalar.text()));
        }
        String hint = OTHER_TRUE.contains(scalar.text())
                ? "write true"
                : OTHER_FALSE.contains(scalar.text()) ? "write false" : "";
        wrong("true or false", name, scalar, hint, problems);
        return Optional.empty();
    }

    private static Optional<?> whole(ParamType.Whole type, String name, Node.Scalar scalar, Problems problems) {
        boolean digits = WHOLE.matcher(scalar.text()).matches();
        if (scalar.type() != ScalarType.INTEGER || !digits) {
            String hint = digits
                    ? "remove the quotes"
                    : scalar.type() == ScalarType.INTEGER ? "write it in decimal digits, without leading zeros" : "";
            wrong(type.words(), name, scalar, hint, problems);
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(scalar.text());
            if (value >= type.min() && value <= type.max()) {
                return type.wide() ? Optional.of(value) : Optional.of((int) value);
            }
        } catch (NumberFormatException e) {
            // The digits were checked: it is out of the range of long, which the message below says.
        }
        wrong("a whole number between " + type.min() + " and " + type.max(), name, scalar, "", problems);
        return Optional.empty();
    }

    private static Optional<?> choice(ParamType.Choice type, String name, Node.Scalar scalar, Problems problems) {
        Enum<?> constant = type.constants().get(scalar.text());
        if (constant == null) {
            String hint = Suggestion.nearest(scalar.text(), type.constants().keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("");
            wrong(type.words(), name, scalar, hint, problems);
        }
        return Optional.ofNullable(constant);
    }

    private static Optional<?> parsed(ParamType type, String name, Node.Scalar scalar, String text, Problems problems) {
        try {
            return Optional.of(type instanceof ParamType.Parsed p ? invoke(p, text) : Durations.parse(text));
        } catch (ArithmeticException e) {
            problems.add(scalar.place(), name + ": the number is too large, found " + found(scalar));
        } catch (IllegalArgumentException e) {
            String hint = type instanceof ParamType.Span && scalar.type() == ScalarType.INTEGER
                    ? "add a unit, such as " + shown(scalar) + "s"
                    : "";
            problems.add(scalar.place(), name + ": " + e.getMessage() + ", found " + found(scalar), hint);
        }
        return Optional.empty();
    }

    private static Object invoke(ParamType.Parsed type, String text) {
        try {
            type.parser().setAccessible(true);
            return type.parser().invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException || e.getCause() instanceof ArithmeticException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException(type.parser() + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it can be written in a list. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./][A-Za-z0-9_./:-]*") ? text : "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private static String found(Node node) {
        boolean value = node instanceof Node.Scalar s && s.type() != ScalarType.NULL;
        return value ? node.kind() + " '" + shown(node) + "'" : node.kind();
    }

    private static String shown(Node node) {
        String text = node instanceof Node.Scalar s ? s.text() : "";
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }
}
