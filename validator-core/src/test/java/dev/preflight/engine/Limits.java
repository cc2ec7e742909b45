package dev.preflight.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long the script of a test waits, in place of what it waits on real hosts: a busy machine is to reach no limit. */
enum Limits {
    /** Nothing ends but by what it waits for. */
    WIDE("600"),
    /** Connections are not waited for: the peer is none. */
    OF_CONNECTIONS_SHORT("0.3");

    private final String connect;

    Limits(String connect) {
        this.connect = connect;
    }

    String in(String script) {
        String wide = script;
        for (Map.Entry<String, String> one : limits().entrySet()) {
            if (!wide.contains(one.getKey())) {
                throw new AssertionError("the script no longer says '" + one.getKey() + "'");
            }
            wide = wide.replace(one.getKey(), one.getValue());
        }
        return wide;
    }

    private Map<String, String> limits() {
        Map<String, String> limits = new LinkedHashMap<>();
        // Of the listener and of the sender.
        limits.put("PARAM_SECONDS='60'", "PARAM_SECONDS='3600'");
        limits.put("PARAM_SEND_SECONDS='40'", "PARAM_SEND_SECONDS='3000'");
        // Of a connection, in each language.
        limits.put("CONNECT = 2.0", "CONNECT = " + connect);
        // Ncat takes a hundred and more for milliseconds.
        limits.put("-w 2", "-w 99");
        limits.put("connect-timeout=2", "connect-timeout=600");
        // Until ports are bound, and until bash has connected; a tenth of a second each.
        limits.put("\"$tries\" -lt 20", "\"$tries\" -lt 6000");
        // Of a program that is given a datagram, or tried out.
        limits.put("timeout 2 ", "timeout 600 ");
        limits.put("\"$T\" 2 \"$PF_CAT\"", "\"$T\" 600 \"$PF_CAT\"");
        return limits;
    }
}
