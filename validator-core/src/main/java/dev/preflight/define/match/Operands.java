package dev.preflight.define.match;

import dev.preflight.api.ByteSize;
import dev.preflight.define.given.Date;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Durations;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values that matchers compare with. */
final class Operands {
    private static final Pattern PARAM = Pattern.compile("\\$\\{([^}]*)}");

    private final Scope scope;
    private final Problems problems;

    Operands(Scope scope, Problems problems) {
        this.scope = scope;
        this.problems = problems;
    }

    /** The value, or empty after the problem was noted. */
    Optional<Operand> read(Node node, ValueType type) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() == ScalarType.NULL) {
            return wrong(Shown.kind(type) + " expected, found " + node.kind(), node, "");
        }
        if (scalar.type() == ScalarType.STRING && scalar.text().contains("${")) {
            return param(scalar, type);
        }
        if (!(type instanceof Simple simple)) {
            return wrong("nothing can be the same as " + Shown.kind(type) + " that is written here", node, "");
        }
        return literal(scalar, simple).map(value -> Operand.of(value, scalar.text()));
    }

    private Optional<Operand> param(Node.Scalar scalar, ValueType type) {
        Matcher m = PARAM.matcher(scalar.text());
        if (!m.matches()) {
            return wrong("a parameter is the whole value here, found '" + scalar.text() + "'", scalar, "write ${name}");
        }
        ValueType own = scope.params().get(m.group(1));
        if (own == null) {
            return wrong(
                    "there is no parameter '" + m.group(1) + "'",
                    scalar,
                    Suggestion.hint(m.group(1), scope.params().keySet()));
        }
        scope.used().accept(m.group(1));
        ValueType one = own instanceof ValueType.ListOf list ? list.element() : own;
        if (!comparable(one, type)) {
            return wrong(
                    "${" + m.group(1) + "} is " + Shown.kind(own) + ", and " + Shown.kind(type) + " is expected",
                    scalar,
                    "");
        }
        return Optional.of(Operand.ofParam(m.group(1)));
    }

    private static boolean comparable(ValueType a, ValueType b) {
        Set<ValueType> numbers = Set.of(Simple.INT, Simple.NUMBER);
        Set<ValueType> whole = Set.of(Simple.INT, Simple.SIZE);
        return a.equals(b)
                || a == Simple.ANY
                || b == Simple.ANY
                || (numbers.contains(a) && numbers.contains(b))
                || (whole.contains(a) && whole.contains(b));
    }

    private Optional<Value> literal(Node.Scalar scalar, Simple type) {
        return switch (type) {
            case TEXT -> text(scalar, "text").map(Value.Text::new);
            case VERSION -> text(scalar, "version").map(Value.Version::new);
            case INT -> number(scalar, true);
            case NUMBER -> number(scalar, false);
            case BOOL ->
                scalar.type() == ScalarType.BOOLEAN
                        ? Optional.of(new Value.Bool(Boolean.parseBoolean(scalar.text())))
                        : expected("true or false", scalar);
            case SIZE ->
                parsed(
                        scalar,
                        "size",
                        text -> new Value.Whole(ByteSize.parse(text).bytes()));
            case DURATION -> parsed(scalar, "duration", text -> new Value.Time(Durations.parse(text)));
            case DATE ->
                parsed(scalar, "date", text -> new Value.Date(Date.parse(text).at()));
            case ANY -> any(scalar);
        };
    }

    private Optional<Value> any(Node.Scalar scalar) {
        return switch (scalar.type()) {
            case INTEGER -> number(scalar, true);
            case DECIMAL -> number(scalar, false);
            case BOOLEAN -> Optional.of(new Value.Bool(Boolean.parseBoolean(scalar.text())));
            default -> Optional.of(new Value.Text(scalar.text()));
        };
    }

    private Optional<String> text(Node.Scalar scalar, String what) {
        if (scalar.type() == ScalarType.STRING) {
            return Optional.of(scalar.text());
        }
        String number = scalar.type() == ScalarType.DECIMAL || scalar.type() == ScalarType.INTEGER ? "number " : "";
        String zero = what.equals("version") && scalar.text().matches("[0-9]+\\.[1-9]")
                ? " (did you write " + scalar.text() + "0?)"
                : "";
        problems.add(
                scalar.place(),
                scope.what() + ": " + what + " expected in quotes, found " + number + scalar.text() + zero);
        return Optional.empty();
    }

    private Optional<Value> number(Node.Scalar scalar, boolean whole) {
        boolean good = scalar.type() == ScalarType.INTEGER || (!whole && scalar.type() == ScalarType.DECIMAL);
        try {
            return good
                    ? Optional.of(
                            whole
                                    ? new Value.Whole(Long.parseLong(scalar.text()))
                                    : new Value.Decimal(new BigDecimal(scalar.text())))
                    : expected(whole ? "a whole number" : "a number", scalar);
        } catch (NumberFormatException e) {
            return expected(whole ? "a whole number in decimal digits" : "a number", scalar);
        }
    }

    private interface Parser {
        Value parse(String text);
    }

    private Optional<Value> parsed(Node.Scalar scalar, String what, Parser parser) {
        try {
            return Optional.of(parser.parse(scalar.text()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            String message = e instanceof IllegalArgumentException ? e.getMessage() : "expected a smaller " + what;
            problems.add(scalar.place(), scope.what() + ": " + message + ", found '" + scalar.text() + "'");
            return Optional.empty();
        }
    }

    private <T> Optional<T> expected(String what, Node.Scalar scalar) {
        return wrong(what + " expected, found " + scalar.kind() + " '" + scalar.text() + "'", scalar, "");
    }

    private <T> Optional<T> wrong(String message, Node node, String hint) {
        problems.add(node.place(), scope.what() + ": " + message, hint);
        return Optional.empty();
    }
}
