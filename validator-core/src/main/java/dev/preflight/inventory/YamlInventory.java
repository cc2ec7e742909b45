package dev.preflight.inventory;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads an inventory in Ansible's YAML form. */
final class YamlInventory {
    /** How to turn an inventory that Ansible computes into one that can be read. */
    static final String WRITE_OUT = "write it out with: ansible-inventory -i INVENTORY --list --yaml --output FILE";

    /** Keys that every profile has one of. */
    private static final List<String> OF_PROFILES = List.of("checks", "extends");

    private final GroupTree tree;

    private YamlInventory(GroupTree tree) {
        this.tree = tree;
    }

    /** Reads the text into the tree. */
    static void read(String source, String text, GroupTree tree) {
        Problems found = new Problems();
        Optional<Node> root = YamlText.parseAsAnsible(source, text, found);
        List<String> lines = text.lines().toList();
        found.all().stream()
                .map(problem -> withoutSecrets(problem, lines))
                .forEach(p -> tree.problems().add(p.place(), p.message(), p.hint()));
        root.ifPresent(node -> new YamlInventory(tree).root(node));
    }

    /** Problems of the YAML parser may quote the text. Near a password, only the place is reported. */
    private static Problem withoutSecrets(Problem problem, List<String> lines) {
        if (problem.message().contains("'!vault'")) {
            return new Problem(problem.place(), ConnectionValues.VAULT, ConnectionValues.VAULT_HINT);
        }
        int last = Math.min(problem.place().line(), lines.size());
        String near = String.join("\n", lines.subList(Math.max(0, last - 2), last));
        return near.toLowerCase(Locale.ROOT).contains("pass")
                ? new Problem(problem.place(), "not valid YAML here", "put the value in single quotes")
                : problem;
    }

    private void root(Node root) {
        if (!(root instanceof Node.Mapping mapping)) {
            tree.problems().add(root.place(), "expected groups by name, such as 'all:', found " + root.kind());
            return;
        }
        Optional<Node.Entry> computed = mapping.entries().stream()
                .filter(e -> InventoryKeys.COMPUTED.contains(e.key()))
                .findFirst();
        if (computed.isPresent()) {
            tree.problems()
                    .add(
                            computed.get().keyPlace(),
                            "an inventory that Ansible computes cannot be read here",
                            WRITE_OUT);
            return;
        }
        if (isProfile(mapping)) {
            tree.problems().add(mapping.place(), "this is a profile and no inventory", "use -p for it");
            return;
        }
        once(mapping).forEach(entry -> group(entry, Optional.empty()));
    }

    /** Whether these are the keys of a profile, and none of them holds what a group does. */
    private static boolean isProfile(Node.Mapping root) {
        return root.entries().stream().anyMatch(e -> OF_PROFILES.contains(e.key()))
                && root.entries().stream()
                        .noneMatch(e -> e.value() instanceof Node.Mapping mapping
                                && mapping.entries().stream()
                                        .anyMatch(section -> InventoryKeys.SECTIONS.contains(section.key())));
    }

    /** Whether this can name a host or a group: Ansible refuses what is no text to it, such as 026. */
    private boolean isName(Node.Entry entry) {
        if (entry.keyType() == Node.ScalarType.STRING) {
            return true;
        }
        tree.problems()
                .add(
                        entry.keyPlace(),
                        "a name must be text, and to Ansible " + Shown.quoted(entry.key()) + " is "
                                + entry.keyType().words(),
                        "put it in quotes");
        return false;
    }

    private void group(Node.Entry entry, Optional<Group> parent) {
        if (!isName(entry)) {
            return;
        }
        Optional<Group> group = tree.group(entry.key(), entry.keyPlace());
        if (group.isEmpty()) {
            return;
        }
        parent.ifPresent(p -> tree.child(p, group.get(), entry.keyPlace()));
        for (Node.Entry section : mapping(entry, "the sections hosts, children and vars")) {
            switch (section.key()) {
                case "hosts" -> names(section).forEach(host -> host(host, group.get()));
                case "children" -> names(section).forEach(child -> group(child, group));
                case "vars" ->
                    mapping(section, "variables").forEach(v -> group.get().set(Variable.of(v, v.keyPlace()), tree));
                default ->
                    tree.problems()
                            .add(
                                    section.keyPlace(),
                                    Shown.quoted(section.key()) + " is no section of a group",
                                    Suggestion.hint(section.key(), InventoryKeys.SECTIONS));
            }
        }
    }

    private void host(Node.Entry entry, Group group) {
        if (!isName(entry)) {
            return;
        }
        List<Variable> variables = mapping(entry, "the host's variables").stream()
                .map(v -> Variable.of(v, v.keyPlace()))
                .toList();
        for (HostEntry host : tree.add(entry.key(), group, entry.keyPlace())) {
            variables.forEach(variable -> host.set(variable, tree.warnings()));
        }
    }

    /** Names with what belongs to them; as in Ansible, a single name need not be in a list. */
    private List<Node.Entry> names(Node.Entry section) {
        if (section.value() instanceof Node.Scalar scalar && scalar.type() == Node.ScalarType.STRING) {
            Node nothing = new Node.Scalar("", Node.ScalarType.NULL, scalar.place());
            return List.of(new Node.Entry(scalar.text(), scalar.place(), nothing));
        }
        return mapping(section, "names, each followed by ':'");
    }

    /** The entries of a mapping, none if the value is empty. */
    private List<Node.Entry> mapping(Node.Entry entry, String expected) {
        if (entry.value() instanceof Node.Mapping mapping) {
            return once(mapping);
        }
        boolean nothing = entry.value() instanceof Node.Scalar scalar && scalar.type() == Node.ScalarType.NULL;
        if (!nothing) {
            tree.problems()
                    .add(
                            entry.value().place(),
                            "expected " + expected + ", found " + entry.value().kind());
        }
        return List.of();
    }

    /** The entries, the first of each key; a key that is given twice is a problem. */
    private List<Node.Entry> once(Node.Mapping mapping) {
        Map<String, Place> seen = new HashMap<>();
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : mapping.entries()) {
            Place before = seen.putIfAbsent(entry.key(), entry.keyPlace());
            if (before == null) {
                entries.add(entry);
            } else {
                tree.problems()
                        .add(
                                entry.keyPlace(),
                                "the key " + Shown.quoted(entry.key()) + " is given twice",
                                "the first is at " + before);
            }
        }
        return entries;
    }
}
