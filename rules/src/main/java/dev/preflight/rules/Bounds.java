package dev.preflight.rules;

/**
 * What a rule may cost. Most bounds of the library are off by default (google/cel-go#1425), and a host decides how large the
 * values are. In an expression an excess is a mistake, in a value it makes the answer unknown.
 */
final class Bounds {
    /** Characters of an expression. */
    static final int EXPRESSION = 1000;

    /** How deep an expression is nested; a name or a number alone is one deep. */
    static final int DEPTH = 32;

    /** Items that all, exists, filter and map look at in one evaluation, together. */
    static final int ITERATIONS = 10_000;

    /** Items of a list. */
    static final int LIST = 4096;

    /** Characters of a text. */
    static final int TEXT = 64 * 1024;

    /** Values in one read, counted with all that is in them: its bytes are 256 KiB at most. */
    static final int VALUES = 256 * 1024;

    /** How deep values are nested: JSON may be as deep. */
    static final int VALUE_DEPTH = 64;

    /** Characters of a version; comparing costs their square. */
    static final int VERSION = 1000;

    /** Instructions of a regular expression; one that people write has some dozens. */
    static final int PROGRAM = 1000;

    /**
     * Characters and values that the functions of one evaluation look at, about a second of work. Without it 10,000
     * items could each be sought in a text of 64 KiB.
     */
    static final long WORK = 100_000_000;

    /** What one value costs that is met, beside a character; measured. */
    static final int VALUE = 10;

    /** Characters that one evaluation joins; its lists may keep all of them. */
    static final long JOINED = 1024 * 1024;

    private Bounds() {}
}
