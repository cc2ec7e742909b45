package dev.preflight.report;

/** Where the lines of an entry are written: on the page, or as Markdown. */
interface EntryRows {
    /** How far the rows of an entry are indented from its first line. */
    int INDENT = 3;

    /** The first line of an entry, behind its number. */
    void headline(int indent, String lead, ConsoleWriter.Style style, String text);

    /** A text behind its label, if there is one. */
    void row(int indent, String label, String text);

    /** One more text under that of a row, without a label. */
    void more(int indent, ConsoleWriter.Style style, String text);

    /** One more text that goes on under that of a row. */
    void next(int indent, String text);

    /** Commands under the text of a row. */
    void commands(int indent, String commands);

    /** What the rows below it are about. */
    void heading(int indent, String text);

    /** Room between two entries. */
    void gap();
}
