package dev.preflight.report;

import dev.preflight.node.Columns;
import java.util.stream.Stream;

/** Writes the lines of an entry, the texts below each other behind their labels. */
final class EntryRows {
    /** How far the rows of an entry are indented from its first line. */
    static final int INDENT = 3;
    /** How far commands are indented from the text that they belong to. */
    private static final int COMMAND_INDENT = 4;

    private final ConsoleWriter console;
    private final Words words;
    private final int labelWidth;

    EntryRows(ConsoleWriter console, Words words) {
        this.console = console;
        this.words = words;
        this.labelWidth = 2
                + Stream.of("on", "observed", "required", "why", "action", "tell", "source", "accepted", "likewise")
                        .mapToInt(label -> Columns.width(words.of("label." + label)))
                        .max()
                        .orElse(0);
    }

    /** The first line of an entry, behind its number. */
    void headline(int indent, String lead, ConsoleWriter.Style style, String text) {
        console.labelled(indent, lead, Math.max(INDENT, Columns.width(lead)), style, text);
    }

    /** A text behind its label, if there is one. */
    void row(int indent, String label, String text) {
        if (!text.isEmpty()) {
            console.labelled(indent, words.of("label." + label), labelWidth, ConsoleWriter.Style.PLAIN, text);
        }
    }

    /** One more text under that of a row, without a label. */
    void more(int indent, ConsoleWriter.Style style, String text) {
        console.text(indent + labelWidth, style, text);
    }

    /** One more text that goes on under that of a row. */
    void next(int indent, String text) {
        console.labelled(indent, "", labelWidth, ConsoleWriter.Style.PLAIN, text);
    }

    /** Commands under the text of a row. */
    void commands(int indent, String commands) {
        console.commands(indent + labelWidth + COMMAND_INDENT, commands);
    }
}
