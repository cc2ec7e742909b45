package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a pattern.
 *
 * @param sign {@code '+'}, {@code '&'} or {@code '!'}
 * @param expression a name, a glob or, behind {@code ~}, a regular expression; without its subscript
 * @param subscript which of the matching hosts, by their order; empty: all
 * @param place where it was written
 */
record PatternTerm(char sign, String expression, Optional<Subscript> subscript, Place place) {
    private static final char REGEX = '~';

    /** A name, and an index that may be negative, or two of them. */
    private static final Pattern SUBSCRIPT =
            Pattern.compile("(?<name>.+)\\[(?:(?<index>-?[0-9]+)|(?<from>[0-9]+)(?<by>[:-])(?<to>[0-9]*))\\]");

    /** More than there can be hosts; always an int. */
    private static final int MAX_DIGITS = 9;

    /**
     * Which hosts of a list.
     *
     * @param first index of the first one; from the end if negative
     * @param last index of the last one, which may be beyond the end; empty: only the first
     */
    record Subscript(int first, Optional<Integer> last) {
        /** Those of the list; none if a single one is asked for that is not there. */
        List<String> of(List<String> hosts) {
            if (last.isEmpty()) {
                int index = first < 0 ? hosts.size() + first : first;
                return index >= 0 && index < hosts.size() ? List.of(hosts.get(index)) : List.of();
            }
            int end = Math.min(hosts.size(), last.get() + 1);
            return first < end ? hosts.subList(first, end) : List.of();
        }
    }

    /** The part that this text is; empty if a problem was noted. */
    static Optional<PatternTerm> of(String text, Place place, Problems problems) {
        char first = text.charAt(0);
        char sign = first == '!' || first == '&' ? first : '+';
        String rest = sign == '+' ? text : text.substring(1);
        if (rest.isEmpty()) {
            problems.add(place, "nothing behind '" + sign + "'", "name a host or a group behind it");
            return Optional.empty();
        }
        if (rest.charAt(0) == '@') {
            problems.add(place, Shown.quoted(rest) + ": a file of hosts must be alone, without '!' or '&'", "");
            return Optional.empty();
        }
        if (rest.charAt(0) == REGEX) {
            return regex(sign, rest, place, problems);
        }
        Matcher m = SUBSCRIPT.matcher(rest);
        if (!m.matches()) {
            return Optional.of(new PatternTerm(sign, rest, Optional.empty(), place));
        }
        return subscript(m)
                .map(subscript -> new PatternTerm(sign, m.group("name"), Optional.of(subscript), place))
                .or(() -> {
                    problems.add(
                            place,
                            Shown.quoted(rest) + ": not a number of hosts in brackets",
                            "write [0] for the first, [-1] for the last, [0:9] for the first ten");
                    return Optional.empty();
                });
    }

    private static Optional<PatternTerm> regex(char sign, String rest, Place place, Problems problems) {
        if (PythonRegex.of(rest.substring(1)).isPresent()) {
            return Optional.of(new PatternTerm(sign, rest, Optional.empty(), place));
        }
        problems.add(
                place,
                Shown.quoted(rest) + ": not a regular expression that is read here",
                "write it with letters, '.', [a-z], ( ), |, *, +, ?, {2,3}, ^ and $, or name the hosts");
        return Optional.empty();
    }

    /** As in Ansible, a range without an end goes to the last host, and one that ends at 0 is its first host. */
    private static Optional<Subscript> subscript(Matcher m) {
        String index = m.group("index");
        String first = index == null ? m.group("from") : index;
        String last = index == null ? m.group("to") : "";
        if (first.length() > MAX_DIGITS || last.length() > MAX_DIGITS || "-".equals(m.group("by"))) {
            return Optional.empty();
        }
        if (index != null) {
            return Optional.of(new Subscript(Integer.parseInt(first), Optional.empty()));
        }
        int end = last.isEmpty() ? Integer.MAX_VALUE - 1 : Integer.parseInt(last);
        return Optional.of(
                new Subscript(Integer.parseInt(first), Optional.of(end).filter(e -> e != 0)));
    }

    boolean isRegex() {
        return expression.charAt(0) == REGEX;
    }

    /** Whether it may stand for several names, so that it is held against hosts even where it is that of a group. */
    boolean isWide() {
        return isRegex() || expression.chars().anyMatch(c -> ".?*[".indexOf(c) >= 0);
    }

    /** As it was written, without its sign. */
    String shown() {
        return Shown.quoted(expression + (subscript.isPresent() ? "[...]" : ""));
    }

    /** Whether a name is one of those. */
    Predicate<String> predicate() {
        return isRegex() ? PythonRegex.of(expression.substring(1)).orElseThrow() : FileGlob.of(expression);
    }

    /**
     * The parts of a pattern: parted by commas if it has any, else by colons and blanks outside of brackets, unless it is
     * an address as a whole.
     */
    static List<String> split(String pattern) {
        if (pattern.indexOf(',') >= 0) {
            return Pattern.compile(",")
                    .splitAsStream(pattern)
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
        String whole = pattern.strip();
        if (Ipv6.matches(whole) || whole.matches("[^\\s:\\[\\]!&~*?]+:[0-9]+")) {
            return List.of(whole);
        }
        return outsideBrackets(whole);
    }

    private static List<String> outsideBrackets(String text) {
        List<String> parts = new ArrayList<>();
        int lastClose = text.lastIndexOf(']');
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean ends = i == text.length() || text.charAt(i) == ':' || Character.isWhitespace(text.charAt(i));
            if (ends && start < i) {
                parts.add(text.substring(start, i));
            }
            start = ends ? i + 1 : start;
            i = !ends && text.charAt(i) == '[' && i < lastClose ? text.indexOf(']', i) : i;
        }
        return parts;
    }
}
