package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import dev.preflight.version.VersionOrder;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/** How two values are ordered, and whether they are the same. */
public final class Order {
    private Order() {}

    /** Negative, zero or positive; empty where the two are of kinds that have no common order. */
    public static OptionalInt compare(Value a, Value b) {
        if (a instanceof Value.Whole left && b instanceof Value.Whole right) {
            return OptionalInt.of(Long.compare(left.number(), right.number()));
        }
        Optional<BigDecimal> one = number(a);
        Optional<BigDecimal> other = number(b);
        if (one.isPresent() && other.isPresent()) {
            return OptionalInt.of(one.get().compareTo(other.get()));
        }
        if (a instanceof Value.Time left && b instanceof Value.Time right) {
            return OptionalInt.of(left.length().compareTo(right.length()));
        }
        if (a instanceof Value.Date left && b instanceof Value.Date right) {
            return OptionalInt.of(left.at().compareTo(right.at()));
        }
        if (a instanceof Value.Version left && b instanceof Value.Version right) {
            return left.text().chars().anyMatch(c -> c >= '0' && c <= '9')
                    ? OptionalInt.of(VersionOrder.NUMBERS.compare(left.text(), right.text()))
                    : OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    /** Whether two values are the same; empty where they are of different kinds. */
    public static Optional<Boolean> same(Value a, Value b) {
        OptionalInt order = compare(a, b);
        if (order.isPresent()) {
            return Optional.of(order.getAsInt() == 0);
        }
        boolean version = a instanceof Value.Version;
        return a.getClass() == b.getClass() && !version ? Optional.of(a.equals(b)) : Optional.empty();
    }

    private static Optional<BigDecimal> number(Value value) {
        if (value instanceof Value.Decimal decimal) {
            return Optional.of(decimal.number());
        }
        return value instanceof Value.Whole whole ? Optional.of(BigDecimal.valueOf(whole.number())) : Optional.empty();
    }
}
