package dev.preflight.param;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import java.util.List;

/** Settings that a pack adds to those of the core. */
public record SiteSettings(
        @Param(value = "A directory", example = "/opt/staging", shape = Shape.PATH, kind = Kind.LOCATOR)
        String stagingDir,

        @Param(value = "Interfaces", example = "[eth1]", shape = Shape.INTERFACE, kind = Kind.THRESHOLD)
        List<String> platformNics,

        @Param(value = "Networks", example = "[{mode: macvlan, parent: eth1, vlan: 7}]", kind = Kind.LOCATOR)
        List<Network> networks,

        @Param(
                value = "Largest packet",
                defaultValue = "1500",
                unit = "bytes",
                example = "9000",
                shape = Shape.MTU,
                kind = Kind.LOCATOR)
        int expectedMtu) {

    /** One network. */
    public record Network(
            @Param(value = "How", example = "macvlan", kind = Kind.THRESHOLD)
            String mode,

            @Param(value = "On what", example = "eth1", kind = Kind.LOCATOR)
            String parent,

            @Param(value = "VLAN id", defaultValue = "0", example = "7", shape = Shape.VLAN, kind = Kind.LOCATOR)
            int vlan) {}
}
