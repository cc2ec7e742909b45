package dev.preflight.checks.firewall;

import dev.preflight.checks.fact.Cidr;
import java.util.Collection;
import java.util.Optional;

/**
 * The first packet of a connection from another host: not from the loopback interface, and of no connection that is known.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param first lowest port that it may go to
 * @param last highest port that it may go to
 * @param v6 whether it is one of IPv6
 * @param source where it comes from; empty for anywhere, or from hosts whose addresses are not known
 * @param host the address at which the host was reached; empty if that is not known
 */
record Packet(String protocol, int first, int last, boolean v6, Optional<Cidr> source, Optional<Cidr> host) {
    private static final Cidr LOOPBACK = Cidr.of("127.0.0.0/8").orElseThrow();

    /** Whether its protocol is this: a name, a number of RFC 5237's registry, or {@code all}. */
    Match protocol(String name) {
        return switch (name) {
            case "all", "0" -> Match.YES;
            case "6" -> Match.of(protocol.equals("tcp"));
            case "17" -> Match.of(protocol.equals("udp"));
            default -> Match.of(protocol.equals(name));
        };
    }

    /** Whether it goes to this port, or to one of this range with a dash or a colon. */
    Match port(String range) {
        if (!range.matches("\\d{1,5}([-:]\\d{1,5})?")) {
            return Match.MAYBE;
        }
        String[] ends = range.split("[-:]");
        int low = Integer.parseInt(ends[0]);
        int high = Integer.parseInt(ends[ends.length - 1]);
        if (low <= first && last <= high) {
            return Match.YES;
        }
        return last < low || high < first ? Match.NO : Match.MAYBE;
    }

    Match ports(Collection<String> ranges) {
        return ranges.stream().map(this::port).reduce(Match.NO, Match::or);
    }

    /** Whether it comes from this address or network. */
    Match from(String text) {
        Optional<Cidr> from = PortRow.network(text);
        if (from.isEmpty()) {
            return Match.MAYBE;
        }
        if (from.get().isV4() == v6) {
            return Match.NO;
        }
        if (from.get().prefix() == 0) {
            return Match.YES;
        }
        return source.map(own -> within(own, from.get())).orElse(Match.MAYBE);
    }

    private static Match within(Cidr own, Cidr other) {
        return other.holds(own) ? Match.YES : own.overlaps(other) ? Match.MAYBE : Match.NO;
    }

    /**
     * Whether it goes to this address or network.
     *
     * @param local whether it is known to go to one of the host's own addresses, which are not known
     */
    Match to(String text, boolean local) {
        Optional<Cidr> to = PortRow.network(text);
        if (to.isEmpty()) {
            return Match.MAYBE;
        }
        if (to.get().isV4() == v6 || LOOPBACK.holds(to.get())) {
            return Match.NO;
        }
        if (to.get().prefix() == 0) {
            return Match.YES;
        }
        return local || host.filter(own -> to.get().holds(own)).isPresent() ? Match.MAYBE : Match.NO;
    }
}
