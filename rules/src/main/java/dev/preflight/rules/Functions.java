package dev.preflight.rules;

import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.preflight.api.ByteSize;
import dev.preflight.param.Durations;
import dev.preflight.version.VersionOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/** The functions of a rule, and the arithmetic: an infinite number is an error as an overflow is. */
final class Functions {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,19}(\\.\\d{1,19})?([eE][+-]?\\d{1,3})?");

    /** Seconds of a day, as {@link java.time.temporal.ChronoUnit#DAYS} has them. */
    private static final long DAY = 86_400;

    private Functions() {}

    /** Everything, as the library wants it. */
    static List<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> all = new ArrayList<>();
        all.addAll(add());
        all.addAll(numbers("_-_", "subtract", Math::subtractExact, (a, b) -> a - b));
        all.addAll(numbers("_*_", "multiply", Math::multiplyExact, (a, b) -> a * b));
        all.addAll(numbers("_/_", "divide", Functions::quotient, Functions::quotient));
        all.addAll(extreme("min", Math::min, Math::min));
        all.addAll(extreme("max", Math::max, Math::max));
        all.addAll(conversions());
        all.addAll(texts());
        all.addAll(CelFunctionBinding.fromOverloads(
                "sum",
                CelFunctionBinding.from("sum list int", Collection.class, list -> sum(list, 0L)),
                CelFunctionBinding.from("sum list double", Collection.class, list -> sum(list, 0.0))));
        all.addAll(one("bytes_of", String.class, Functions::bytes));
        all.addAll(one("seconds_of", String.class, Functions::seconds));
        all.addAll(one("days_until", Instant.class, Functions::days));
        all.addAll(CelFunctionBinding.fromOverloads(
                "vercmp",
                CelFunctionBinding.from(
                        "vercmp 2", String.class, String.class, (a, b) -> compared(a, b, VersionOrder.NUMBERS.id())),
                CelFunctionBinding.from(
                        "vercmp 3",
                        List.of(String.class, String.class, String.class),
                        arguments -> compared((String) arguments[0], (String) arguments[1], (String) arguments[2]))));
        return all;
    }

    private static <T> Collection<CelFunctionBinding> one(
            String name, Class<T> argument, CelFunctionOverload.Unary<T> function) {
        return CelFunctionBinding.fromOverloads(name, CelFunctionBinding.from(name + " 1", argument, function));
    }

    private static Collection<CelFunctionBinding> add() {
        return CelFunctionBinding.fromOverloads(
                "_+_",
                CelFunctionBinding.from("add_int64", Long.class, Long.class, (a, b) -> exact(Math::addExact, a, b)),
                CelFunctionBinding.from("add_double", Double.class, Double.class, (a, b) -> finite(a + b)),
                CelFunctionBinding.from("add_string", String.class, String.class, Functions::join));
    }

    @SuppressWarnings("Immutable") // The operations have no state.
    private static Collection<CelFunctionBinding> numbers(
            String name, String id, BinaryOperator<Long> whole, BinaryOperator<Double> decimal) {
        return CelFunctionBinding.fromOverloads(
                name,
                CelFunctionBinding.from(id + "_int64", Long.class, Long.class, (a, b) -> exact(whole, a, b)),
                CelFunctionBinding.from(
                        id + "_double", Double.class, Double.class, (a, b) -> finite(decimal.apply(a, b))));
    }

    @SuppressWarnings("Immutable") // The operations have no state.
    private static Collection<CelFunctionBinding> extreme(
            String name, BinaryOperator<Long> whole, BinaryOperator<Double> decimal) {
        return CelFunctionBinding.fromOverloads(
                name,
                CelFunctionBinding.from(name + " whole", Long.class, Long.class, whole::apply),
                CelFunctionBinding.from(name + " decimal", Double.class, Double.class, decimal::apply),
                CelFunctionBinding.from(name + " list", Collection.class, list -> folded(list, whole, decimal)));
    }

    private static Collection<CelFunctionBinding> conversions() {
        List<CelFunctionBinding> all = new ArrayList<>();
        all.addAll(CelFunctionBinding.fromOverloads(
                "int",
                CelFunctionBinding.from("int of whole", Long.class, a -> a),
                CelFunctionBinding.from("int of decimal", Double.class, Functions::whole),
                CelFunctionBinding.from("int of text", String.class, Functions::whole)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "double",
                CelFunctionBinding.from("double of whole", Long.class, Long::doubleValue),
                CelFunctionBinding.from("double of decimal", Double.class, a -> a),
                CelFunctionBinding.from("double of text", String.class, Functions::decimal)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "string",
                CelFunctionBinding.from("string of text", String.class, a -> a),
                CelFunctionBinding.from("string of whole", Long.class, String::valueOf),
                CelFunctionBinding.from(
                        "string of decimal",
                        Double.class,
                        a -> BigDecimal.valueOf(a).toPlainString()),
                CelFunctionBinding.from("string of condition", Boolean.class, String::valueOf)));
        return all;
    }

    private static Collection<CelFunctionBinding> texts() {
        List<CelFunctionBinding> all = new ArrayList<>();
        all.addAll(ofText("matches", (text, pattern) -> Work.current().matches(text, pattern)));
        all.addAll(ofText("contains", Functions::contains));
        all.addAll(ofText("startsWith", String::startsWith));
        all.addAll(ofText("endsWith", String::endsWith));
        return all;
    }

    private static Collection<CelFunctionBinding> ofText(
            String name, CelFunctionOverload.Binary<String, String> function) {
        return CelFunctionBinding.fromOverloads(
                name, CelFunctionBinding.from(name + " 2", String.class, String.class, function));
    }

    private static Long exact(BinaryOperator<Long> operation, Long a, Long b) {
        try {
            return operation.apply(a, b);
        } catch (ArithmeticException e) {
            throw new RuleFault("a whole number exceeds 64 bits");
        }
    }

    private static Double finite(Double number) {
        if (!Double.isFinite(number)) {
            throw new RuleFault("a number is too large");
        }
        return number;
    }

    private static Long quotient(Long a, Long b) {
        if (b == 0) {
            throw new RuleFault("division by zero");
        }
        // The one quotient of whole numbers that is too large.
        return b == -1 ? Math.negateExact(a) : a / b;
    }

    private static Double quotient(Double a, Double b) {
        if (b == 0) {
            throw new RuleFault("division by zero");
        }
        return a / b;
    }

    private static String join(String a, String b) {
        Work.current().join((long) a.length() + b.length());
        return a + b;
    }

    private static Object sum(Collection<?> list, Object none) {
        return list.isEmpty() ? none : folded(list, Math::addExact, Double::sum);
    }

    private static Object folded(Collection<?> list, BinaryOperator<Long> whole, BinaryOperator<Double> decimal) {
        Work.current().count(list.size());
        Object result = null;
        for (Object item : list) {
            if (result == null && (item instanceof Long || item instanceof Double)) {
                result = item;
            } else if (result instanceof Long a && item instanceof Long b) {
                result = exact(whole, a, b);
            } else if (result instanceof Double a && item instanceof Double b) {
                result = finite(decimal.apply(a, b));
            } else {
                throw new RuleFault("a list holds other things than numbers of one kind");
            }
        }
        if (result == null) {
            throw new RuleFault("an empty list has no smallest and no largest number");
        }
        return result;
    }

    private static Long whole(Double number) {
        // The bounds of 64 bits, which a double has exactly.
        if (!(number >= -0x1p63 && number < 0x1p63)) {
            throw new RuleFault("a number exceeds 64 bits");
        }
        return number.longValue();
    }

    private static Long whole(String text) {
        try {
            if (WHOLE.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw new RuleFault("a whole number exceeds 64 bits");
        }
        throw new RuleFault("the text " + quoted(text) + " is no whole number");
    }

    private static Double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new RuleFault("the text " + quoted(text) + " is no number");
        }
        return finite(Double.parseDouble(text));
    }

    private static Boolean contains(String text, String piece) {
        // The JDK's search looks at the whole piece in every place, if it must.
        Work.current().count((long) text.length() * Math.max(1, piece.length()));
        return text.contains(piece);
    }

    private static Long bytes(String text) {
        try {
            return ByteSize.parse(text).bytes();
        } catch (ArithmeticException e) {
            throw new RuleFault("a whole number exceeds 64 bits");
        } catch (IllegalArgumentException e) {
            throw new RuleFault(String.valueOf(e.getMessage()));
        }
    }

    private static Long seconds(String text) {
        try {
            Duration duration = Durations.parse(text);
            if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
                return duration.toSeconds();
            }
        } catch (IllegalArgumentException e) {
            throw new RuleFault(String.valueOf(e.getMessage()));
        }
        throw new RuleFault(quoted(text) + " is no whole number of seconds");
    }

    /** Full days; what is less than a day ahead has none, and what is over has less than none. */
    private static Long days(Instant date) {
        return Math.floorDiv(Duration.between(Work.current().now(), date).toSeconds(), DAY);
    }

    private static Long compared(String a, String b, String order) {
        if (a.length() > Bounds.VERSION || b.length() > Bounds.VERSION) {
            throw new RuleFault("a version is longer than " + Bounds.VERSION + " characters");
        }
        VersionOrder by =
                VersionOrder.named(order).orElseThrow(() -> new RuleFault(quoted(order) + " is no order of versions"));
        return (long) Integer.signum(by.compareWhole(a, b));
    }

    /** A short piece of a text, for people. */
    private static String quoted(String text) {
        int end = Math.min(text.length(), 40);
        return "'" + text.substring(0, end) + (end < text.length() ? "..." : "") + "'";
    }

    /** What is wrong with an argument that is written in the rule; empty if nothing is. */
    static String wrong(Signature function, String argument) {
        try {
            switch (function) {
                case BYTES_OF -> bytes(argument);
                case SECONDS_OF -> seconds(argument);
                default -> {
                    return "";
                }
            }
            return "";
        } catch (RuleFault fault) {
            return fault.detail();
        }
    }
}
