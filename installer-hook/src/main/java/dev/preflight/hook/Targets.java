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

    /** All hosts that a request names, and what was odd about them. */
    static Inventory all(HookRequest request) throws ProblemsException {
        Gathering gathering = new Gathering();
        List<Inventory> parts = new ArrayList<>(List.of(new Inventory(request.hosts, List.of())));
        gathering.of(() -> HostArgument.parseAll(request.hostArguments)).ifPresent(parts::add);
        request.inventory
                .flatMap(file -> gathering.of(() -> InventoryLoader.load(file)))
                .ifPresent(parts::add);
        gathering.throwIfAny();
        return Inventory.join(parts);
    }

    /** Those of the hosts that the request chooses, with all that it says of how to log in. */
    static List<Host> chosen(HookRequest request, List<Host> all) throws ProblemsException {
        List<Host> limited = request.limit.isPresent() && !all.isEmpty()
                ? HostPattern.select(request.limit.get(), request.limitPlace, all)
                : all;
        return limited.stream()
                .map(host -> with(host, request.login.user(), request.login.keyFile()))
                .toList();
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
