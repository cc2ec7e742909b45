package dev.preflight.api;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A regular expression for single lines of a host, in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax).
 * Sites write the patterns and hosts the lines, so neither is trusted: RE2 reads a line once, whereas the matcher of
 * the JDK may take hours for some patterns. Features that RE2 lacks are refused by {@link #parse}, which says what to
 * write instead.
 */
public final class LinePattern {
    /** Longer lines are cut: the kernel's own end below this (LOG_LINE_MAX in printk.c is 1024 less its prefix). */
    public static final int MAX_CHARS = 1024;

    /** Longer patterns are no work of a person, and a repetition of repetitions is written out when it is compiled. */
    private static final int MAX_PATTERN = 1000;

    private record Lacking(String construct, String name, String instead) {}

    private static final List<Lacking> LACKING = List.of(
            new Lacking("(?<=", "look-behind", "write what is before as a part of the pattern"),
            new Lacking("(?<!", "look-behind", "write two patterns, or the characters that may stand before: [^x]"),
            new Lacking("(?=", "look-ahead", "write what follows as a part of the pattern"),
            new Lacking("(?!", "look-ahead", "write the characters that may follow, such as [^x], or two patterns"),
            new Lacking("(?>", "an atomic group", "write (?:...): the pattern is read once anyway"),
            new Lacking("*+", "a possessive quantifier", "write *: the pattern is read once anyway"),
            new Lacking("++", "a possessive quantifier", "write +: the pattern is read once anyway"),
            new Lacking("?+", "a possessive quantifier", "write ?: the pattern is read once anyway"),
            new Lacking("}+", "a possessive quantifier", "write it without the +: the pattern is read once anyway"),
            new Lacking("&&", "an intersection of character classes", "write the characters out: [a-df-z]"));

    private final Pattern pattern;

    private LinePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a regular expression.
     *
     * @throws IllegalArgumentException if it is no regular expression, uses what RE2 lacks, or matches the empty line
     *     and so every line
     */
    public static LinePattern parse(String text) {
        if (text.length() > MAX_PATTERN) {
            throw new IllegalArgumentException(
                    "expected a regular expression of at most " + MAX_PATTERN + " characters");
        }
        refuseWhatIsLacking(text);
        try {
            Pattern pattern = Pattern.compile(text.replace("(?<", "(?P<"));
            if (pattern.matcher("").find()) {
                throw new IllegalArgumentException("expected a regular expression that does not match every line");
            }
            return new LinePattern(pattern);
        } catch (StackOverflowError e) {
            // RE2 repeats what is counted: a{1,1000} within (){1,1000} has a million parts.
            throw new IllegalArgumentException("expected a smaller regular expression: counts in counts multiply", e);
        } catch (PatternSyntaxException e) {
            int at = e.getPattern() == null ? -1 : text.indexOf(e.getPattern());
            String where = at < 0 ? "" : " at its character " + (at + 1);
            throw new IllegalArgumentException(
                    "expected a regular expression of RE2: " + e.getDescription() + where, e);
        }
    }

    private static void refuseWhatIsLacking(String text) {
        boolean escaped = false;
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped) {
                boolean back = !inClass && ((c >= '1' && c <= '9') || c == 'k');
                if (back) {
                    throw lacking("\\" + c, i, "a back-reference", "write what it refers to once more");
                }
                escaped = false;
                continue;
            }
            escaped = c == '\\';
            for (Lacking one : LACKING) {
                boolean ofClass = one.construct.equals("&&");
                if (inClass == ofClass && text.startsWith(one.construct, i)) {
                    throw lacking(one.construct, i + 1, one.name, one.instead);
                }
            }
            inClass = inClass ? c != ']' || text.charAt(i - 1) == '[' : c == '[';
        }
    }

    private static IllegalArgumentException lacking(String construct, int at, String name, String instead) {
        return new IllegalArgumentException("expected a regular expression of RE2, which has no " + construct + " ("
                + name + ") as at its character " + at + "; " + instead);
    }

    /** The first match in a line. */
    public Optional<Match> find(String line) {
        Matcher m = pattern.matcher(line.substring(0, Math.min(line.length(), MAX_CHARS)));
        return m.find() ? Optional.of(new Match(m)) : Optional.empty();
    }

    /** The names of its groups, in the order in which the groups begin. */
    public List<String> groups() {
        return pattern.namedGroups().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinePattern that && that.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern().replace("(?P<", "(?<");
    }

    /** Where a pattern matched. */
    public static final class Match {
        private final Matcher matcher;

        private Match(Matcher matcher) {
            this.matcher = matcher;
        }

        /**
         * The text of this named group; empty if the pattern has no such group, or the group took no part in the match.
         */
        public Optional<String> group(String name) {
            return matcher.pattern().namedGroups().containsKey(name)
                    ? Optional.ofNullable(matcher.group(name))
                    : Optional.empty();
        }
    }
}
