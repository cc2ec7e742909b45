package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ansible's host ranges: {@code web[01:10].example}, {@code db-[a:f]}, {@code node[0:10:2]}. */
final class HostRange {
    /** How many hosts one range, and one inventory, may name: far beyond what one run can look at. */
    static final int MAX_HOSTS = 10_000;

    private static final String FORMS = "a range is written [1:10], [01:10], [a:f] or [0:10:2]";
    private static final Pattern BOUNDS =
            Pattern.compile("(?<from>[^:]*):(?<to>[^:]*)(?<stepped>:(?<step>[^:]*))?", Pattern.DOTALL);

    /** Nine digits always fit an int. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final Pattern LOWER = Pattern.compile("[a-z]");
    private static final Pattern UPPER = Pattern.compile("[A-Z]");

    private HostRange() {}

    /** From, to and step; as letters if the bounds are, else as numbers padded with zeros to a width. */
    private record Bounds(int from, int to, int step, boolean letters, int width) {
        int size() {
            return (to - from) / step + 1;
        }

        String get(int index) {
            int value = from + index * step;
            if (letters) {
                return String.valueOf((char) value);
            }
            String digits = Integer.toString(value);
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }
    }

    /** Every name that the pattern matches, the last range running fastest; empty if a problem was noted. */
    static List<String> expand(String pattern, Place place, Problems problems) {
        List<String> names = List.of("");
        // What each name gets behind what it has; a range of one value is no more than that.
        String literal = "";
        int at = 0;
        while (at < pattern.length()) {
            int open = pattern.indexOf('[', at);
            int end = open < 0 ? pattern.length() : open;
            literal += pattern.substring(at, end);
            Optional<Bounds> bounds = Optional.empty();
            at = end;
            if (open >= 0) {
                Place here = new Place(place.source(), place.line(), place.column() + open);
                int close = pattern.indexOf(']', open);
                if (close < 0) {
                    problems.add(here, "a '[' without its ']'", FORMS);
                    return List.of();
                }
                bounds = bounds(pattern.substring(open + 1, close), here, problems);
                if (bounds.isEmpty()) {
                    return List.of();
                }
                long size = (long) names.size() * bounds.get().size();
                if (size > MAX_HOSTS) {
                    problems.add(
                            here,
                            "the range covers " + size + " hosts, and at most " + MAX_HOSTS + " can be named",
                            "name fewer hosts");
                    return List.of();
                }
                at = close + 1;
            }
            if ((bounds.isPresent() || names.size() > 1)
                    && names.get(names.size() - 1).length() + literal.length() > HostAddress.MAX_NAME) {
                problems.add(place, "a host's name is longer than " + HostAddress.MAX_NAME + " characters");
                return List.of();
            }
            if (bounds.filter(b -> b.size() == 1).isPresent()) {
                literal += bounds.get().get(0);
            } else {
                names = product(names, literal, bounds);
                literal = "";
            }
        }
        return product(names, literal, Optional.empty());
    }

    private static List<String> product(List<String> names, String literal, Optional<Bounds> bounds) {
        List<String> longer = new ArrayList<>();
        for (String name : names) {
            int size = bounds.map(Bounds::size).orElse(1);
            for (int i = 0; i < size; i++) {
                int index = i;
                longer.add(name + literal + bounds.map(b -> b.get(index)).orElse(""));
            }
        }
        return longer;
    }

    private static Optional<Bounds> bounds(String text, Place place, Problems problems) {
        Matcher m = BOUNDS.matcher(text);
        if (!m.matches()) {
            problems.add(place, "not a range between '[' and ']'", FORMS);
            return Optional.empty();
        }
        String from = m.group("from").isEmpty() ? "0" : m.group("from");
        String to = m.group("to");
        String step = m.group("stepped") == null ? "1" : m.group("step");
        if (!NUMBER.matcher(step).matches() || Integer.parseInt(step) == 0) {
            problems.add(place, "the step of a range must be a whole number from 1", FORMS);
            return Optional.empty();
        }
        return ends(from, to, Integer.parseInt(step), place, problems);
    }

    private static Optional<Bounds> ends(String from, String to, int step, Place place, Problems problems) {
        boolean letters = both(LOWER, from, to) || both(UPPER, from, to);
        if (!letters && !both(NUMBER, from, to)) {
            problems.add(
                    place, "a range must go from number to number, or from letter to letter of the same case", FORMS);
            return Optional.empty();
        }
        boolean padded = !letters && from.startsWith("0") && from.length() > 1;
        if (padded && from.length() != to.length()) {
            problems.add(
                    place,
                    "a range padded with zeros must have ends of the same length",
                    "write " + from + " with as many digits as " + to);
            return Optional.empty();
        }
        int first = letters ? from.charAt(0) : Integer.parseInt(from);
        int last = letters ? to.charAt(0) : Integer.parseInt(to);
        if (first > last) {
            problems.add(place, "the range begins after its end", "swap " + from + " and " + to);
            return Optional.empty();
        }
        return Optional.of(new Bounds(first, last, step, letters, padded ? from.length() : 0));
    }

    private static boolean both(Pattern pattern, String from, String to) {
        return pattern.matcher(from).matches() && pattern.matcher(to).matches();
    }
}
