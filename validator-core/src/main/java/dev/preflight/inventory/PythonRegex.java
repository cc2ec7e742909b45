package dev.preflight.inventory;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The regular expressions that mean the same in Python's {@code re} (docs.python.org/3/library/re.html) and in Java, and
 * take bounded time. What differs, or might, is refused.
 */
final class PythonRegex implements Predicate<String> {
    /** Longer than any that people write for names of hosts. */
    static final int MAX_LENGTH = 1000;

    /** How many characters may be looked at for one expression, all names together: some seconds at the worst. */
    private static final int MAX_STEPS = 50_000_000;

    /** A count, of which there may be three: loops over nothing look at no character. */
    private static final String COUNT = "\\{[0-9]{1,2}(?:,[0-9]{0,2})?\\}";

    private static final int MAX_COUNTS = 3;

    private static final String ESCAPE = "\\\\[dDwWbB.\\-\\[\\](){}|^$*+?\\\\/@:_]";
    private static final String SET = "\\[\\^?(?:\\\\[dw.\\-]|[\\p{L}\\p{N}_.:@-])++\\]";
    private static final String SINGLE = "[\\p{L}\\p{N}_.\\-/@#%,=~!<>:;'\"]";

    /** One thing to look for, perhaps with how often; a quantifier behind a quantifier means other things in Java. */
    private static final Pattern TOKEN = Pattern.compile("(?:(?:" + ESCAPE + "|" + SET + "|" + SINGLE
            + "|\\))(?:(?:[*+?]|(?<count>" + COUNT + "))\\??(?![*+?{]))?)|\\((?:\\?[:=!])?(?![*+?{])|[|^$](?![*+?{])");

    /** Python has all alphabets in these, Java has only ASCII. */
    private static final Pattern CLASS = Pattern.compile("\\\\[dDwWbB]");

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*+");

    private final Pattern pattern;
    private final boolean classes;
    private int steps;

    private PythonRegex(Pattern pattern, boolean classes) {
        this.pattern = pattern;
        this.classes = classes;
    }

    /** A name is not matched, because that might be wrong or would take too long. */
    static final class Undecided extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undecided(String why) {
            super(why, null, false, false);
        }
    }

    /** The expression; empty if it is none, or may mean something else in Java. */
    static Optional<PythonRegex> of(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        int counts = 0;
        while (at < text.length()) {
            token.region(at, text.length());
            if (!token.lookingAt()) {
                return Optional.empty();
            }
            counts += token.group("count") == null ? 0 : 1;
            at = token.end();
        }
        try {
            return counts > MAX_COUNTS
                    ? Optional.empty()
                    : Optional.of(new PythonRegex(
                            Pattern.compile(text), CLASS.matcher(text).find()));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the name begins with a match, as in Python's {@code match}.
     *
     * @throws Undecided if that cannot be known
     */
    @Override
    public boolean test(String name) {
        if (classes && !ASCII.matcher(name).matches()) {
            throw new Undecided("has \\d, \\w or \\b, and a name has letters beyond ASCII");
        }
        try {
            return pattern.matcher(new Counted(name)).lookingAt();
        } catch (StackOverflowError e) {
            throw new Undecided("takes too long");
        }
    }

    /** A text that counts how often it is looked at. */
    private final class Counted implements CharSequence {
        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new Undecided("takes too long");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
