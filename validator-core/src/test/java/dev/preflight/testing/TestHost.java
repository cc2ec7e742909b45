package dev.preflight.testing;

import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts of an inventory, reached by SSH with nothing said beside their names. */
public final class TestHost {
    private TestHost() {}

    /** A host whose address is its name. */
    public static Host named(String name, String... groups) {
        return at(name, name, groups);
    }

    /** A host with an address of its own. */
    public static Host at(String name, String address, String... groups) {
        return new Host(
                name,
                address,
                Host.DEFAULT_PORT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Host.Connection.SSH,
                Become.NONE,
                List.of(groups),
                Map.of(),
                Place.of("test"));
    }
}
