package dev.preflight.report;

import dev.preflight.node.Columns;
import java.util.ArrayList;
import java.util.List;

/** A page in the making: lines of a given width, with or without colour. */
public final class ConsoleWriter {
    /** Narrower than this, labels and text are not put side by side any more. */
    static final int LEAST_WIDTH = 40;

    /** Beside a label there is room for so much, or the text begins below it. */
    private static final int LEAST_BESIDE = 24;

    /** How far the lines are indented that go on with a text. */
    private static final int HANG = 4;

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

    /** A page without colour; less than 40 columns count as 40. */
    public ConsoleWriter(int width) {
        this(width, false);
    }

    ConsoleWriter(int width, boolean colour) {
        this.width = Math.max(LEAST_WIDTH, width);
        this.colour = colour;
    }

    int width() {
        return width;
    }

    int lines() {
        return lines;
    }

    /** An empty line. */
    public void blank() {
        put("");
    }

    /** Wrapped text behind an indent. */
    public void text(int indent, String text) {
        text(indent, Style.PLAIN, text);
    }

    /** Wrapped text behind an indent. */
    void text(int indent, Style style, String text) {
        labelled(indent, "", 0, style, text);
    }

    /** A label in a column of its own, and wrapped text beside it. */
    public void labelled(int indent, String label, int labelWidth, String text) {
        labelled(indent, label, labelWidth, Style.PLAIN, text);
    }

    /** A label in a column of its own, and wrapped text beside it. */
    void labelled(int indent, String label, int labelWidth, Style style, String text) {
        if (!label.isEmpty() && width - indent - labelWidth < LEAST_BESIDE) {
            put(" ".repeat(indent) + styled(Style.DIM, label));
            text(indent + HANG, style, text);
            return;
        }
        List<String> wrapped = Columns.wrap(text, width - indent - labelWidth);
        for (int i = 0; i < wrapped.size(); i++) {
            String left = Columns.pad(i == 0 ? label : "", labelWidth);
            put(" ".repeat(indent) + styled(Style.DIM, left) + styled(style, wrapped.get(i)));
        }
    }

    /** Wrapped text whose further lines are indented more than the first. */
    public void hanging(int indent, String text) {
        hanging(indent, Style.PLAIN, text);
    }

    /** The same, with how much more they are indented. */
    public void hanging(int indent, int hang, String text) {
        hanging(indent, hang, Style.PLAIN, text);
    }

    /** Wrapped text whose further lines are indented more than the first. */
    void hanging(int indent, Style style, String text) {
        hanging(indent, HANG, style, text);
    }

    private void hanging(int indent, int hang, Style style, String text) {
        List<String> wrapped = Columns.wrap(text, width - indent, width - indent - hang);
        for (int i = 0; i < wrapped.size(); i++) {
            put(" ".repeat(i == 0 ? indent : indent + hang) + styled(style, wrapped.get(i)));
        }
    }

    /** A line that is broken between its clauses where it is too wide, and only in a wide clause behind a comma. */
    void clauses(Style style, String text) {
        List<String> pieces = new ArrayList<>();
        for (String clause : text.split("(?<=[;；])", -1)) {
            boolean wide = Columns.width(clause) > width - HANG;
            pieces.addAll(wide ? List.of(clause.split("(?<=[,，])", -1)) : List.of(clause));
        }
        fill(0, HANG, style, pieces);
    }

    /** Items with commas between them; a line ends behind a comma. */
    public void items(int indent, String text) {
        fill(indent, 0, Style.PLAIN, List.of(text.split("(?<=,)", -1)));
    }

    private void fill(int indent, int hang, Style style, List<String> pieces) {
        StringBuilder line = new StringBuilder();
        int left = indent;
        for (String piece : pieces) {
            boolean fits = Columns.width(line + piece) <= width - left;
            if (!fits && !line.isEmpty()) {
                hanging(left, style, line.toString().strip());
                line.setLength(0);
                left = indent + hang;
            }
            line.append(piece);
        }
        hanging(left, style, line.toString().strip());
    }

    /** Lines that are shown as they are, without colour. */
    void verbatim(int indent, String text) {
        text.lines().forEach(line -> put(" ".repeat(indent) + line));
    }

    /** Commands for a shell, to be copied: without colour, and broken only where a shell puts them together again. */
    public void commands(int indent, String commands) {
        ShellLines.of(commands.stripTrailing(), width - indent).forEach(line -> put(" ".repeat(indent) + line));
    }

    /** Text with a command behind it; below it where that does not fit. */
    public void withCommand(int indent, String text, String command) {
        String line = text + " " + command;
        if (Columns.width(line) <= width - indent) {
            put(" ".repeat(indent) + line);
        } else {
            hanging(indent, text);
            commands(indent + HANG, command);
        }
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
