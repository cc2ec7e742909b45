package dev.preflight.report;

import java.util.List;

/** A page in the making: lines of a given width, with or without colour. */
final class ConsoleWriter {
    /** Narrower than this, labels and text are not put side by side any more. */
    static final int LEAST_WIDTH = 40;

    /** Looks of text; the codes are those of ECMA-48, section 8.3.117 (SGR). */
    enum Style {
        PLAIN(""),
        BOLD("1"),
        DIM("2"),
        RED("1;31"),
        YELLOW("1;33"),
        GREEN("1;32");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final int width;
    private final boolean colour;
    private int lines;

    ConsoleWriter(int width, boolean colour) {
        this.width = Math.max(LEAST_WIDTH, width);
        this.colour = colour;
    }

    int lines() {
        return lines;
    }

    void blank() {
        put("");
    }

    /** Wrapped text behind an indent. */
    void text(int indent, Style style, String text) {
        labelled(indent, "", 0, style, text);
    }

    /** A label in a column of its own, and wrapped text beside it. */
    void labelled(int indent, String label, int labelWidth, Style style, String text) {
        List<String> wrapped = Columns.wrap(text, width - indent - labelWidth);
        for (int i = 0; i < wrapped.size(); i++) {
            String left = Columns.pad(i == 0 ? label : "", labelWidth);
            put(" ".repeat(indent) + styled(Style.DIM, left) + styled(style, wrapped.get(i)));
        }
    }

    /** One line, however long: where a terminal ends it goes on below, and a search finds all of it. */
    void line(Style style, String text) {
        put(styled(style, text));
    }

    /** Text that is copied from the page: never wrapped, no colour in it. */
    void verbatim(int indent, String text) {
        text.lines().forEach(line -> put(" ".repeat(indent) + line));
    }

    private String styled(Style style, String text) {
        boolean bare = !colour || style == Style.PLAIN || text.isBlank();
        return bare ? text : "\u001b[" + style.code + "m" + text + "\u001b[0m";
    }

    private void put(String line) {
        out.append(line.stripTrailing()).append('\n');
        lines++;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
