package dev.preflight.rules;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.Map;

/**
 * One evaluation: its clock, its patterns, and how much it may still do. The functions of the library are bound once for all
 * rules, so each finds its evaluation by the thread.
 */
final class Work {
    private static final ThreadLocal<Work> CURRENT = new ThreadLocal<>();

    private final Instant now;
    private final Map<String, Pattern> patterns;
    private long left = Bounds.WORK;
    private long joinable = Bounds.JOINED;

    Work(Instant now, Map<String, Pattern> patterns) {
        this.now = now;
        this.patterns = patterns;
    }

    /** What an evaluation gives. */
    @FunctionalInterface
    interface Evaluation<T, E extends Exception> {
        T run() throws E;
    }

    /** Evaluates within this. */
    <T, E extends Exception> T during(Evaluation<T, E> evaluation) throws E {
        CURRENT.set(this);
        try {
            return evaluation.run();
        } finally {
            CURRENT.remove();
        }
    }

    static Work current() {
        return CURRENT.get();
    }

    Instant now() {
        return now;
    }

    /**
     * Counts characters or values that are looked at.
     *
     * @throws RuleFault if they are too many
     */
    void count(long more) {
        left -= more;
        if (left < 0) {
            throw new RuleFault("the texts and lists are too long for this rule");
        }
    }

    /**
     * Counts characters that are joined.
     *
     * @throws RuleFault if they are too many
     */
    void join(long more) {
        joinable -= more;
        if (more > Bounds.TEXT || joinable < 0) {
            throw new RuleFault("the texts that the rule joins are longer than " + Bounds.TEXT + " characters");
        }
    }

    /** Whether a text has a match of an expression that was compiled with the rule. */
    boolean matches(String text, String expression) {
        Pattern pattern = patterns.get(expression);
        if (pattern == null) {
            throw new RuleFault("the pattern of matches is not written in the rule");
        }
        count((long) text.length() * pattern.programSize());
        return pattern.matcher(text).find();
    }
}
