package dev.preflight.engine;

import dev.preflight.testing.Commands;
import dev.preflight.testing.Eventually;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Two network namespaces, joined by a pair of virtual interfaces. */
final class TwoNamespaces implements AutoCloseable {
    static final String A = "10.9.0.1";
    static final String B = "10.9.0.2";
    static final String A6 = "fd09::1";
    static final String B6 = "fd09::2";

    /** Of all tests of this machine, those of another run too. */
    private final String name = "pf-" + UUID.randomUUID().toString().substring(0, 8);

    final String a = name + "-a";
    final String b = name + "-b";

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

    /**
     * Returns when what was sent has arrived: nothing waits in a socket, and no process is about to do anything. A
     * listener that is asked to end reports only what it has read.
     */
    void awaitQuiet() {
        Eventually.is(() -> isQuiet(a) && isQuiet(b));
    }

    private static boolean isQuiet(String namespace) {
        List<Path> all =
                processes(namespace).lines().map(pid -> Path.of("/proc", pid)).toList();
        return all.stream().allMatch(one -> sleeps(one) && holdsNothing(one));
    }

    /** The state, behind the last parenthesis of proc_pid_stat(5): S waits for something. */
    private static boolean sleeps(Path process) {
        String stat = read(process.resolve("stat"));
        return stat.isEmpty() || stat.substring(stat.lastIndexOf(')')).startsWith(") S");
    }

    /** The bytes in the queues of its namespace's sockets (proc_net_udp(5), proc_pid_net(5)). */
    private static boolean holdsNothing(Path process) {
        Stream<String> udp = Stream.of("net/udp", "net/udp6")
                .flatMap(table -> rows(process.resolve(table)))
                .map(row -> row.split(" +")[4].split(":")[1]);
        Stream<String> packet = rows(process.resolve("net/packet")).map(row -> row.split(" +")[6]);
        return Stream.concat(udp, packet).allMatch(bytes -> bytes.matches("0+"));
    }

    private static Stream<String> rows(Path table) {
        return read(table).lines().skip(1).map(String::strip);
    }

    /** Empty of one that has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        ip("netns", "del", a);
        ip("netns", "del", b);
    }
}
