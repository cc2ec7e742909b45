package dev.preflight.report;

import java.util.ArrayList;
import java.util.List;

/** How wide text is on a terminal, and where it may be broken. */
final class Columns {
    /** Punctuation that does not begin a line in Chinese text (GB/T 15834), and what does not end one. */
    private static final String NOT_FIRST = "，。、；：！？）」』”’》】,.;:!?)";

    private static final String NOT_LAST = "（「『“‘《【(";

    private Columns() {}

    /** Width in columns: two for what East Asian typography draws wide (Unicode Standard Annex 11), none for marks. */
    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    private static boolean isWide(int point) {
        return (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0xa4cf && point != 0x303f)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0xffe0 && point <= 0xffe6)
                || (point >= 0x1f300 && point <= 0x1f64f)
                || (point >= 0x1f900 && point <= 0x1f9ff)
                || (point >= 0x20000 && point <= 0x3fffd);
    }

    /** The text with spaces behind it up to this width. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /**
     * Breaks text into lines of at most this width: at spaces, beside wide characters, and where neither is, anywhere.
     *
     * @return at least one line
     */
    static List<String> wrap(String text, int width) {
        int room = Math.max(2, width);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words(text)) {
            String rest = word;
            if (width(line.toString()) + width(rest.stripTrailing()) > room && !line.isEmpty()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            while (width(rest.stripTrailing()) > room) {
                int cut = fit(rest, room);
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            line.append(rest);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** The pieces between places where a line may end; spaces stay at the end of a piece. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (at > from && mayBreak(text.codePointBefore(at), text.codePointAt(at))) {
                words.add(text.substring(from, at));
                from = at;
            }
        }
        words.add(text.substring(from));
        return words;
    }

    private static boolean mayBreak(int before, int after) {
        if (before == ' ') {
            return after != ' ';
        }
        boolean beside = isWide(before) || isWide(after);
        return beside && after != ' ' && NOT_FIRST.indexOf(after) < 0 && NOT_LAST.indexOf(before) < 0;
    }

    private static int fit(String text, int room) {
        int at = 0;
        int used = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (used + width(point) > room) {
                break;
            }
            used += width(point);
            at += Character.charCount(point);
        }
        return at;
    }
}
