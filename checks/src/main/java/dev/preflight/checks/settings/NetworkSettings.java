package dev.preflight.checks.settings;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import java.util.List;

/** Interfaces, container networks and packet size that the platform uses. */
public record NetworkSettings(
        @Param(
                value = "Network interfaces that the platform uses beside that of the default route",
                example = "[eth1]",
                shape = Shape.INTERFACE,
                kind = Kind.THRESHOLD)
        List<String> platformNics,

        @Param(
                value = "Networks of the containers",
                example = "[{mode: macvlan, parent: eth1, vlan: 7, gateway: 10.20.0.1}]",
                kind = Kind.LOCATOR)
        List<ContainerNetwork> containerNetworks,

        @Param(
                value = "Largest IP packet that every link must carry",
                defaultValue = "1500",
                unit = "bytes",
                example = "9000",
                shape = Shape.MTU,
                kind = Kind.LOCATOR)
        int expectedMtu) {

    /** One network of the containers. */
    public record ContainerNetwork(
            @Param(
                    value = "How containers are attached, such as macvlan, bridge or vxlan",
                    example = "macvlan",
                    shape = Shape.NETWORK_MODE,
                    kind = Kind.THRESHOLD)
            String mode,

            @Param(
                    value = "Interface of the host that carries it",
                    example = "eth1",
                    shape = Shape.INTERFACE,
                    kind = Kind.LOCATOR)
            String parent,

            @Param(
                    value = "VLAN id; 0 means untagged",
                    defaultValue = "0",
                    example = "7",
                    shape = Shape.VLAN,
                    kind = Kind.LOCATOR)
            int vlan,

            @Param(
                    value =
                            "Largest IP packet; 0 means what its mode has by itself: a tunnel its parent's less the overhead",
                    defaultValue = "0",
                    unit = "bytes",
                    example = "1450",
                    shape = Shape.MTU,
                    kind = Kind.THRESHOLD)
            int mtu,

            @Param(value = "Gateway of the network", example = "10.20.0.1", shape = Shape.ADDRESS, kind = Kind.LOCATOR)
            String gateway,

            @Param(
                    value = "Free address that a probe may use",
                    example = "10.20.0.250",
                    shape = Shape.ADDRESS,
                    kind = Kind.THRESHOLD)
            String probeIp) {}
}
