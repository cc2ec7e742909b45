package dev.preflight.node;

/**
 * A name with {@code *} for any characters and {@code ?} for one. Goes back to the last star only, so that a pattern of
 * many stars, which may be a host's own, costs no more than its length times that of the name.
 */
public final class Glob {
    private final int[] pattern;
    private final Question question;

    /** What a question mark matches. */
    private enum Question {
        /** Any character. */
        ANY,
        /** Any but a star: for names that are globs themselves. */
        NO_STAR,
        /** Itself. */
        ITSELF
    }

    private Glob(String pattern, Question question) {
        this.pattern = pattern.codePoints().toArray();
        this.question = question;
    }

    /** A pattern with stars and question marks; every text is one. */
    public static Glob of(String pattern) {
        return new Glob(pattern, Question.ANY);
    }

    /** A pattern in which only stars are special. */
    public static Glob ofStars(String pattern) {
        return new Glob(pattern, Question.ITSELF);
    }

    /** A pattern for names that are patterns too: its question mark matches no star. */
    public static Glob ofGlobs(String pattern) {
        return new Glob(pattern, Question.NO_STAR);
    }

    /** Whether the whole name is of this form. */
    public boolean matches(String name) {
        int[] text = name.codePoints().toArray();
        int p = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                starText = t;
            } else if (p < pattern.length && stands(pattern[p], text[t])) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    private boolean stands(int wanted, int c) {
        if (wanted != '?' || question == Question.ITSELF) {
            return wanted == c;
        }
        return question == Question.ANY || c != '*';
    }
}
