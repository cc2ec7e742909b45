package dev.preflight.exchange;

import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.util.ArrayList;
import java.util.List;

/** Two network namespaces, joined by a pair of virtual interfaces. */
final class TwoNamespaces implements AutoCloseable {
    static final String A = "10.9.0.1";
    static final String B = "10.9.0.2";
    static final String A6 = "fd09::1";
    static final String B6 = "fd09::2";

    final String a = "pf-" + ProcessHandle.current().pid() + "-a";
    final String b = "pf-" + ProcessHandle.current().pid() + "-b";

    TwoNamespaces() {
        Requirement.root();
        Requirement.tool("ip");
        ip("netns", "add", a);
        ip("netns", "add", b);
        ip("link", "add", "eth0", "netns", a, "type", "veth", "peer", "name", "eth0", "netns", b);
        up(a, A, A6);
        up(b, B, B6);
    }

    private static void up(String namespace, String address, String address6) {
        ip("-n", namespace, "addr", "add", address + "/24", "dev", "eth0");
        ip("-n", namespace, "addr", "add", address6 + "/64", "dev", "eth0", "nodad");
        ip("-n", namespace, "link", "set", "lo", "up");
        ip("-n", namespace, "link", "set", "eth0", "up");
    }

    static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Commands.run("", command.toArray(String[]::new));
    }

    /** The numbers of the processes that are left in one of them. */
    static String processes(String namespace) {
        return Commands.run("", "ip", "netns", "pids", namespace).strip();
    }

    @Override
    public void close() {
        ip("netns", "del", a);
        ip("netns", "del", b);
    }
}
