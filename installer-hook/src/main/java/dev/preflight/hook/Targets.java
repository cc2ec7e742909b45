package dev.preflight.hook;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.HostArgument;
import dev.preflight.inventory.HostPattern;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the hosts that a request names, and fills in how to log in. */
final class Targets {
    private Targets() {}

    /** The hosts of a request, and what was odd about them. */
    static Inventory of(HookRequest request) throws ProblemsException {
        Gathering gathering = new Gathering();
        List<Inventory> parts = new ArrayList<>(List.of(new Inventory(request.hosts, List.of())));
        gathering.of(() -> HostArgument.parseAll(request.hostArguments)).ifPresent(parts::add);
        request.inventory
                .flatMap(file -> gathering.of(() -> InventoryLoader.load(file)))
                .ifPresent(parts::add);
        gathering.throwIfAny();
        Inventory all = Inventory.join(parts);
        List<Host> limited = request.limit.isPresent() && !all.hosts().isEmpty()
                ? HostPattern.select(request.limit.get(), all.hosts())
                : all.hosts();
        List<Host> complete = limited.stream()
                .map(host -> with(host, request.login.user(), request.login.keyFile()))
                .toList();
        return new Inventory(complete, all.warnings());
    }

    private static Host with(Host host, Optional<String> user, Optional<Path> keyFile) {
        return new Host(
                host.name(),
                host.address(),
                host.port(),
                host.user().or(() -> user),
                host.keyFile().or(() -> keyFile.map(Path::toString)),
                host.password(),
                host.connection(),
                host.become(),
                host.groups(),
                host.variables(),
                host.place());
    }
}
