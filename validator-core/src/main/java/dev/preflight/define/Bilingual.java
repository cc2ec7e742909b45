package dev.preflight.define;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads texts in English and, if the site wants it, in Chinese. */
final class Bilingual {
    static final List<String> LANGUAGES = List.of("en", "zh");

    /** Longer texts are no sentences. */
    private static final int LONGEST = 2000;

    private Bilingual() {}

    /** The texts by language; a text alone is English. */
    static Map<String, String> read(String name, Node node, Problems problems) {
        if (node instanceof Node.Scalar) {
            return text(name, node, problems).map(text -> Map.of("en", text)).orElse(Map.of());
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Values.mapping(name, node, problems)
                .ifPresent(mapping -> Keys.known(mapping, LANGUAGES, "language", problems)
                        .forEach((language, entry) ->
                                text(name, entry.value(), problems).ifPresent(text -> texts.put(language, text))));
        return texts;
    }

    /** A text of one line, or of several that are folded. */
    static Optional<String> text(String name, Node node, Problems problems) {
        Node folded = node instanceof Node.Scalar scalar
                ? new Node.Scalar(scalar.text().strip().replaceAll("\\s*\\R\\s*", " "), scalar.type(), scalar.place())
                : node;
        Optional<String> text = Values.text(name, folded, problems);
        if (text.isPresent() && text.get().length() > LONGEST) {
            problems.add(node.place(), name + ": longer than " + LONGEST + " characters");
            return Optional.empty();
        }
        return text;
    }
}
