package dev.preflight.inventory;

import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks {@code ansible-inventory}, where it is installed, for what only Ansible can read. */
final class AnsibleInventory {
    /** What it is called, in messages and reports too. */
    static final String NAME = "ansible-inventory";

    /** A program that asks a cloud for its machines takes some seconds. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** So many bytes are 10 000 hosts with 3 KB of variables each. */
    private static final int MAX_OUTPUT = 32 * 1024 * 1024;

    private final AnsibleProgram program;

    private AnsibleInventory(AnsibleProgram program) {
        this.program = program;
    }

    /** The one on this search path, if there is one. */
    static Optional<AnsibleInventory> on(String searchPath) {
        return SearchPath.find(searchPath, NAME)
                .map(file -> new AnsibleInventory(new AnsibleProgram(file, LIMIT, MAX_OUTPUT)));
    }

    /** Reads the sources, in order, into the tree; notes what Ansible warns of. */
    void read(List<String> sources, GroupTree tree) {
        List<String> arguments = Stream.concat(
                        Stream.of("--list"), sources.stream().map(source -> "--inventory=" + source))
                .toList();
        AnsibleProgram.Answer answer = program.run(arguments, "");
        String said = String.join("; ", answer.errors());
        Place place = Place.of(NAME + " -i " + String.join(" -i ", sources));
        if (answer.failure().isPresent()) {
            tree.problems()
                    .add(place, answer.failure().get() + (said.isEmpty() ? "" : ": " + said), hint(said, sources));
            return;
        }
        if (!said.isEmpty()) {
            tree.warnings().add(new Problem(place, said, ""));
        }
        Problems found = new Problems();
        Optional<Node> root = JsonText.parse(NAME, answer.output(), found);
        if (root.isPresent() && root.get() instanceof Node.Mapping groups && found.none()) {
            new AnsibleListing(tree, entry -> Place.of(NAME + ": " + entry.key())).read(groups);
        } else {
            tree.problems().add(place, "printed no inventory in JSON", "try it by hand, with --list");
        }
    }

    private static String hint(String said, List<String> sources) {
        if (said.contains("ault")) {
            return "give Ansible the password of the vault: set ANSIBLE_VAULT_PASSWORD_FILE, or ansible.cfg";
        }
        // INVENTORY_IGNORE_EXTS, docs.ansible.com, "Ansible Configuration Settings".
        return "try it by hand, with --list"
                + (sources.stream().anyMatch(source -> Files.isDirectory(Path.of(source)))
                        ? "; in a directory Ansible skips names that end in .ini or .cfg"
                        : "");
    }
}
