package dev.preflight.checks.kernel;

import dev.preflight.api.Bounds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a value of the kernel has to be: one value, one of several, none of several, or within bounds, which are allowed
 * themselves. Of several numbers each is held against the bound in its place.
 */
record ValueBounds(
        Optional<String> value,
        Optional<NumberList> min,
        Optional<NumberList> max,
        List<String> oneOf,
        List<String> noneOf) {

    /** The lists are copied. */
    ValueBounds {
        oneOf = List.copyOf(oneOf);
        noneOf = List.copyOf(noneOf);
    }

    /**
     * Looks at what a profile gives.
     *
     * @throws IllegalArgumentException if nothing can hold it: a value that is a bound in signs, or a min above max; or
     *     if one limit says all and another one stands beside it, of which a reader cannot tell which is meant
     */
    void refuseWhatNothingHolds() {
        if (value.filter(text -> text.matches("[<>=!].*")).isPresent()) {
            throw new IllegalArgumentException("value: expected the value itself; a bound is {min: 1} or {max: 9}");
        }
        Bounds.leaveRoom(min, "max", max, NumberList::atMost);
        if (value.isPresent() && (min.isPresent() || max.isPresent() || !oneOf.isEmpty() || !noneOf.isEmpty())) {
            throw alone("value");
        }
        if (!oneOf.isEmpty() && (min.isPresent() || max.isPresent())) {
            throw alone("one_of");
        }
    }

    private static IllegalArgumentException alone(String limit) {
        return new IllegalArgumentException(limit + ": it says which values are right, and so does another limit;"
                + " give one of the two (`" + limit + ": ~` takes away an inherited one)");
    }

    /** Whether there are none of them. */
    boolean none() {
        return value.isEmpty() && min.isEmpty() && max.isEmpty() && oneOf.isEmpty() && noneOf.isEmpty();
    }

    /** Whether a value is as required. */
    boolean hold(String text) {
        Optional<NumberList> numbers = NumberList.of(text);
        return value.filter(wanted -> !same(wanted, text)).isEmpty()
                && min.filter(least -> !numbers.filter(least::atMost).isPresent())
                        .isEmpty()
                && max.filter(most -> !numbers.filter(n -> n.atMost(most)).isPresent())
                        .isEmpty()
                && (oneOf.isEmpty() || oneOf.stream().anyMatch(one -> same(one, text)))
                && noneOf.stream().noneMatch(one -> same(one, text));
    }

    /** As numbers if both are, for the kernel prints 1 for what was written 0x1. */
    private static boolean same(String one, String other) {
        Optional<NumberList> numbers = NumberList.of(one);
        return numbers.isPresent()
                ? numbers.equals(NumberList.of(other))
                : SysctlValues.words(one).equals(SysctlValues.words(other));
    }

    /** What is required, in signs. */
    String signs() {
        List<String> all = new ArrayList<>();
        value.ifPresent(all::add);
        min.ifPresent(least -> all.add(">= " + least));
        max.ifPresent(most -> all.add("<= " + most));
        if (!oneOf.isEmpty()) {
            all.add(String.join(" | ", oneOf));
        }
        noneOf.forEach(one -> all.add("!= " + one));
        return all.isEmpty() ? "*" : String.join(", ", all);
    }

    /** What to set it to, nearest to what it is; empty if that is for a person to choose. */
    Optional<String> target(String now) {
        Optional<String> named = value.isPresent() ? value : oneOf.stream().findFirst();
        if (named.isPresent()) {
            return named.map(SysctlValues::words).filter(this::hold);
        }
        Optional<NumberList> numbers = NumberList.of(now);
        Optional<NumberList> raised = min.isEmpty()
                ? numbers
                : min.map(least ->
                        numbers.map(n -> n.each(least, BigInteger::max)).orElse(least));
        Optional<NumberList> bounded = max.isEmpty()
                ? raised
                : max.map(most -> raised.map(n -> n.each(most, BigInteger::min)).orElse(most));
        return bounded.map(NumberList::toString).filter(this::hold);
    }
}
