package dev.preflight.define;

import dev.preflight.api.Arg;
import dev.preflight.define.match.Answer;
import dev.preflight.define.match.Fields;
import dev.preflight.define.match.Matcher;
import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.match.Scope;
import dev.preflight.define.match.Shown;
import dev.preflight.define.match.Words;
import dev.preflight.define.read.Form;
import dev.preflight.define.value.Value;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a row of a check requires of a text that is read, by the matchers of definitions: matchers of the text itself, or
 * {@code as} with the options of a form, and in {@code is} matchers of the value that the text has in that form.
 *
 * @param form how the text becomes a value
 * @param matcher what must hold of the value
 */
public record Expected(Form form, Matcher matcher) {
    private static final String AS = "as";
    private static final String IS = "is";

    /** What a finding shows of a text, in characters. */
    private static final int SHOWN = 200;

    private static final String MORE = " ...";

    /** So that a text can say that it is empty. */
    private static final String NOTHING = "\"\"";

    /** What a profile writes, in the words of a message. */
    public static String words() {
        return "matchers of the text such as {contains: a}, or {as: a form, is: matchers}";
    }

    /** Reads one, or nothing after the problem was noted. */
    public static Optional<Expected> read(String name, Node node, Problems problems) {
        if (!(node instanceof Node.Mapping mapping) || mapping.get(AS).isEmpty()) {
            return matcher(name, node, Form.Plain.TEXT, problems);
        }
        Set<String> valid = new HashSet<>(FormReader.options());
        valid.add(AS);
        valid.add(IS);
        int before = problems.all().size();
        Entries keys = Entries.known(mapping, valid, "key of " + name, problems);
        if (!keys.has(IS)) {
            problems.add(node.place(), name + ": nothing is required of what is read", "give '" + IS + "'");
        }
        Optional<Form> form = new FormReader(keys, problems).read(Form.Plain.TEXT);
        return problems.all().size() > before
                ? Optional.empty()
                : form.flatMap(how -> matcher(name, keys.value(IS), how, problems));
    }

    private static Optional<Expected> matcher(String name, Node node, Form form, Problems problems) {
        Scope scope = new Scope(name, Map.of(), used -> {});
        return new MatcherReader(scope, problems).read(node, form.type(), name).map(made -> new Expected(form, made));
    }

    /** Whether it holds of a value in this form. */
    public Answer test(Value value) {
        return matcher.test(value, Map.of());
    }

    /** What is required, for people. */
    public Arg required() {
        Words words = new Words();
        matcher.say(words);
        return new Arg.Words(new TreeMap<>(Map.of("en", words.shown("en"), "zh", words.shown("zh"))));
    }

    /** What a value of which it does not hold is, for people: of a row the field that is to blame, of a text its beginning. */
    public String found(Value value) {
        if (value instanceof Value.Row row && matcher instanceof Fields fields) {
            String field = fields.culprit(row, Map.of()).orElse("");
            return field + ": " + shown(Fields.at(row, field));
        }
        return shown(value);
    }

    private static String shown(Value value) {
        String text = Shown.text(value).strip();
        String line = text.lines().findFirst().orElse(NOTHING);
        int[] first = line.codePoints().limit(SHOWN).toArray();
        String begin = new String(first, 0, first.length);
        return begin.length() < text.length() ? begin + MORE : begin;
    }
}
