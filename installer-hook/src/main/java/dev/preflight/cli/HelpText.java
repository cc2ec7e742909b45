package dev.preflight.cli;

import dev.preflight.node.Columns;
import java.util.List;

/** Breaks the lines of help. */
final class HelpText {
    /** Between the names of options and what is said of them. */
    private static final String GAP = "  ";

    /** Columns of help: as many as the terminal has, between these. */
    private static final int NARROWEST = 60;

    private static final int WIDEST = 100;

    private HelpText() {}

    /** How wide help is on a page of this width. */
    static int width(int page) {
        return Math.max(NARROWEST, Math.min(WIDEST, page));
    }

    /** The text with lines of at most this width; what is said of an option goes on below where it begins. */
    static String lines(String text, int width) {
        StringBuilder wrapped = new StringBuilder();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String end = i < lines.length - 1 ? "\n" : "";
            String bare = lines[i].stripTrailing();
            if (Columns.width(bare) <= width) {
                wrapped.append(lines[i]).append(end);
                continue;
            }
            int gap = bare.lastIndexOf(GAP);
            int indent = gap < 0 ? 0 : gap + GAP.length();
            List<String> said = Columns.wrap(bare.substring(indent), width - indent);
            wrapped.append(bare, 0, indent)
                    .append(String.join("\n" + " ".repeat(indent), said))
                    .append('\n');
        }
        return wrapped.toString();
    }
}
