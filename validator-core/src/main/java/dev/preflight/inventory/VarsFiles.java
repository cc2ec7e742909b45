package dev.preflight.inventory;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks, where Ansible is not installed, whether a file of {@code group_vars} or {@code host_vars} says how to reach a
 * host: it is not read here, so that would be an error.
 */
final class VarsFiles {
    /** More files than any site has. */
    private static final int MAX_FILES = 5000;

    private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");

    private final GroupTree tree;
    private boolean any;

    private VarsFiles(GroupTree tree) {
        this.tree = tree;
    }

    /**
     * Notes each variable in these directories that is of use here.
     *
     * @return whether there is a file that is for a host or a group of the inventory
     */
    static boolean check(List<Path> folders, GroupTree tree) {
        VarsFiles files = new VarsFiles(tree);
        Set<String> groups = tree.groups().stream().map(Group::name).collect(Collectors.toSet());
        Set<String> hosts = tree.hosts().stream().map(HostEntry::name).collect(Collectors.toSet());
        for (Path folder : folders) {
            Set<String> owners = folder.endsWith(AnsibleNeed.VARS.get(0)) ? groups : hosts;
            try {
                files.of(folder, owners).forEach(files::check);
            } catch (IOException | UncheckedIOException e) {
                tree.problems().add(Place.of(folder.toString()), "cannot be read", "check who may read it");
            }
        }
        return files.any;
    }

    /** The files for these owners: {@code NAME}, {@code NAME.yml} and so on, and all below a directory {@code NAME}. */
    private Set<Path> of(Path folder, Set<String> owners) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().limit(MAX_FILES).toList()) {
                String name = String.valueOf(entry.getFileName());
                boolean ours = ENDINGS.stream()
                        .anyMatch(end ->
                                name.endsWith(end) && owners.contains(name.substring(0, name.length() - end.length())));
                if (ours) {
                    try (Stream<Path> below = Files.walk(entry)) {
                        below.filter(Files::isRegularFile).limit(MAX_FILES).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    private void check(Path file) {
        any = true;
        String source = file.toString();
        Problems problems = new Problems();
        Optional<Node> root = text(file).flatMap(text -> YamlText.parseAsAnsible(source, text, problems));
        if (root.isPresent() && root.get() instanceof Node.Mapping mapping && problems.none()) {
            mapping.entries().stream()
                    .filter(entry -> ConnectionVariables.isUsed(entry.key()))
                    .forEach(entry -> note(entry.keyPlace(), Shown.quoted(entry.key()) + " is given here"));
        } else if (root.isPresent() || !problems.none() || !isEmpty(file)) {
            note(Place.of(source), "what is in this file cannot be known");
        }
    }

    private void note(Place place, String what) {
        tree.problems()
                .add(
                        place,
                        what + ", and only Ansible reads it: there is no " + AnsibleInventory.NAME + " on the PATH",
                        "install Ansible here, or, where it is, " + YamlInventory.WRITE_OUT);
    }

    private static boolean isEmpty(Path file) {
        return text(file)
                .filter(text -> text.lines()
                        .map(String::strip)
                        .allMatch(line -> line.isEmpty() || line.startsWith("#") || line.equals("---")))
                .isPresent();
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.size(file) > InventorySource.MAX_LENGTH
                    ? Optional.empty()
                    : Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
