package dev.preflight.define;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One word for a host, or one component of a path: written in the definition, or a parameter of it. */
record Word(String text, boolean param, Place place) {
    private static final Pattern PARAM = Pattern.compile("\\$\\{([^}]*)}");

    /**
     * Reads a word.
     *
     * @param whole what it is, in the words of a message: {@code a word of a command}
     */
    static Optional<Word> read(String text, String whole, Node at, Problems problems) {
        Matcher m = PARAM.matcher(text);
        if (m.matches()) {
            return Optional.of(new Word(m.group(1), true, at.place()));
        }
        if (!text.contains("${")) {
            return Optional.of(new Word(text, false, at.place()));
        }
        m.reset();
        problems.add(
                at.place(),
                m.find()
                        ? m.group() + " is inside " + whole + "; it has to be a whole one"
                        : "'${' without its end: a parameter is written ${name}");
        return Optional.empty();
    }

    String in(Map<String, String> params) {
        return param ? params.getOrDefault(text, "") : text;
    }
}
