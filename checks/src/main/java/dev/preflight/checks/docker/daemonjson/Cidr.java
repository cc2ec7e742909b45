package dev.preflight.checks.docker.daemonjson;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An address with the length of its network's prefix, as Go's {@code net.ParseCIDR} reads it.
 *
 * @param address the address as a number
 * @param size bits of such an address: 32 or 128
 * @param prefix bits of the network's prefix
 */
record Cidr(BigInteger address, int size, int prefix) {
    private static final int GROUPS = 8;

    /** Reads {@code 172.31.0.1/24} or {@code fd00::1/64}. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        String bits = text.substring(slash + 1);
        if (slash < 0 || !bits.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        return alone(text.substring(0, slash))
                .filter(one -> Integer.parseInt(bits) <= one.size)
                .map(one -> new Cidr(one.address, one.size, Integer.parseInt(bits)));
    }

    /** Reads an address: {@code 172.31.0.1} or {@code fd00::1}, without a zone. */
    static Optional<Cidr> alone(String text) {
        return text.indexOf(':') < 0
                ? dotted(text).map(bits -> new Cidr(BigInteger.valueOf(bits), 32, 32))
                : groups(text).map(bits -> new Cidr(bits, 128, 128));
    }

    private static Optional<Long> dotted(String text) {
        List<String> parts = Arrays.asList(text.split("\\.", -1));
        boolean fits = parts.size() == 4
                && parts.stream().allMatch(part -> part.matches("0|[1-9]\\d{0,2}") && Integer.parseInt(part) < 256);
        return fits
                ? Optional.of(parts.stream().mapToLong(Long::parseLong).reduce(0, (all, part) -> all << 8 | part))
                : Optional.empty();
    }

    /** Eight groups, of which "::" stands for one or more that are zero, and the last two may be dotted: RFC 4291, 2.2. */
    private static Optional<BigInteger> groups(String text) {
        int tail = text.lastIndexOf(':') + 1;
        if (text.indexOf('.') >= 0) {
            return dotted(text.substring(tail))
                    .flatMap(bits -> groups(text.substring(0, tail) + Long.toHexString(bits >> 16) + ":"
                            + Long.toHexString(bits & 0xFFFF)));
        }
        int gap = text.indexOf("::");
        List<String> before = written(gap < 0 ? text : text.substring(0, gap));
        List<String> after = gap < 0 ? List.of() : written(text.substring(gap + 2));
        int zeros = GROUPS - before.size() - after.size();
        List<String> all = new ArrayList<>(before);
        for (int i = 0; gap >= 0 && i < zeros; i++) {
            all.add("0");
        }
        all.addAll(after);
        boolean fits = all.size() == GROUPS
                && (gap < 0 || zeros > 0)
                && all.stream().allMatch(group -> group.matches("[0-9A-Fa-f]{1,4}"));
        return fits
                ? Optional.of(all.stream()
                        .map(group -> BigInteger.valueOf(Integer.parseInt(group, 16)))
                        .reduce(
                                BigInteger.ZERO,
                                (sum, group) -> sum.shiftLeft(16).or(group)))
                : Optional.empty();
    }

    private static List<String> written(String groups) {
        return groups.isEmpty() ? List.of() : Arrays.asList(groups.split(":", -1));
    }

    boolean v4() {
        return size == 32;
    }

    /** Whether an address lies in this network. */
    boolean contains(Cidr other) {
        return other.size == size && other.network(prefix).equals(network(prefix));
    }

    /** Whether it is a host's: not that of the network itself, and in IPv4 not the one for all hosts (RFC 3021 of /31). */
    boolean host() {
        BigInteger hosts = address.subtract(network(prefix));
        boolean all =
                v4() && hosts.equals(BigInteger.ONE.shiftLeft(size - prefix).subtract(BigInteger.ONE));
        return prefix >= size - 1 || (!hosts.equals(BigInteger.ZERO) && !all);
    }

    /** Whether it is of a kind that dockerd 28 takes for containers: no multicast, and no network around fe80::/64. */
    boolean unicast() {
        Cidr multicast = new Cidr(BigInteger.valueOf(0xFF).shiftLeft(120), 128, 8);
        Cidr linkLocal = new Cidr(BigInteger.valueOf(0xFE80).shiftLeft(112), 128, 64);
        return !multicast.contains(this) && (prefix >= 64 || !contains(linkLocal));
    }

    private BigInteger network(int bits) {
        return address.shiftRight(size - bits).shiftLeft(size - bits);
    }
}
