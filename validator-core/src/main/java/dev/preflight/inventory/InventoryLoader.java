package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads inventories, and says for each host what Ansible would say. INI and YAML files and lists of hosts are read here.
 * What Ansible alone can read is asked of {@code ansible-inventory}: directories, programs, plugins, encrypted files, and
 * all inventories with {@code group_vars} or {@code host_vars}.
 */
public final class InventoryLoader {
    /** The longest text that is read. */
    static final int MAX_LENGTH = InventorySource.MAX_LENGTH;

    private InventoryLoader() {}

    /** Reads one file; see below. */
    public static Inventory load(Path file) throws ProblemsException {
        return load(List.of(file.toString()));
    }

    /**
     * Reads several sources into one inventory, in order; as in Ansible, the later one counts where two differ.
     *
     * @param names files and directories as the user gave them, or hosts with a comma behind each
     * @throws ProblemsException with everything that is wrong, if anything is; then nothing can be used
     */
    public static Inventory load(List<String> names) throws ProblemsException {
        return load(names, Optional.ofNullable(System.getenv("PATH")).orElse(""), Path.of(""));
    }

    /**
     * The same.
     *
     * @param searchPath where Ansible's programs are looked for
     * @param here the working directory, whose {@code group_vars} Ansible reads too
     */
    static Inventory load(List<String> names, String searchPath, Path here) throws ProblemsException {
        List<InventorySource> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(InventorySource.of(name));
        }
        Optional<Problem> need = AnsibleNeed.of(sources);
        List<Path> vars = AnsibleNeed.vars(sources, here);
        Optional<AnsibleInventory> ansible = AnsibleInventory.on(searchPath);
        if (need.isPresent() && ansible.isEmpty()) {
            throw new ProblemsException(List.of(need.get()));
        }
        GroupTree tree = new GroupTree(new Problems(), new ArrayList<>());
        boolean asked = ansible.isPresent() && (need.isPresent() || !vars.isEmpty());
        if (asked) {
            ansible.get().read(names, tree);
        } else {
            for (InventorySource source : sources) {
                read(source, tree);
            }
        }
        boolean unread = !asked && VarsFiles.check(vars, tree);
        Place place = Place.of(String.join(" ", names));
        return inventory(
                tree,
                place,
                new ValueText(Vault.on(searchPath), !unread),
                asked ? InventoryReader.ANSIBLE : InventoryReader.PREFLIGHT);
    }

    private static void read(InventorySource source, GroupTree tree) throws ProblemsException {
        if (source.isHosts()) {
            InventoryText.readHosts(source.name(), tree);
        } else {
            InventoryText.read(source.name(), source.text().orElseThrow(), tree);
        }
    }

    /**
     * Reads a text, without any program.
     *
     * @param source what to call it in places; its ending helps to tell YAML from INI where the text leaves it open
     * @throws ProblemsException with everything that is wrong, if anything is
     */
    public static Inventory parse(String source, String text) throws ProblemsException {
        GroupTree tree = new GroupTree(new Problems(), new ArrayList<>());
        InventoryText.read(source, text, tree);
        return inventory(tree, Place.of(source), new ValueText(Vault.closed(), true), InventoryReader.PREFLIGHT);
    }

    private static Inventory inventory(GroupTree tree, Place place, ValueText values, InventoryReader reader)
            throws ProblemsException {
        tree.finish();
        Problems problems = tree.problems();
        if (problems.none() && tree.hosts().isEmpty()) {
            problems.add(place, "no host is named", "name at least one host");
        }
        Groups groups = Groups.ofRead(tree);
        List<Host> hosts = hosts(tree, values);
        problems.throwIfAny();
        List<Problem> warnings = new ArrayList<>(tree.warnings());
        warnings.sort(Comparator.comparingInt((Problem p) -> p.place().line())
                .thenComparingInt(p -> p.place().column()));
        return new Inventory(
                reader == InventoryReader.ANSIBLE ? ordered(hosts, groups) : hosts,
                warnings,
                groups,
                Optional.of(reader));
    }

    /** The order of Ansible, which its output in JSON has in the groups only. */
    private static List<Host> ordered(List<Host> hosts, Groups groups) {
        Map<String, Host> byName = new HashMap<>();
        hosts.forEach(host -> byName.put(host.name(), host));
        return groups.hostsOf(GroupTree.ALL).stream().map(byName::get).toList();
    }

    private static List<Host> hosts(GroupTree tree, ValueText values) {
        var connection =
                new ConnectionVariables(System.getProperty("user.home", ""), values, tree.problems(), tree.warnings());
        Stream.concat(
                        tree.groups().stream().flatMap(group -> group.variables().values().stream()),
                        tree.hosts().stream().flatMap(host -> host.variables().values().stream()))
                .forEach(connection::warnIfUnused);
        return tree.hosts().stream()
                .map(host -> connection.host(host, tree.membership(host)))
                .toList();
    }
}
