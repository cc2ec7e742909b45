package dev.preflight.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text with gaps. {@code {name}} is a gap: a brace, a name that begins with a small letter, a brace; any other brace
 * is itself, so that shell and JSON can be written plainly. In a sentence, {@code [[, {detail}]]} is left out when one
 * of the gaps in it has nothing to show, and elsewhere a blank value shows as {@code ""}, since a reader would not see that
 * something is missing.
 * A bracket in quotes in braces stands for itself. In a command double brackets are shell, and values come quoted.
 */
final class Template {
    private static final Pattern GAP = Pattern.compile("\\{([a-z][A-Za-z0-9_-]*)}|\\{\"([{\\[])\"}");
    private static final Pattern OPTIONAL = Pattern.compile("\\[\\[(.*?)]]", Pattern.DOTALL);

    private record Piece(String text, boolean optional) {}

    private static final String NOTHING = "\"\"";

    private final List<Piece> pieces;
    private final boolean sentence;

    private Template(List<Piece> pieces, boolean sentence) {
        this.pieces = pieces;
        this.sentence = sentence;
    }

    static Template sentence(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher m = OPTIONAL.matcher(text);
        int from = 0;
        while (m.find()) {
            pieces.add(new Piece(text.substring(from, m.start()), false));
            pieces.add(new Piece(m.group(1), true));
            from = m.end();
        }
        pieces.add(new Piece(text.substring(from), false));
        return new Template(pieces, true);
    }

    static Template command(String text) {
        return new Template(List.of(new Piece(text, false)), false);
    }

    /** The names of its gaps, sorted; those of optional pieces too. */
    Set<String> gaps() {
        return gaps(true);
    }

    /** The names of the gaps that it cannot do without, sorted. */
    Set<String> neededGaps() {
        return gaps(false);
    }

    private Set<String> gaps(boolean optionalToo) {
        Set<String> names = new TreeSet<>();
        for (Piece piece : pieces) {
            if (optionalToo || !piece.optional) {
                named(piece.text).forEach(gap -> names.add(gap.group(1)));
            }
        }
        return names;
    }

    /** Fills the gaps; one without a value stays as it is and is named to {@code missing}. */
    String fill(Map<String, String> values, Consumer<String> missing) {
        StringBuilder filled = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.optional && somethingEmpty(piece.text, values)) {
                continue;
            }
            filled.append(GAP.matcher(piece.text).replaceAll(gap -> {
                if (gap.group(1) == null) {
                    return gap.group(2);
                }
                String value = values.get(gap.group(1));
                if (value == null) {
                    missing.accept(gap.group(1));
                    value = gap.group();
                } else if (sentence && value.isBlank()) {
                    value = NOTHING;
                }
                return Matcher.quoteReplacement(value);
            }));
        }
        return filled.toString();
    }

    private static Stream<MatchResult> named(String text) {
        return GAP.matcher(text).results().filter(gap -> gap.group(1) != null);
    }

    private static boolean somethingEmpty(String text, Map<String, String> values) {
        return named(text).anyMatch(gap -> values.getOrDefault(gap.group(1), "").isBlank());
    }

    /** Whether a gap of this command is inside quotes, where the quoting of its value would end them. */
    static boolean gapInQuotes(String command) {
        Set<Integer> gaps = new TreeSet<>();
        named(command).forEach(gap -> gaps.add(gap.start()));
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0 && gaps.contains(i)) {
                return true;
            }
            if (c == '\\' && quote != '\'') {
                i++;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        return false;
    }
}
