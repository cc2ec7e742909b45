package dev.preflight.inventory;

import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the text of an inventory: INI, YAML, or the JSON that Ansible prints. */
final class InventoryText {
    private static final Pattern YAML_NAME = Pattern.compile(".*\\.(yaml|yml|json)", Pattern.CASE_INSENSITIVE);
    private static final Pattern YAML_START =
            Pattern.compile("---(\\s.*)?|%YAML .*|\\{.*|(\"[^\"]*\"|'[^']*'|[^\\s\\[]+):(\\s.*)?");
    private static final Pattern INI_START = Pattern.compile(";.*|\\[[^\\]\\s,]+\\].*");

    private InventoryText() {}

    /** Reads it into the tree. What ends the reading is thrown, what is wrong beside is noted in the tree. */
    static void read(String source, String text, GroupTree tree) throws ProblemsException {
        if (text.length() > InventorySource.MAX_LENGTH) {
            throw problem(source, "longer than " + InventorySource.MAX_LENGTH + " characters", "split the inventory");
        }
        if (text.startsWith(Vault.START)) {
            throw problem(source, "the whole file is encrypted by Ansible's vault", ConnectionValues.VAULT_HINT);
        }
        if (text.startsWith("#!")) {
            throw problem(source, "a program that prints an inventory is not run here", YamlInventory.WRITE_OUT);
        }
        Optional<Node.Mapping> printed = printed(source, text);
        if (printed.isPresent()) {
            new AnsibleListing(tree, Node.Entry::keyPlace).read(printed.get());
        } else if (isYaml(source, text)) {
            YamlInventory.read(source, text, tree);
        } else {
            IniInventory.read(source, text, tree);
        }
    }

    /** The JSON that {@code ansible-inventory --list} printed, saved in a file. */
    private static Optional<Node.Mapping> printed(String source, String text) {
        if (!text.stripLeading().startsWith("{") || !text.contains("\"" + AnsibleListing.META + "\"")) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        return JsonText.parse(source, text, problems)
                .filter(root -> problems.none())
                .flatMap(root -> root instanceof Node.Mapping mapping ? Optional.of(mapping) : Optional.empty())
                .filter(root -> root.get(AnsibleListing.META).isPresent());
    }

    /** Adds hosts that are given one after the other, with commas: as in Ansible without ranges, the first of a name. */
    static void readHosts(String source, GroupTree tree) {
        Place place = Place.of("-i " + source);
        for (String part : source.split(",")) {
            String host = part.strip();
            if (host.indexOf('[') > 0) {
                tree.problems().add(place, "no ranges in a list of hosts", "name each host, or write a file");
            } else if (!host.isEmpty()) {
                tree.add(host, tree.find(GroupTree.UNGROUPED).orElseThrow(), place);
            }
        }
    }

    /** Whether a text is YAML. Its beginning says it; where that leaves it open, the name of the file. */
    static boolean isYaml(String source, String text) {
        Optional<String> first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst();
        if (first.isPresent() && INI_START.matcher(first.get()).matches()) {
            return false;
        }
        return first.filter(line -> YAML_START.matcher(line).matches()).isPresent()
                || YAML_NAME.matcher(source).matches();
    }

    private static ProblemsException problem(String source, String message, String hint) {
        return new ProblemsException(Place.of(source), message, hint);
    }
}
