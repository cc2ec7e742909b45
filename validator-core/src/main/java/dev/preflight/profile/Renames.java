package dev.preflight.profile;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.param.OldNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Replaces the old names of checks, codes, parameters and settings in one document before it is put over another, so that
 * a profile may say the new name where what it extends says the old one.
 */
final class Renames {
    private final Catalogue catalogue;
    private final OldNames names;

    /** Renames by these checks. */
    Renames(Catalogue catalogue, Problems problems) {
        this.catalogue = catalogue;
        this.names = new OldNames(problems);
    }

    /** The warnings, when all problems are noted; see {@link OldNames#settled}. */
    List<Problem> settled() {
        return names.settled();
    }

    /**
     * The document with the names of today.
     *
     * @param parent what it will be put over, with the names of today; it says which check an instance is of
     */
    Node.Mapping in(Node.Mapping document, Node.Mapping parent) {
        Map<String, Node.Entry> inherited = entries(parent.get("checks"));
        Node.Mapping renamed = with(document, "settings", node -> mapped(node, this::settings));
        renamed = with(renamed, "checks", node -> mapped(node, m -> checks(m, inherited)));
        Set<String> instances = new HashSet<>(inherited.keySet());
        instances.addAll(entries(renamed.get("checks")).keySet());
        return with(renamed, "waivers", node -> waivers(node, instances));
    }

    /** The name of a check that {@code --set} names, as it is called today. */
    String instance(String name, List<String> instances, Place place) {
        return instances.contains(name)
                ? name
                : catalogue
                        .replacementOf(name)
                        .map(now -> names.word(new Node.Scalar(name, Node.ScalarType.STRING, place), now, "check")
                                .text())
                        .orElse(name);
    }

    /** The present id of each check by each that it had before. */
    Map<String, String> replacedChecks() {
        return catalogue.replacements();
    }

    private Node.Mapping settings(Node.Mapping given) {
        Node.Mapping renamed = given;
        for (Class<? extends Record> declaring : catalogue.settings()) {
            renamed = names.parameters(declaring, renamed, "setting");
        }
        return renamed;
    }

    private Node.Mapping checks(Node.Mapping checks, Map<String, Node.Entry> inherited) {
        Map<String, String> replaced = new HashMap<>();
        for (Node.Entry entry : checks.entries()) {
            boolean own =
                    inherited.containsKey(entry.key()) || named(entry.value()).isPresent();
            if (!own) {
                catalogue.replacementOf(entry.key()).ifPresent(now -> replaced.put(entry.key(), now));
            }
        }
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : names.keys(checks, replaced, "check").entries()) {
            Node value = mapped(entry.value(), m -> check(m, entry.key(), inherited));
            entries.add(new Node.Entry(entry.key(), entry.keyPlace(), value));
        }
        return new Node.Mapping(entries, checks.place());
    }

    private Node.Mapping check(Node.Mapping given, String instance, Map<String, Node.Entry> inherited) {
        Node.Mapping entry = with(given, "check", node -> id(node, Set.of()));
        Optional<Check<?>> check = named(entry)
                .or(() -> Optional.ofNullable(inherited.get(instance)).flatMap(e -> named(e.value())))
                .or(() -> Optional.of(instance))
                .flatMap(catalogue::find);
        if (check.isEmpty()) {
            return entry;
        }
        var spec = check.get().spec();
        Node.Mapping renamed = with(
                entry,
                "params",
                node -> mapped(node, m -> names.parameters(spec.params(), m, "parameter of " + spec.id())));
        return with(
                renamed,
                "severities",
                node -> mapped(node, m -> names.keys(m, spec.oldCodes(), "code of " + spec.id())));
    }

    private Node waivers(Node node, Set<String> instances) {
        return node instanceof Node.Sequence sequence
                ? new Node.Sequence(
                        sequence.items().stream()
                                .map(item -> mapped(item, m -> with(m, "check", name -> id(name, instances))))
                                .toList(),
                        sequence.place())
                : node;
    }

    private Node id(Node node, Set<String> unless) {
        return node instanceof Node.Scalar scalar && !unless.contains(scalar.text())
                ? catalogue
                        .replacementOf(scalar.text())
                        .<Node>map(now -> names.word(scalar, now, "check"))
                        .orElse(node)
                : node;
    }

    /** The id of the check that an entry names with {@code check}. */
    private static Optional<String> named(Node entry) {
        return entry instanceof Node.Mapping mapping
                ? mapping.get("check")
                        .flatMap(n -> n instanceof Node.Scalar s ? Optional.of(s.text()) : Optional.empty())
                : Optional.empty();
    }

    private static Map<String, Node.Entry> entries(Optional<Node> node) {
        Map<String, Node.Entry> entries = new HashMap<>();
        if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> entries.put(entry.key(), entry));
        }
        return entries;
    }

    private static Node mapped(Node node, UnaryOperator<Node.Mapping> change) {
        return node instanceof Node.Mapping mapping ? change.apply(mapping) : node;
    }

    private static Node.Mapping with(Node.Mapping mapping, String key, UnaryOperator<Node> change) {
        return new Node.Mapping(
                mapping.entries().stream()
                        .map(e -> e.key().equals(key)
                                ? new Node.Entry(e.key(), e.keyPlace(), change.apply(e.value()))
                                : e)
                        .toList(),
                mapping.place());
    }
}
