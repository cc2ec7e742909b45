package dev.preflight.define;

import dev.preflight.api.Remedy.Privilege;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code text:} and {@code remedy:} of an expectation. */
final class TextsReader {
    static final List<String> PARTS = List.of("observed", "required", "why", "action");
    static final List<String> REMEDY = List.of("effect", "privilege", "command", "undo");

    private final Gaps gaps;
    private final Gaps ofCommands;
    private final Problems problems;
    private final Map<String, Map<String, String>> texts = new LinkedHashMap<>();

    /**
     * A reader.
     *
     * @param names that a text may use
     * @param params that a command may use
     */
    TextsReader(TextNames names, Set<String> params, Problems problems) {
        Set<String> inCommands = new LinkedHashSet<>(params);
        inCommands.add("subject");
        this.gaps = new Gaps(names, problems);
        this.ofCommands = new Gaps(new TextNames(inCommands, false, false), problems);
        this.problems = problems;
    }

    /** The names that were used. */
    Set<String> used() {
        Set<String> all = new LinkedHashSet<>(gaps.used());
        all.addAll(ofCommands.used());
        return all;
    }

    /** What was read, by language and part. */
    Map<String, Map<String, String>> texts() {
        return texts;
    }

    void texts(Node node) {
        Values.mapping("text", node, problems)
                .ifPresent(mapping -> Keys.known(mapping, Bilingual.LANGUAGES, "language", problems)
                        .forEach((language, entry) -> Values.mapping("text." + language, entry.value(), problems)
                                .ifPresent(parts -> parts(language, parts))));
    }

    private void parts(String language, Node.Mapping given) {
        Keys.known(given, PARTS, "part of a text", problems)
                .forEach((part, entry) -> Bilingual.text("text." + part, entry.value(), problems)
                        .ifPresent(text -> texts.computeIfAbsent(language, l -> new LinkedHashMap<>())
                                .put(part, gaps.sentence(text, entry.value()))));
    }

    Optional<Mend> remedy(Node node) {
        Optional<Node.Mapping> mapping = Values.mapping("remedy", node, problems);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Entries keys = Entries.known(mapping.get(), REMEDY, "key of a remedy", problems);
        Map<String, Map<String, String>> made = new LinkedHashMap<>();
        if (keys.has("effect")) {
            Node effect = keys.value("effect");
            Bilingual.read("effect", effect, problems)
                    .forEach((language, text) -> made.computeIfAbsent(language, l -> new LinkedHashMap<>())
                            .put("", gaps.sentence(text, effect)));
        }
        boolean command = command(keys, "command", made);
        boolean undo = command(keys, "undo", made);
        if (undo && !keys.has("command")) {
            problems.add(keys.entry("undo").keyPlace(), "remedy: there is nothing to undo without 'command'");
        }
        if (!keys.has("command") && !keys.has("effect") && !undo) {
            problems.add(node.place(), "remedy: it says nothing", "give 'effect', 'command' or both");
        }
        Privilege privilege = keys.find("privilege")
                .flatMap(entry -> Values.word("privilege", entry.value(), Privilege.class, problems))
                .orElse(Privilege.ROOT);
        return Optional.of(new Mend(made, privilege, command, undo));
    }

    private boolean command(Entries keys, String key, Map<String, Map<String, String>> made) {
        if (!keys.has(key)) {
            return false;
        }
        Node.Entry entry = keys.entry(key);
        List<String> lines = new ArrayList<>();
        if (entry.value() instanceof Node.Scalar scalar) {
            for (String line : scalar.text().strip().split("\\R", -1)) {
                Values.text("remedy." + key, new Node.Scalar(line, scalar.type(), scalar.place()), problems)
                        .flatMap(text -> ofCommands.command(text, scalar))
                        .ifPresent(lines::add);
            }
        } else {
            Values.wrong("text", "remedy." + key, entry.value(), "", problems);
        }
        String text = String.join("\n", lines);
        if (!text.isBlank()) {
            made.computeIfAbsent("en", l -> new LinkedHashMap<>()).put("." + key, text);
        }
        return !text.isBlank();
    }
}
