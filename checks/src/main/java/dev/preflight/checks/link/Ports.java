package dev.preflight.checks.link;

import java.util.List;

/** Numbers of ports. */
final class Ports {
    /** RFC 768 and RFC 9293: sixteen bits. */
    private static final int LAST = 65535;

    private Ports() {}

    static void check(String name, List<Integer> ports) {
        for (int port : ports) {
            if (port < 1 || port > LAST) {
                throw new IllegalArgumentException(name + ": " + port + " is no port; expected 1 to " + LAST);
            }
        }
    }
}
