package dev.preflight.report;

import dev.preflight.node.Columns;
import java.util.stream.Stream;

/** The lines of an entry on the page: the texts below each other behind their labels. */
final class ConsoleRows implements EntryRows {
    /** How far commands are indented from the text that they belong to. */
    private static final int COMMAND_INDENT = 4;

    private final ConsoleWriter console;
    private final Words words;
    private final int labelWidth;

    ConsoleRows(ConsoleWriter console, Words words) {
        this.console = console;
        this.words = words;
        this.labelWidth = 2
                + Stream.of("on", "observed", "required", "why", "action", "tell", "source", "accepted", "likewise")
                        .mapToInt(label -> Columns.width(words.of("label." + label)))
                        .max()
                        .orElse(0);
    }

    @Override
    public void headline(int indent, String lead, ConsoleWriter.Style style, String text) {
        console.labelled(indent, lead, Math.max(INDENT, Columns.width(lead)), style, text);
    }

    @Override
    public void row(int indent, String label, String text) {
        if (!text.isEmpty()) {
            console.labelled(indent, words.of("label." + label), labelWidth, ConsoleWriter.Style.PLAIN, text);
        }
    }

    @Override
    public void more(int indent, ConsoleWriter.Style style, String text) {
        console.text(indent + labelWidth, style, text);
    }

    @Override
    public void next(int indent, String text) {
        console.labelled(indent, "", labelWidth, ConsoleWriter.Style.PLAIN, text);
    }

    @Override
    public void commands(int indent, String commands) {
        console.commands(indent + labelWidth + COMMAND_INDENT, commands);
    }

    @Override
    public void heading(int indent, String text) {
        console.text(indent, ConsoleWriter.Style.BOLD, text);
    }

    @Override
    public void gap() {
        console.blank();
    }
}
