package dev.preflight.checks.kernel;

import dev.preflight.api.Bounds;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.checks.fact.At;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is required of one setting of the kernel, or of all that a pattern names. */
record SysctlLimits(
        @Param(value = "What it is to be", example = "1", kind = Kind.THRESHOLD)
        Optional<String> value,

        @Param(value = "The least; of several numbers, each in its place", example = "262144", kind = Kind.THRESHOLD)
        Optional<NumberList> min,

        @Param(value = "The greatest; of several numbers, each in its place", example = "60", kind = Kind.THRESHOLD)
        Optional<NumberList> max,

        @Param(value = "What it may be", example = "['0', '2']", kind = Kind.THRESHOLD)
        List<String> oneOf,

        @Param(value = "What it may not be", example = "['1']", kind = Kind.THRESHOLD)
        List<String> noneOf,

        @Param(
                value = "Whether what holds for an interface is judged: of rp_filter, arp_ignore and arp_announce the"
                        + " greater value of the interface and of all",
                defaultValue = "true",
                example = "false",
                kind = Kind.THRESHOLD)
        boolean effective,

        @Param(
                value = "What it means that the kernel has no such setting",
                defaultValue = "fails",
                example = "passes",
                kind = Kind.THRESHOLD)
        Absent absent,

        @Param(
                value = "When it is required",
                defaultValue = "[now, boot]",
                example = "[now]",
                filled = true,
                kind = Kind.THRESHOLD)
        List<At> at)
        implements Rows.Needed {

    /** What a setting means that is not there. */
    enum Absent {
        /** What is required is missing. */
        FAILS,
        /** What must not be set is not. */
        PASSES
    }

    /** The lists are copied. */
    SysctlLimits {
        oneOf = List.copyOf(oneOf);
        noneOf = List.copyOf(noneOf);
        at = List.copyOf(at);
        Bounds.leaveRoom(min, "max", max, NumberList::atMost);
        if (value.filter(text -> text.matches("[<>=!].*")).isPresent()) {
            throw new IllegalArgumentException("value: expected the value itself; a bound is {min: 1} or {max: 9}");
        }
    }

    @Override
    public boolean requiresNothing() {
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
