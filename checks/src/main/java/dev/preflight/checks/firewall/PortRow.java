package dev.preflight.checks.firewall;

import dev.preflight.checks.fact.Cidr;
import dev.preflight.checks.network.PortKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a row of required ports comes to: packets to them, from where the row says. */
final class PortRow {
    /** As many ports are judged one by one; of more only what holds for all of them. */
    private static final int FEW = 64;

    private PortRow() {}

    /**
     * The packets; of IPv4 unless the row says otherwise.
     *
     * @param from an address, a network, or the name of a group; empty for anywhere
     * @param host the address of the host; may be empty
     */
    static List<Packet> packets(String key, String from, String host) {
        PortKey ports = PortKey.of(key);
        Optional<Cidr> source = network(from);
        boolean v6 = source.map(one -> !one.isV4()).orElse(!ports.v4());
        Optional<Cidr> own = Cidr.of(host);
        return ports.last() - ports.first() < FEW
                ? IntStream.rangeClosed(ports.first(), ports.last())
                        .mapToObj(port -> new Packet(ports.protocol(), port, port, v6, source, own))
                        .toList()
                : List.of(new Packet(ports.protocol(), ports.first(), ports.last(), v6, source, own));
    }

    /** The network or single address that this is. */
    static Optional<Cidr> network(String text) {
        return Cidr.of(text);
    }
}
