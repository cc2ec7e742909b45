package dev.preflight.checks.network;

import dev.preflight.checks.fact.Cidr;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A range that no host has anything in. */
final class FreeRange {
    /** Addresses of private networks: RFC 1918 section 3. */
    private static final List<Cidr> PRIVATE = Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
            .map(Cidr::parse)
            .toList();

    /**
     * Not public either: shared by providers (RFC 6598), of benchmarks (RFC 2544), of documentation (RFC 5737, RFC 3849,
     * RFC 9637), reserved (RFC 1112 section 4), and unique local ones of IPv6 (RFC 4193).
     */
    private static final List<Cidr> OTHERS = Stream.of(
                    "100.64.0.0/10",
                    "198.18.0.0/15",
                    "192.0.2.0/24",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "240.0.0.0/4",
                    "2001:db8::/32",
                    "3fff::/20",
                    "fc00::/7")
            .map(Cidr::parse)
            .toList();

    private FreeRange() {}

    /** Whether no public address is in a range. */
    static boolean isPrivate(Cidr range) {
        return Stream.concat(PRIVATE.stream(), OTHERS.stream()).anyMatch(one -> one.holds(range));
    }

    /** The first private range of IPv4 of this length that overlaps none of these. */
    static Optional<Cidr> like(Cidr range, Collection<Cidr> taken) {
        return range.isV4()
                ? PRIVATE.stream()
                        .flatMap(within -> first(within, range.prefix(), taken).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Cidr> first(Cidr within, int prefix, Collection<Cidr> taken) {
        if (prefix < within.prefix()) {
            return Optional.empty();
        }
        BigInteger step = BigInteger.ONE.shiftLeft(within.bits() - prefix);
        BigInteger at = within.first();
        while (at.compareTo(within.end()) < 0) {
            Cidr candidate = Cidr.around(within.bits(), at, prefix);
            Optional<Cidr> other = taken.stream().filter(candidate::overlaps).findFirst();
            if (other.isEmpty()) {
                return Optional.of(candidate);
            }
            // Behind whatever is larger: each of them is met once at most.
            at = candidate
                    .end()
                    .max(Cidr.around(within.bits(), other.get().end().add(step).subtract(BigInteger.ONE), prefix)
                            .first());
        }
        return Optional.empty();
    }
}
