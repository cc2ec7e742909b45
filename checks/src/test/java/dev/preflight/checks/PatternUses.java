package dev.preflight.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where a source of Java uses {@code java.util.regex} with a pattern that stands there, as literals. */
final class PatternUses {
    /** Comments, literals, words and single characters: JLS 17, chapter 3. Text blocks count as one literal. */
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\n]*|(?s:/\\*.*?\\*/)|(?s:\"\"\".*?\"\"\")|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])+'|\\w+|\\S");

    private static final Set<String> TAKE_A_PATTERN =
            Set.of("compile", "matches", "replaceAll", "replaceFirst", "split");

    private PatternUses() {}

    /** A pattern, where it stands, and whether it is looked for anywhere in a text. */
    record Use(String file, String regex, boolean searched) {
        @Override
        public String toString() {
            return file + ": " + regex;
        }
    }

    static List<Use> of(Path file) throws IOException {
        return of(file.getFileName().toString(), Files.readString(file));
    }

    static List<Use> of(String file, String source) {
        List<String> tokens = new ArrayList<>();
        Matcher m = TOKEN.matcher(source);
        while (m.find()) {
            if (!m.group().startsWith("//") && !m.group().startsWith("/*")) {
                tokens.add(m.group());
            }
        }
        boolean linear = source.contains("import com.google.re2j.Pattern;");
        boolean finds = Pattern.compile("\\.(find|results)\\(|[mM]atcher\\([^()]*\\)\\s*\\.replace")
                .matcher(source)
                .find();
        List<Use> uses = new ArrayList<>();
        for (int i = 2; i + 1 < tokens.size(); i++) {
            String name = tokens.get(i);
            if (TAKE_A_PATTERN.contains(name)
                    && tokens.get(i - 1).equals(".")
                    && tokens.get(i + 1).equals("(")) {
                boolean compiled = name.equals("compile");
                boolean ours =
                        compiled && (linear || (i > 3 && tokens.get(i - 4).equals("re2j")));
                String regex = first(tokens, i + 2, name.startsWith("replace"));
                if (!ours && !regex.isEmpty()) {
                    uses.add(new Use(file, regex, compiled ? finds : !name.equals("matches")));
                }
            }
        }
        return uses;
    }

    /** The first argument if a literal is in it, with a mark for what is none; a replacement needs a second one. */
    private static String first(List<String> tokens, int from, boolean two) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        boolean literal = false;
        boolean other = false;
        int i = from;
        for (; depth > 0 || !Set.of(",", ")").contains(tokens.get(i)); i++) {
            String token = tokens.get(i);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (token.startsWith("\"") && depth == 0) {
                text.append(other ? String.valueOf(RegexShape.UNKNOWN) : "").append(value(token));
                literal = true;
                other = false;
            } else if (!token.equals("+")) {
                other = true;
            }
        }
        text.append(other ? String.valueOf(RegexShape.UNKNOWN) : "");
        boolean dotall = String.join(" ", tokens.subList(i, Math.min(i + 6, tokens.size())))
                .startsWith(", Pattern . DOTALL");
        return !literal || (two && tokens.get(i).equals(")")) ? "" : (dotall ? "(?s)" : "") + text;
    }

    private static String value(String literal) {
        String text = Pattern.compile("\\\\u+([0-9a-f]{4})")
                .matcher(literal)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
        return text.substring(1, text.length() - 1).translateEscapes();
    }
}
