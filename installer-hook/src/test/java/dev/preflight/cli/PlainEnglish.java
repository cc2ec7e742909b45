package dev.preflight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules for English that users read, and the fewer ones for comments. */
final class PlainEnglish {
    private static final int MOST_WORDS = 30;

    private static final Pattern AVOIDED = pattern("\\b(nobody|whoever|told|stands|comes|of ours)\\b");

    private static final Pattern AVOIDED_IN_COMMENTS = pattern("\\b(nobody|whoever|somebody|told|ours|runs us)\\b");

    /** Names of documents that a reader of this repository does not have. */
    private static final Pattern UNKNOWN_SOURCE = pattern(
            "\\b(specs?,? (section )?[0-9][0-9.]*|specs section( [0-9][0-9.]*)?|field log|rule [0-9]+ of the entry)");

    private static final Pattern SCOLDING =
            pattern("\\b(you (must|should|shall|forgot|failed|cannot|did not|have to)|your (fault|mistake|error))\\b");

    /** Ends of sentences; an optional piece in double brackets is one of its own. */
    private static final Pattern END = Pattern.compile("[.;:!?](\\s+|$)|\\[\\[|]]|\n\n");

    private static final Pattern CODE = Pattern.compile("\\{@(code|link|linkplain|value) [^}]*}");

    private PlainEnglish() {}

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** What is wrong with the words of a text; sentences may be of any length. */
    static List<String> wordProblems(String text) {
        return Stream.concat(
                        found(AVOIDED, text).map(word -> "the word '" + word + "'"),
                        found(SCOLDING, text).map(words -> "the second person: '" + words + "'"))
                .toList();
    }

    /** What is wrong with a text that users read. */
    static List<String> problems(String text) {
        List<String> problems = new ArrayList<>(wordProblems(text));
        for (String sentence : END.split(text)) {
            int words = sentence.strip().split("\\s+").length;
            if (words > MOST_WORDS) {
                problems.add("a sentence of " + words + " words: " + sentence.strip());
            }
        }
        return problems;
    }

    /** What is wrong with a comment; what it has as code is not looked at. */
    static List<String> commentProblems(String comment) {
        String prose = CODE.matcher(comment).replaceAll("x");
        return Stream.concat(
                        found(AVOIDED_IN_COMMENTS, prose).map(word -> "the word '" + word + "'"),
                        found(UNKNOWN_SOURCE, prose).map(source -> "an unknown document: '" + source + "'"))
                .toList();
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group());
    }
}
