package dev.preflight.checks.fact;

import dev.preflight.api.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A range of addresses: all that begin with the same bits (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param bits of an address: 32 or 128
 * @param first its first address
 * @param prefix how many bits all of its addresses have in common
 */
public record Cidr(int bits, BigInteger first, int prefix) {
    private static final int V4 = 32;
    private static final int V6 = 128;

    /**
     * A range as a profile writes it.
     *
     * @throws IllegalArgumentException unless it is one, written with its first address
     */
    public static Cidr parse(String text) {
        Optional<Cidr> network = text.indexOf('/') < 0 ? Optional.empty() : of(text);
        if (network.isEmpty()) {
            throw new IllegalArgumentException("expected a range of addresses such as 10.244.0.0/16");
        }
        Cidr found = network.get();
        if (!address(text.substring(0, text.indexOf('/'))).equals(Optional.of(found.first))) {
            throw new IllegalArgumentException("the range is written " + found);
        }
        return found;
    }

    /** The network that an address with or without the length of its prefix is in; empty if it is none. */
    public static Optional<Cidr> of(String text) {
        int slash = text.indexOf('/');
        String ip = slash < 0 ? text : text.substring(0, slash);
        int bits = ip.indexOf(':') < 0 ? V4 : V6;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(length);
        return address(ip).map(number -> new Cidr(bits, start(number, bits - prefix), prefix));
    }

    /** The range of this length that has this number in it. */
    public static Cidr around(int bits, BigInteger number, int prefix) {
        return new Cidr(bits, start(number, bits - prefix), prefix);
    }

    private static BigInteger start(BigInteger number, int hostBits) {
        return number.shiftRight(hostBits).shiftLeft(hostBits);
    }

    private static Optional<BigInteger> address(String text) {
        if (!Shape.ADDRESS.fits(text)) {
            return Optional.empty();
        }
        String ip = IpAddress.canonical(text);
        boolean v6 = ip.indexOf(':') >= 0;
        if (v6 && ip.indexOf('.') >= 0) {
            return Optional.empty();
        }
        BigInteger number = BigInteger.ZERO;
        for (String part : ip.split(v6 ? ":" : "\\.", -1)) {
            number = number.shiftLeft(v6 ? 16 : 8).or(new BigInteger(part, v6 ? 16 : 10));
        }
        return Optional.of(number);
    }

    /** The address behind its last one. */
    public BigInteger end() {
        return first.add(BigInteger.ONE.shiftLeft(bits - prefix));
    }

    /** Whether they have an address in common. */
    public boolean overlaps(Cidr other) {
        return bits == other.bits && first.compareTo(other.end()) < 0 && other.first.compareTo(end()) < 0;
    }

    /** Whether all of the other's addresses are among its own. */
    public boolean holds(Cidr other) {
        return overlaps(other) && prefix <= other.prefix;
    }

    /** Whether some of its parts have a prefix of this length. */
    public boolean hasParts(int length) {
        return prefix <= length && length <= bits;
    }

    /** Whether it is one of IPv4. */
    public boolean isV4() {
        return bits == V4;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        int step = isV4() ? 8 : 16;
        for (int shift = bits - step; shift >= 0; shift -= step) {
            int part = first.shiftRight(shift).intValue() & ((1 << step) - 1);
            parts.add(Integer.toString(part, isV4() ? 10 : 16));
        }
        int kept = parts.size();
        while (kept > 0 && parts.get(kept - 1).equals("0")) {
            kept--;
        }
        // Zeros at the end are left out in the text of IPv6, if there are two groups of them or more.
        boolean shorter = !isV4() && parts.size() - kept > 1;
        String address =
                shorter ? String.join(":", parts.subList(0, kept)) + "::" : String.join(isV4() ? "." : ":", parts);
        return address + "/" + prefix;
    }
}
