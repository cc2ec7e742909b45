package dev.preflight.checks.network;

import dev.preflight.checks.fact.Cidr;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a host has and where it sends to, in all tables of routes. Sources: ip-route(8), ip-address(8), the
 * kernel's net/ipv4/fib_trie.c and net/ipv6/route.c.
 *
 * @param addresses of its devices
 * @param routes but those that the kernel adds for its own addresses
 * @param nameservers of resolv.conf, and those that systemd-resolved asks
 */
record NetRanges(List<Address> addresses, List<Route> routes, List<Cidr> nameservers) {
    static final Fact<NetRanges> FACT = Fact.named("net-ranges", NetRanges.class)
            .sharing(SharedShell.class, "find-tool")
            .format(2)
            .parsedBy(NetRangesText::parse);

    static final FactRequest<NetRanges> REQUEST = FACT.request();

    /** An address of a device, alone and with the network that it is in. */
    record Address(String device, Cidr address, Cidr network) {}

    /**
     * Where a host sends what is for some addresses.
     *
     * @param gateways routers that it sends to; none on the link itself
     * @param devices that it leaves by; none where the host refuses to send
     * @param table number or name of its table; {@code main} for the usual one
     */
    record Route(Cidr to, List<Cidr> gateways, List<String> devices, String table) {
        private static final String MAIN = "main";

        Route {
            gateways = List.copyOf(gateways);
            devices = List.copyOf(devices);
        }

        /** Whether it is for whatever no other route is for. */
        boolean byDefault() {
            return to.prefix() == 0;
        }

        /** Whether it is the one by which programs choose the host's own address. */
        boolean leadsOut() {
            return byDefault() && !devices.isEmpty() && table.equals(MAIN);
        }

        /** As a person would look for it. */
        String words() {
            return String.join(
                            " ",
                            List.of(
                                    to.toString(),
                                    devices.isEmpty() ? "unreachable" : "dev " + String.join(", ", devices),
                                    table.equals(MAIN) ? "" : "table " + table))
                    .strip();
        }
    }

    NetRanges {
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        nameservers = List.copyOf(nameservers);
    }

    /** A route of the usual table that has this destination and no router, if there is one. */
    Optional<Route> onLink(Cidr address) {
        return routes.stream()
                .filter(route -> route.gateways().isEmpty() && !route.byDefault())
                .filter(route -> route.to().holds(address))
                .findFirst();
    }
}
