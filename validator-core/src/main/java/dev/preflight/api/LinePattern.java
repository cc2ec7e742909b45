package dev.preflight.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression for single lines that a host wrote, in the syntax of {@link Pattern}. Sites bring their own, and a
 * nested repetition can make the matcher of the JDK try for hours. So a line is cut, and the steps over it are counted:
 * what takes too many is told from what does not match, and the same line always ends the same way on any machine.
 */
public final class LinePattern {
    /** Longer lines are cut: the kernel's own end below this (LOG_LINE_MAX in printk.c is 1024 less its prefix). */
    private static final int MAX_CHARS = 1024;

    /** A pattern without nested repetition needs a few reads a character; this many take some ten milliseconds. */
    private static final int MAX_READS = 2_000_000;

    private final Pattern pattern;

    private LinePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a regular expression.
     *
     * @throws IllegalArgumentException if it is none, or matches the empty line and so every line
     */
    public static LinePattern parse(String text) {
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.matcher("").find()) {
                throw new IllegalArgumentException("expected a regular expression that does not match every line");
            }
            return new LinePattern(pattern);
        } catch (PatternSyntaxException e) {
            String where = e.getIndex() < 0 ? "" : " at its character " + (e.getIndex() + 1);
            throw new IllegalArgumentException("expected a regular expression: " + e.getDescription() + where, e);
        }
    }

    /**
     * The first match in a line.
     *
     * @throws TooCostly if that cannot be told in a bounded number of steps
     */
    public Optional<Match> find(String line) throws TooCostly {
        try {
            Matcher m = pattern.matcher(new CountedLine(line.substring(0, Math.min(line.length(), MAX_CHARS))));
            return m.find() ? Optional.of(new Match(m)) : Optional.empty();
        } catch (OutOfReads | StackOverflowError e) {
            throw new TooCostly(pattern.pattern(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinePattern that && that.pattern.pattern().equals(pattern.pattern());
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    /** Where a pattern matched. */
    public static final class Match {
        private final Matcher matcher;

        private Match(Matcher matcher) {
            this.matcher = matcher;
        }

        /** What this named group holds; empty if the pattern has no such group, or it took no part in the match. */
        public Optional<String> group(String name) {
            return matcher.pattern().pattern().contains("(?<" + name + ">")
                    ? Optional.ofNullable(matcher.group(name))
                    : Optional.empty();
        }
    }

    /** Whether it matches cannot be told in a bounded number of steps. */
    public static final class TooCostly extends Exception {
        private static final long serialVersionUID = 1L;

        private TooCostly(String pattern, Throwable cause) {
            super("too many steps for the regular expression " + pattern, cause);
        }
    }

    private static final class OutOfReads extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Ends a match that reads too often: the matcher reads every character through here. */
    private static final class CountedLine implements CharSequence {
        private final String line;
        private int reads;

        private CountedLine(String line) {
            this.line = line;
        }

        @Override
        public char charAt(int index) {
            if (++reads > MAX_READS) {
                throw new OutOfReads();
            }
            return line.charAt(index);
        }

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return line.substring(start, end);
        }

        @Override
        public String toString() {
            return line;
        }
    }
}
