package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import dev.preflight.fact.CodeName;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Whether matchers that all have to hold leave any value. Looked at is what is written: bounds, values, lists of values and
 * bits of a mode. What a parameter gives is not known yet.
 */
final class Room {
    private final String what;
    private final Problems problems;

    /**
     * Of the matchers of one expectation.
     *
     * @param what the expectation, for messages
     */
    Room(String what, Problems problems) {
        this.what = what;
        this.problems = problems;
    }

    /** A matcher and where it is written. */
    record Part(Matcher matcher, Place place) {
        private Stream<Part> parts() {
            return matcher instanceof Combined all && all.how() == Combined.How.ALL
                    ? all.matchers().stream().flatMap(one -> new Part(one, place).parts())
                    : Stream.of(this);
        }
    }

    /** Notes, once, where two of them leave nothing. */
    boolean isLeft(List<Part> all) {
        List<Part> parts = all.stream().flatMap(Part::parts).toList();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.matcher() instanceof Compare compare && isBackwards(compare)) {
                problems.add(
                        part.place(),
                        what + ": nothing is between a value and a smaller one",
                        "write the least value first");
                return false;
            }
            for (Part before : parts.subList(0, i)) {
                if (excludes(before.matcher(), part.matcher()) || excludes(part.matcher(), before.matcher())) {
                    problems.add(part.place(), what + ": nothing can hold " + both(before.matcher(), part.matcher()));
                    return false;
                }
            }
        }
        return true;
    }

    private static String both(Matcher one, Matcher other) {
        return "`" + word(other) + "` and `" + word(one) + "` together";
    }

    private static String word(Matcher matcher) {
        if (matcher instanceof Among among) {
            return among.wanted() ? "one_of" : "none_of";
        }
        Enum<?> how = matcher instanceof ModeMatch mode ? mode.how() : ((Compare) matcher).how();
        return CodeName.of(how);
    }

    private static boolean isBackwards(Compare compare) {
        return compare.how() == Compare.How.BETWEEN
                && order(compare.operands().get(0), compare.operands().get(1)) > 0;
    }

    /** Whether nothing that holds the one holds the other; the same two are asked the other way round as well. */
    private static boolean excludes(Matcher one, Matcher other) {
        List<Value> values = values(one);
        if (!values.isEmpty() && isWritten(other)) {
            return values.stream().allMatch(value -> other.test(value, Map.of()).equals(Answer.FAILS));
        }
        if (one instanceof ModeMatch a && other instanceof ModeMatch b) {
            return a.excludes(b);
        }
        return one instanceof Compare low && other instanceof Compare high && leavesNothing(low, high);
    }

    private static boolean leavesNothing(Compare low, Compare high) {
        Optional<Operand> least = switch (low.how()) {
            case MIN, BETWEEN -> Optional.of(low.operands().get(0));
            default -> Optional.empty();
        };
        Optional<Operand> most = switch (high.how()) {
            case MAX, BELOW -> Optional.of(high.operands().get(0));
            case BETWEEN -> Optional.of(high.operands().get(1));
            default -> Optional.empty();
        };
        if (least.isEmpty() || most.isEmpty()) {
            return false;
        }
        return order(least.get(), most.get()) > (high.how() == Compare.How.BELOW ? -1 : 0);
    }

    /** The only values that hold it; none if there are others, or it is not known which. */
    private static List<Value> values(Matcher matcher) {
        boolean few = isWritten(matcher)
                && (matcher instanceof Among among
                        ? among.wanted()
                        : matcher instanceof Compare compare && compare.how() == Compare.How.EQ);
        return few ? literals(operands(matcher)) : List.of();
    }

    private static boolean isWritten(Matcher matcher) {
        List<Operand> operands = operands(matcher);
        return !operands.isEmpty() && literals(operands).size() == operands.size();
    }

    private static List<Operand> operands(Matcher matcher) {
        if (matcher instanceof Compare compare) {
            return compare.operands();
        }
        return matcher instanceof Among among ? among.operands() : List.of();
    }

    private static List<Value> literals(List<Operand> operands) {
        List<Value> values = new ArrayList<>();
        operands.forEach(operand -> operand.literal().ifPresent(values::add));
        return values;
    }

    /** Negative where the order of the two is not known. */
    private static int order(Operand one, Operand other) {
        OptionalInt order = one.literal()
                .flatMap(a -> other.literal().map(b -> Order.compare(a, b)))
                .orElse(OptionalInt.empty());
        return order.orElse(Integer.MIN_VALUE);
    }
}
