package dev.preflight.checks.docker;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An address with the length of its network's prefix, as Go's {@code net.ParseCIDR} reads it.
 *
 * @param address the address as a number
 * @param size bits of such an address: 32 or 128
 * @param prefix bits of the network's prefix
 */
record Cidr(BigInteger address, int size, int prefix) {
    private static final int LONGEST = 45;

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
        boolean v4 = text.matches("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
        boolean v6 = text.length() <= LONGEST && text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]+");
        if (!v4 && !v6) {
            return Optional.empty();
        }
        try {
            // Digits and colons are never looked up.
            byte[] bytes = InetAddress.getByName(text).getAddress();
            return Optional.of(new Cidr(new BigInteger(1, bytes), bytes.length * 8, bytes.length * 8));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
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
