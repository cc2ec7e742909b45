package dev.preflight.rules;

import java.util.Optional;
import java.util.stream.Stream;

/** A function of the language, as a rule writes it. */
enum Signature {
    SIZE("size", Style.EITHER, 1, 1, "a text or a list"),
    HAS("has", Style.PLAIN, 1, 1, "a field such as row.name"),
    INT("int", Style.PLAIN, 1, 1, "a number or a text"),
    DOUBLE("double", Style.PLAIN, 1, 1, "a number or a text"),
    STRING("string", Style.PLAIN, 1, 1, "a text, a number, a condition or a version"),
    MIN("min", Style.PLAIN, 1, 2, "two numbers of one kind, or a list of them"),
    MAX("max", Style.PLAIN, 1, 2, "two numbers of one kind, or a list of them"),
    SUM("sum", Style.PLAIN, 1, 1, "a list of numbers"),
    BYTES_OF("bytes_of", Style.PLAIN, 1, 1, "a text such as '16GiB'"),
    SECONDS_OF("seconds_of", Style.PLAIN, 1, 1, "a text such as '3d'"),
    VERCMP("vercmp", Style.PLAIN, 2, 3, "two versions or texts, and a text that names their order"),
    DAYS_UNTIL("days_until", Style.PLAIN, 1, 1, "a date"),
    MATCHES("matches", Style.OF_VALUE, 1, 1, "a text, and a pattern"),
    CONTAINS("contains", Style.OF_VALUE, 1, 1, "two texts"),
    STARTS_WITH("startsWith", Style.OF_VALUE, 1, 1, "two texts"),
    ENDS_WITH("endsWith", Style.OF_VALUE, 1, 1, "two texts"),
    ALL("all", Style.LOOP, 2, 2, "a list"),
    EXISTS("exists", Style.LOOP, 2, 2, "a list"),
    FILTER("filter", Style.LOOP, 2, 2, "a list"),
    MAP("map", Style.LOOP, 2, 2, "a list");

    /** How it is called. */
    enum Style {
        /** {@code f(a)}. */
        PLAIN,
        /** {@code a.f(b)}. */
        OF_VALUE,
        /** {@code a.f(x, condition)}. */
        LOOP,
        /** {@code f(a)} or {@code a.f()}. */
        EITHER
    }

    private final String id;
    private final Style style;
    private final int least;
    private final int most;
    private final String takes;

    Signature(String id, Style style, int least, int most, String takes) {
        this.id = id;
        this.style = style;
        this.least = least;
        this.most = most;
        this.takes = takes;
    }

    static Optional<Signature> named(String id) {
        return Stream.of(values()).filter(one -> one.id.equals(id)).findFirst();
    }

    /** Its name in a rule. */
    String id() {
        return id;
    }

    /** What it is called with, for people. */
    String takes() {
        return takes;
    }

    boolean loops() {
        return style == Style.LOOP;
    }

    /** Whether a call has the form of this function. */
    boolean allows(boolean ofValue, int arguments) {
        if (style == Style.EITHER) {
            return arguments == (ofValue ? 0 : 1);
        }
        return ofValue == (style != Style.PLAIN) && arguments >= least && arguments <= most;
    }

    /** How it is written. */
    String form() {
        return switch (this) {
            case HAS -> "has(row.field)";
            case MIN, MAX -> id + "(a, b) or " + id + "(list)";
            case VERCMP -> "vercmp(a, b) or vercmp(a, b, 'rpm')";
            case BYTES_OF -> "bytes_of('16GiB')";
            case SECONDS_OF -> "seconds_of('3d')";
            case MATCHES -> "text.matches('^a+$')";
            default ->
                switch (style) {
                    case PLAIN, EITHER -> id + "(" + (this == SUM ? "list" : "a") + ")";
                    case OF_VALUE -> "text." + id + "('a')";
                    case LOOP -> "list." + id + "(x, x " + (this == MAP ? "* 2" : "> 2") + ")";
                };
        };
    }
}
