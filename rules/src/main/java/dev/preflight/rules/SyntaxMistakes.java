package dev.preflight.rules;

import dev.cel.common.CelIssue;
import dev.preflight.define.rule.CompiledRule.Mistake;
import java.util.Map;

/** Says what is wrong with a text that is no expression. */
final class SyntaxMistakes {
    private static final String NOT = "write ! for 'not'";

    /** What people write who know other languages. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("and", "write && for 'and'"),
            Map.entry("&", "write && for 'and'"),
            Map.entry("or", "write || for 'or'"),
            Map.entry("|", "write || for 'or'"),
            Map.entry("not", NOT),
            Map.entry("=", "write == to compare"),
            Map.entry("<>", "write != for 'not equal'"),
            Map.entry("is", "write == to compare"),
            Map.entry("then", "write condition ? a : b"),
            Map.entry("$", "write a name as it is, without ${ }"),
            Map.entry("'", "the text has no closing quote"),
            Map.entry("\"", "the text has no closing quote"),
            Map.entry("~", "write text.matches('pattern')"),
            Map.entry(";", "a rule is one expression"),
            Map.entry("`", "write a name as it is, with _ for a hyphen"),
            Map.entry("{", "a row has keys and values, as in {'a': 1}"),
            Map.entry("", "the expression ends here, and something is missing"));

    private static final String RESERVED = "reserved identifier: ";

    private SyntaxMistakes() {}

    /** The first thing that is wrong; the rest mostly follows from it. */
    static Mistake of(Source source, CelIssue issue) {
        String said = issue.getMessage();
        int at = source.at(issue);
        if (said.contains("recursion")) {
            return new Mistake(0, "the expression is nested deeper than " + Bounds.DEPTH);
        }
        if (said.startsWith(RESERVED)) {
            String word = said.substring(RESERVED.length());
            if (word.equals("if")) {
                return new Mistake(at, "write condition ? a : b");
            }
            return new Mistake(at, "'" + word + "' is a word of the language; give the read another name");
        }
        String word = source.wordAt(at);
        String before = source.wordBefore(at);
        if (word.isEmpty() && source.text().isBlank()) {
            return new Mistake(0, "the expression is empty");
        }
        if (MEANT.containsKey(word)) {
            return new Mistake(at, MEANT.get(word));
        }
        if (before.equals("not")) {
            return new Mistake(Math.max(0, source.text().lastIndexOf(before, at)), NOT);
        }
        if (!word.isEmpty() && word.chars().allMatch(Character::isDigit)) {
            return new Mistake(at, "the number exceeds 64 bits");
        }
        return new Mistake(at, "'" + word + "' was not expected here");
    }
}
