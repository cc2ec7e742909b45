package dev.preflight.define;

import dev.preflight.define.read.Locators;
import dev.preflight.define.read.Source;
import dev.preflight.define.read.Source.Glob;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads where a read looks. */
final class TargetReader {
    /** A word for every parameter, so that a lint sees what a run will see but for their values. */
    private static final String SOME = "x";

    private final Problems problems;

    TargetReader(Problems problems) {
        this.problems = problems;
    }

    /** The first of these files that exists. */
    Optional<Target> files(Node node) {
        List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
        List<List<Word>> paths = new ArrayList<>();
        items.forEach(item -> path(item, "file").ifPresent(paths::add));
        if (items.isEmpty()) {
            Values.wrong("a path, or a list of them", "file", node, "", problems);
        }
        if (items.isEmpty() || paths.size() < items.size()) {
            return Optional.empty();
        }
        return checked(
                node,
                paths.stream().flatMap(List::stream),
                Locators::component,
                params -> new Source.File(
                        paths.stream().map(path -> join(path, params)).toList()));
    }

    Optional<Target> stat(Node node) {
        return path(node, "stat")
                .flatMap(path -> checked(
                        node, path.stream(), Locators::component, params -> new Source.Stat(join(path, params))));
    }

    Optional<Target> glob(Node node) {
        return path(node, "glob")
                .flatMap(path -> checked(
                        node,
                        path.stream(),
                        Locators::component,
                        params -> new Glob(path.stream()
                                .map(word -> new Glob.Step(word.in(params), !word.param() && isPattern(word.text())))
                                .toList())));
    }

    private static boolean isPattern(String component) {
        return component.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** A setting of the kernel, a variable: one word. */
    Optional<Target> one(String key, Node node, Function<String, Source> source, Refusal refusal) {
        return Values.text(key, node, problems)
                .flatMap(text -> Word.read(text, "a name", node, problems))
                .flatMap(word -> checked(node, Stream.of(word), refusal, params -> source.apply(word.in(params))));
    }

    /** What is wrong with a word. */
    interface Refusal extends Function<String, Optional<String>> {}

    Optional<Target> command(Node node, SortedSet<Integer> exits, Source.Command.Stream stream) {
        Optional<List<Word>> argv = argv(node);
        if (argv.isEmpty()) {
            return Optional.empty();
        }
        List<Word> words = argv.get();
        Optional<CommandAdvice.Problem> forShell = CommandAdvice.ofWords(words, (Node.Sequence) node);
        if (forShell.isPresent()) {
            problems.add(
                    forShell.get().place(),
                    forShell.get().message(),
                    forShell.get().hint());
            return Optional.empty();
        }
        Optional<String> refusal = words.get(0).param()
                ? Optional.of("the program of a command is written there, and is no parameter")
                : CommandRules.refusal(words);
        if (refusal.isPresent()) {
            problems.add(((Node.Sequence) node).items().get(0).place(), refusal.get());
            return Optional.empty();
        }
        return checked(
                        node,
                        words.stream(),
                        TargetReader::argument,
                        params -> new Source.Command(
                                words.stream().map(word -> word.in(params)).toList(), exits, stream))
                .map(made -> new Target(
                        made.source(),
                        made.uses(),
                        words.stream()
                                .map(word -> word.param() ? "${" + word.text() + "}" : word.text())
                                .toList()));
    }

    private static Optional<String> argument(String word) {
        return word.startsWith("-")
                ? Optional.of("begins with '-', so a command would take it for an option")
                : Locators.word(word);
    }

    private Optional<List<Word>> argv(Node node) {
        if (!(node instanceof Node.Sequence list) || list.items().isEmpty()) {
            String shown = node instanceof Node.Scalar scalar ? " '" + scalar.text() + "'" : "";
            String hint = node instanceof Node.Scalar scalar ? CommandAdvice.of(scalar.text()) : "";
            problems.add(node.place(), "a command is a list of words, found " + node.kind() + shown, hint);
            return Optional.empty();
        }
        List<Word> words = new ArrayList<>();
        for (Node item : list.items()) {
            Values.text("a word of a command", item, problems)
                    .flatMap(text -> Word.read(text, "a word of a command", item, problems))
                    .ifPresent(words::add);
        }
        if (words.size() == list.items().size()) {
            return Optional.of(words);
        }
        // Of a command that has a wrong word, the program may be wrong as well.
        if (!words.isEmpty() && words.get(0).place().equals(list.items().get(0).place())) {
            CommandRules.refusal(words)
                    .ifPresent(why -> problems.add(words.get(0).place(), why));
        }
        return Optional.empty();
    }

    private Optional<List<Word>> path(Node node, String key) {
        Optional<String> text = Values.text(key, node, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().startsWith("/")) {
            problems.add(node.place(), key + ": a path begins with /, found '" + text.get() + "'");
            return Optional.empty();
        }
        List<Word> words = new ArrayList<>();
        String[] components = text.get().substring(1).split("/", -1);
        for (String component : components) {
            Word.read(component, "a component of a path", node, problems).ifPresent(words::add);
        }
        return words.size() == components.length ? Optional.of(words) : Optional.empty();
    }

    private static String join(List<Word> path, Map<String, String> params) {
        return path.stream().map(word -> "/" + word.in(params)).collect(Collectors.joining());
    }

    /** The target, if it is one with harmless parameters. */
    private Optional<Target> checked(
            Node node, Stream<Word> words, Refusal refusal, Function<Map<String, String>, Source> source) {
        Map<String, Use> uses = new LinkedHashMap<>();
        words.filter(Word::param).forEach(word -> uses.put(word.text(), new Use(refusal, word.place())));
        try {
            Source unused = source.apply(uses.keySet().stream().collect(Collectors.toMap(name -> name, name -> SOME)));
            return Optional.of(new Target(source, uses, List.of()));
        } catch (IllegalArgumentException e) {
            problems.add(node.place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
