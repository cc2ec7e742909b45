package dev.preflight.app;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.HostArgument;
import dev.preflight.inventory.HostPattern;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which hosts a run is for.
 *
 * @param hosts hosts with all their details
 * @param arguments hosts reached over SSH, as {@code user@name:port}
 * @param inventories files and directories in Ansible's forms, or hosts with a comma behind each; later ones count
 * @param limit which of all these hosts; empty: all
 */
public record Targets(List<Host> hosts, List<String> arguments, List<String> inventories, Optional<Limit> limit) {
    /**
     * A pattern that selects hosts.
     *
     * @param pattern such as {@code web*,!web3}
     * @param place where the pattern was read
     */
    public record Limit(String pattern, Place place) {
        /** A pattern of the option {@code --limit}. */
        public static Limit of(String pattern) {
            return new Limit(pattern, HostPattern.PLACE);
        }
    }

    /** Unmodifiable lists. */
    public Targets {
        hosts = List.copyOf(hosts);
        arguments = List.copyOf(arguments);
        inventories = List.copyOf(inventories);
    }

    /** Whether a host may be reached over SSH, as far as is known before any file is read. */
    boolean mayBeOverSsh() {
        return !arguments.isEmpty()
                || !inventories.isEmpty()
                || hosts.stream().anyMatch(host -> host.connection() == Host.Connection.SSH);
    }

    /** Reads all hosts, before any limit, with the warnings of the inventory. */
    Inventory all() throws ProblemsException {
        ProblemCollector problems = new ProblemCollector();
        List<Inventory> parts = new ArrayList<>(List.of(new Inventory(hosts, List.of())));
        problems.of(() -> HostArgument.parseAll(arguments)).ifPresent(parts::add);
        if (!inventories.isEmpty()) {
            problems.of(() -> InventoryLoader.load(inventories)).ifPresent(parts::add);
        }
        problems.throwIfAny();
        return Inventory.join(parts);
    }

    /** Selects the hosts of the limit, and gives those without user or key the ones of the login. */
    List<Host> selected(Inventory all, Login login) throws ProblemsException {
        List<Host> limited = limit.isPresent() && !all.hosts().isEmpty()
                ? HostPattern.select(limit.get().pattern(), limit.get().place(), all)
                : all.hosts();
        Optional<String> keyFile = login.keyFile().map(Path::toString);
        return limited.stream().map(host -> host.orElse(login.user(), keyFile)).toList();
    }
}
