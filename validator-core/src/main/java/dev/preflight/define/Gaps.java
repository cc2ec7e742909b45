package dev.preflight.define;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of a definition with <code>${name}</code> in them, as the texts of a report: there a gap is a name in braces, and
 * brackets that would be read as such are written apart.
 */
final class Gaps {
    private static final Pattern USE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern PLAIN = Pattern.compile("[a-z][A-Za-z0-9_-]*");
    /** Gaps that texts made here have. */
    private static final Set<String> RESERVED =
            Set.of("detail", "observed", "field", "gone", "none", "others", "rule", "rows", "host", "hosts", "read");

    private final Set<String> used = new LinkedHashSet<>();
    private final TextNames valid;
    private final Problems problems;

    /**
     * Reads texts.
     *
     * @param valid the names that they may use
     */
    Gaps(TextNames valid, Problems problems) {
        this.valid = valid;
        this.problems = problems;
    }

    /** The names that were used. */
    Set<String> used() {
        return used;
    }

    /** The gap of a name. */
    static String gap(String name) {
        boolean plain = PLAIN.matcher(name).matches() && !RESERVED.contains(name) && !name.startsWith("required-");
        return plain ? name : "x" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of a sentence. */
    String sentence(String text, Node at) {
        StringBuilder out = new StringBuilder();
        Matcher m = USE.matcher(text);
        int from = 0;
        while (m.find()) {
            out.append(plain(text.substring(from, m.start())));
            out.append(name(m.group(1), at).map(name -> "{" + gap(name) + "}").orElse(""));
            from = m.end();
        }
        String rest = text.substring(from);
        if (rest.contains("${")) {
            problems.add(at.place(), "'${' without its end: a name is written ${name}");
        }
        return out.append(plain(rest)).toString();
    }

    /** The text of a command, in which each value is a word of its own; empty after the problem was noted. */
    Optional<String> command(String text, Node at) {
        boolean good = true;
        for (MatchResult use : USE.matcher(text).results().toList()) {
            boolean whole = (use.start() == 0 || Character.isWhitespace(text.charAt(use.start() - 1)))
                    && (use.end() == text.length() || Character.isWhitespace(text.charAt(use.end())));
            if (!whole) {
                problems.add(
                        at.place(),
                        use.group() + " is inside a word of a command; it has to be a whole one, without quotes");
                good = false;
            }
        }
        String sentence = sentence(text, at);
        return good ? Optional.of(sentence) : Optional.empty();
    }

    private Optional<String> name(String name, Node at) {
        if (valid.names().contains(name) || (valid.open() && !name.isEmpty())) {
            used.add(name);
            return Optional.of(name);
        }
        String hint = Suggestion.hint(name, valid.names());
        String field = valid.ofDocument()
                ? "; a field that is named nowhere else is declared in the read: types: {" + name + ": text}"
                : "";
        problems.add(at.place(), "there is nothing called '" + name + "' here", hint + field);
        return Optional.empty();
    }

    /** What is no gap in a report's text either. */
    static String plain(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean twice = c == '[' && i + 1 < text.length() && text.charAt(i + 1) == '[';
            out.append(c == '{' || twice ? "{\"" + c + "\"}" : String.valueOf(c));
        }
        return out.toString();
    }
}
