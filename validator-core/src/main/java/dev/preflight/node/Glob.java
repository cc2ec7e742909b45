package dev.preflight.node;

/** A name with {@code *} for any characters and {@code ?} for one. */
public final class Glob extends StarPattern {
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

    @Override
    protected int length() {
        return pattern.length;
    }

    @Override
    protected boolean star(int at) {
        return pattern[at] == '*';
    }

    @Override
    protected boolean stands(int at, int c) {
        int wanted = pattern[at];
        if (wanted != '?' || question == Question.ITSELF) {
            return wanted == c;
        }
        return question == Question.ANY || c != '*';
    }
}
