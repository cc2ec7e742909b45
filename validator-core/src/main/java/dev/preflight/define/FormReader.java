package dev.preflight.define;

import dev.preflight.api.LinePattern;
import dev.preflight.define.read.DocumentPath;
import dev.preflight.define.read.FieldType;
import dev.preflight.define.read.FieldTypes;
import dev.preflight.define.read.Form;
import dev.preflight.define.read.Repeated;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads {@code as:} and its options. An option of another form is a mistake. */
final class FormReader {
    /** The options of each form. */
    private static final Map<String, List<String>> OPTIONS = Map.of(
            "keyvalue", List.of("separator", "comment", "repeated", "types", "list_separator"),
            "ini", List.of("dropins", "repeated", "types", "list_separator"),
            "table", List.of("columns", "separator", "skip", "comment", "types", "list_separator"),
            "match", List.of("pattern", "all", "comment", "types", "list_separator"),
            "text", List.of("comment"),
            "lines", List.of("comment"),
            "json", List.of("at", "types", "list_separator"),
            "yaml", List.of("at", "types", "list_separator"),
            "list", List.of("list_separator"));

    private static final String REST = "...";

    private final Entries keys;
    private final Problems problems;

    /**
     * A reader.
     *
     * @param keys of the read, by name
     */
    FormReader(Entries keys, Problems problems) {
        this.keys = keys;
        this.problems = problems;
    }

    /** Every option of any form, sorted. */
    static Set<String> options() {
        Set<String> all = new TreeSet<>();
        OPTIONS.values().forEach(all::addAll);
        return all;
    }

    /** The forms. */
    static List<String> words() {
        return Stream.concat(
                        Stream.of("lines", "keyvalue", "ini", "json", "yaml", "table", "match"),
                        Stream.of(FieldType.values()).map(FieldType::word))
                .toList();
    }

    /** The form; the usual one of the source where none is given. */
    Optional<Form> read(Form usual) {
        if (!keys.has("as")) {
            refuseOthers("text");
            return Optional.of(uncommented(usual));
        }
        Node.Entry as = keys.entry("as");
        Optional<String> word = Values.text("as", as.value(), problems);
        if (word.isPresent() && !words().contains(word.get())) {
            problems.add(
                    as.value().place(), "as: unknown form '" + word.get() + "'", Suggestion.hint(word.get(), words()));
            types();
            return Optional.empty();
        }
        int before = problems.all().size();
        word.ifPresent(this::refuseOthers);
        Optional<Form> form = word.flatMap(this::form);
        // With a wrong option the values would be of other types than they are meant to be.
        return problems.all().size() == before ? form : Optional.empty();
    }

    private void refuseOthers(String form) {
        for (String option : options()) {
            if (keys.has(option) && !OPTIONS.getOrDefault(form, List.of()).contains(option)) {
                List<String> having = OPTIONS.keySet().stream()
                        .filter(other -> OPTIONS.getOrDefault(other, List.of()).contains(option))
                        .sorted()
                        .toList();
                problems.add(
                        keys.entry(option).keyPlace(),
                        "'" + option + "' is no option of `as: " + form + "`",
                        "it is one of " + String.join(", ", having));
            }
        }
    }

    private Optional<Form> form(String word) {
        FieldTypes types = types();
        return switch (word) {
            case "lines" -> Optional.of(uncommented(new Form.Lines()));
            case "text" -> Optional.of(uncommented(Form.Plain.TEXT));
            case "keyvalue" ->
                repeated().map(which -> new Form.KeyValue(text("separator", "="), text("comment", "#"), which, types));
            case "ini" -> repeated().map(which -> new Form.Ini(flag("dropins"), which, types));
            case "json" -> document(Form.Document.Language.JSON, types);
            case "yaml" -> document(Form.Document.Language.YAML, types);
            case "table" -> table(types);
            case "match" -> match(types).map(this::uncommented);
            default -> FieldType.ofWord(word).map(type -> new Form.Plain(type, text("list_separator", ",")));
        };
    }

    private Optional<Form> document(Form.Document.Language language, FieldTypes types) {
        return parsed("at", DocumentPath.WHOLE, DocumentPath::parse)
                .map(path -> new Form.Document(language, path, types));
    }

    private Optional<Form> match(FieldTypes types) {
        if (!keys.has("pattern")) {
            return missing("pattern", "with named groups: 'version (?<v>[0-9.]+)'");
        }
        Optional<LinePattern> pattern = text("pattern").flatMap(text -> parse("pattern", text, LinePattern::parse));
        if (pattern.isPresent() && pattern.get().groups().isEmpty()) {
            problems.add(
                    keys.value("pattern").place(),
                    "pattern: there is no named group in it, so nothing is read",
                    "write (?<name>...)");
            return Optional.empty();
        }
        pattern.ifPresent(p -> known(types, p.groups(), "group"));
        return pattern.map(p -> new Form.Match(p, flag("all"), types));
    }

    private Optional<Form> table(FieldTypes types) {
        if (!keys.has("columns")) {
            return missing("columns", "[first, second, rest...]");
        }
        Optional<List<String>> given = Values.texts("columns", keys.value("columns"), problems);
        if (given.isEmpty() || given.get().isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = given.get();
        String last = columns.get(columns.size() - 1);
        List<String> names = columns.stream()
                .map(name -> name.equals(last) && name.endsWith(REST)
                        ? name.substring(0, name.length() - REST.length())
                        : name)
                .toList();
        boolean good = new HashSet<>(names).size() == names.size()
                && names.stream().noneMatch(name -> name.isEmpty() || name.endsWith(REST));
        if (!good) {
            problems.add(
                    keys.value("columns").place(),
                    "columns: expected names that differ; only the last one may end with ...");
            return Optional.empty();
        }
        known(types, names, "column");
        Optional<Integer> skip = whole("skip");
        return Optional.of(new Form.Table(
                names, last.endsWith(REST), text("separator", " "), skip.orElse(0), text("comment", "#"), types));
    }

    private void known(FieldTypes types, List<String> names, String what) {
        types.byField().keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add(
                        keys.value("types").place(),
                        "types: there is no " + what + " '" + name + "'",
                        Suggestion.hint(name, names)));
    }

    private <T> Optional<T> missing(String key, String example) {
        problems.add(keys.value("as").place(), "'" + key + "' is missing", "such as " + key + ": " + example);
        return Optional.empty();
    }

    private FieldTypes types() {
        Map<String, FieldType> byField = new LinkedHashMap<>();
        if (keys.has("types")) {
            Values.mapping("types", keys.value("types"), problems)
                    .ifPresent(mapping -> Keys.unique(mapping, problems)
                            .forEach((field, entry) -> Values.word(
                                            "types." + field, entry.value(), FieldType.class, problems)
                                    .ifPresent(type -> byField.put(field, type))));
        }
        String separator = text("list_separator", ",");
        if (separator.isEmpty()) {
            problems.add(keys.value("list_separator").place(), "list_separator: it is empty");
            return FieldTypes.NONE;
        }
        return new FieldTypes(byField, separator);
    }

    private Optional<String> text(String key) {
        return keys.find(key).flatMap(entry -> Values.text(key, entry.value(), problems));
    }

    private String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** Lines that are comments belong to these forms, unless it is said what such a line begins with. */
    private Form uncommented(Form form) {
        return keys.has("comment") ? new Form.Uncommented(text("comment", ""), form) : form;
    }

    private Optional<Repeated> repeated() {
        return keys.has("repeated")
                ? Values.word("repeated", keys.value("repeated"), Repeated.class, problems)
                : Optional.of(Repeated.UNCLEAR);
    }

    private boolean flag(String key) {
        return keys.has(key) && Values.flag(key, keys.value(key), problems).orElse(false);
    }

    private Optional<Integer> whole(String key) {
        return text(key).flatMap(text -> parse(key, text, FormReader::lines));
    }

    private static int lines(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("expected a number of lines");
        }
        return Integer.parseInt(text);
    }

    private <T> Optional<T> parsed(String key, T otherwise, Function<String, T> parser) {
        return keys.has(key) ? text(key).flatMap(text -> parse(key, text, parser)) : Optional.of(otherwise);
    }

    private <T> Optional<T> parse(String key, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            problems.add(keys.value(key).place(), key + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
