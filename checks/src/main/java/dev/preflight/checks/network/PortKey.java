package dev.preflight.checks.network;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.BitSet;

/**
 * Ports that a row of requirements names: {@code 6443/tcp}, {@code 30000-32767/udp/v4}. That it has this form is seen to
 * by {@link dev.preflight.api.Shape#PORTS}.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param v4 whether they are wanted on IPv4
 * @param v6 whether they are wanted on IPv6
 */
public record PortKey(int first, int last, String protocol, boolean v4, boolean v6) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?/(tcp|udp)(?:/(v[46]))?");

    /** Reads a row's key. */
    public static PortKey of(String key) {
        Matcher m = FORM.matcher(key);
        if (!m.matches()) {
            throw new IllegalArgumentException("no ports: " + key);
        }
        int first = Integer.parseInt(m.group(1));
        int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
        return new PortKey(first, last, m.group(3), !"v6".equals(m.group(4)), !"v4".equals(m.group(4)));
    }

    boolean has(int port) {
        return first <= port && port <= last;
    }

    BitSet ports() {
        BitSet ports = new BitSet();
        ports.set(first, last + 1);
        return ports;
    }
}
