package dev.preflight.node;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How wide text is on a terminal, and where it may be broken. */
public final class Columns {
    /** Punctuation that does not begin a line in Chinese text (GB/T 15834), and what does not end one. */
    private static final String NOT_FIRST = "，。、；：！？）」』”’》】,.;:!?)]";

    private static final String NOT_LAST = "（「『“‘《【([";

    /** One of these is in every piece that is held together; most sentences have none, and need not be searched. */
    private static final String HELD = "'\"“-(（0123456789";

    /** Longer pieces are broken like all others: held together they would tear a line in two. */
    private static final int WHOLE_COLUMNS = 60;

    private Columns() {}

    /** Width in columns: two for what East Asian typography draws wide (Unicode Standard Annex 11), none for marks. */
    public static int width(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            width += width(point);
            at += Character.charCount(point);
        }
        return width;
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
    public static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /**
     * Breaks text into lines of at most this width, at spaces and beside wide characters. A word is never cut: one that is
     * wider is a line of its own, which a terminal goes on with below, and which can be searched for and copied.
     *
     * @return at least one line
     */
    public static List<String> wrap(String text, int width) {
        return wrap(text, width, width);
    }

    /** The same, where the first line has another width than those below it. */
    public static List<String> wrap(String text, int first, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : words(text)) {
            if (used + width(word.stripTrailing()) > (lines.isEmpty() ? first : width) && used > 0) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                used = 0;
            }
            line.append(word);
            used += width(word);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** The beginning of the text that fits this width. */
    public static String cut(String text, int width) {
        int at = 0;
        int used = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            used += width(point);
            if (used > width) {
                break;
            }
            at += Character.charCount(point);
        }
        return text.substring(0, at);
    }

    /** The pieces between places where a line may end; spaces stay at the end of a piece. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        BitSet inside = mayHold(text) ? Whole.in(text) : new BitSet();
        int from = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (at > from && !inside.get(at) && mayBreak(text.codePointBefore(at), text.codePointAt(at))) {
                words.add(text.substring(from, at));
                from = at;
            }
        }
        words.add(text.substring(from));
        return words;
    }

    private static boolean mayHold(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (HELD.indexOf(text.charAt(at)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayBreak(int before, int after) {
        if (before == ' ') {
            return after != ' ';
        }
        boolean beside = isWide(before) || isWide(after);
        return beside && after != ' ' && NOT_FIRST.indexOf(after) < 0 && NOT_LAST.indexOf(before) < 0;
    }

    /** Apart, because the pattern takes time to make. */
    private static final class Whole {
        /**
         * What is read, and copied, in one piece: words in quotes, a number with its unit, a few words in brackets, a short
         * option with what stands before it, and a long one with a value such as {@code settings.become=true}.
         */
        private static final Pattern PIECE = Pattern.compile("(?<![A-Za-z0-9])'[^' ][^']*'(?![A-Za-z0-9])"
                + "|(?<![A-Za-z0-9])\"[^\" ][^\"]*\"(?![A-Za-z0-9])"
                + "|“[ -~]+”"
                + "|\\d (?:[KMGTP]i?B|B|ms|s|min|h|d)(?![A-Za-z0-9])"
                + "|[(（][^ ()（）]+ [^ ()（）]+(?: [^ ()（）]+)?[)）]"
                + "|[^ ,;:]+ -[A-Za-z]\\w*"
                + "|--[a-z][a-z-]* [\\w.]+=[^ ]+");

        private Whole() {}

        /** The places in such pieces, but for those at which a piece begins. */
        static BitSet in(String text) {
            BitSet inside = new BitSet();
            Matcher piece = PIECE.matcher(text);
            while (piece.find()) {
                if (width(piece.group()) <= WHOLE_COLUMNS) {
                    inside.set(piece.start() + 1, piece.end());
                }
            }
            return inside;
        }
    }
}
