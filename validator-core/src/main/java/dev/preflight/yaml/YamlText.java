package dev.preflight.yaml;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into located nodes. Strict where YAML surprises: no tags of other types, no merge keys, no
 * second document, keys are text, and values are typed by the core schema of YAML 1.2, so that {@code yes}, {@code off},
 * {@code 1:30} and dates are text.
 */
public final class YamlText {
    /** SnakeYAML's own default limit, in characters: far beyond any profile, and an inventory of 20000 hosts fits. */
    static final int MAX_CHARS = 3 * 1024 * 1024;

    private static final Pattern COMPARISON = Pattern.compile("[:\\[,{] {0,8}[<>]");

    private YamlText() {}

    /**
     * Reads a document. Keys that are given twice are kept twice. Where the text is no YAML at all, one problem is
     * noted and nothing is returned; other problems are noted together, and what could be read is returned so that its
     * reader can find more.
     *
     * @param source what to call the text in places
     * @return the document, or empty if there is none: then either a problem was noted, or the text is empty
     */
    public static Optional<Node> parse(String source, String text, Problems problems) {
        return parse(source, text, new CoreSchema(), problems);
    }

    /**
     * Reads a document whose values without quotes mean what they mean to Ansible: {@code 026} is 22, {@code no} is
     * {@code False}, {@code 1:30} is 90. Otherwise as {@link #parse}.
     */
    public static Optional<Node> parseAsAnsible(String source, String text, Problems problems) {
        return parse(source, text, new AnsibleScalars(), problems);
    }

    private static Optional<Node> parse(String source, String text, PlainScalars scalars, Problems problems) {
        if (text.length() > MAX_CHARS) {
            problems.add(new Place(source, 1, 1), "longer than " + MAX_CHARS + " characters");
            return Optional.empty();
        }
        if (!printable(source, text, problems)) {
            return Optional.empty();
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        var composer = new YamlComposer(source, new ParserImpl(new StreamReader(text), options), scalars, problems);
        try {
            return composer.document();
        } catch (YamlComposer.StopException e) {
            return Optional.empty();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            Place place = mark == null ? composer.place() : YamlComposer.place(source, mark);
            problems.add(place, "not valid YAML: " + words(e), hint(e, line(text, place.line())));
            return Optional.empty();
        } catch (RuntimeException e) {
            // On garbage the parser throws more than its own exceptions, such as IllegalArgumentException for
            // \UFFFFFFFF.
            problems.add(composer.place(), "not valid YAML near here");
            return Optional.empty();
        }
    }

    private static boolean printable(String source, String text, Problems problems) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                problems.add(
                        new Place(source, line, column),
                        String.format("not text: a character that YAML forbids, U+%04X", c),
                        "save the file as UTF-8");
                return false;
            }
            boolean newLine = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
            line = newLine ? line + 1 : line;
            column = newLine ? 1 : column + 1;
            i += Character.charCount(c);
        }
        return true;
    }

    private static String words(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "unexpected text" : e.getProblem();
        String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
        return (problem + context).replaceAll("\\s+", " ").strip();
    }

    private static String line(String text, int number) {
        return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    }

    private static String hint(MarkedYAMLException e, String line) {
        boolean tab = e.getProblem() != null && e.getProblem().contains("TAB");
        // In YAML a value that begins with > is text folded over several lines.
        if (!tab && COMPARISON.matcher(line).find()) {
            return "put a value that begins with < or > in quotes: \">= 8.4, < 10\"";
        }
        return tab
                ? "indent with spaces, not with a tab"
                : "check indentation, quotes and brackets here and just above";
    }
}
