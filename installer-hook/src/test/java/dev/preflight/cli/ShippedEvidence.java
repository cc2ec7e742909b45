package dev.preflight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The evidence on which the shipped profiles are tested: two healthy hosts that differ in their names and addresses, made of
 * the captures below {@code healthy-families} of the module {@code checks}. A new fact is there as soon as it has a capture.
 */
final class ShippedEvidence {
    private static final Path CAPTURES = Path.of("../checks/src/test/resources/dev/preflight/checks/healthy-families");

    private static final String FAMILY = "debian12";

    /** What the second host has in place of what the first one has. */
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("hostname h1", "hostname h2"),
            Map.entry("boot h1", "boot h2"),
            Map.entry("h1.platform", "h2.platform"),
            Map.entry("c613c56b5c2a36fd6c3cc9b0a557944b", "d613c56b5c2a36fd6c3cc9b0a557944b"),
            Map.entry("3608abd2-", "4608abd2-"),
            Map.entry("52:54:00:10:00:07", "52:54:00:10:00:08"),
            Map.entry("52:54:00:20:00:07", "52:54:00:20:00:08"),
            Map.entry("10.0.0.7", "10.0.0.8"),
            Map.entry("10.78.0.14", "10.78.0.15"),
            Map.entry("fe10:7", "fe10:8"));

    /** Settings of the kernel as the profiles of platforms want them: path, in the captures, here. */
    private static final List<List<String>> SETTINGS = List.of(
            List.of("vm/overcommit_memory", "0", "1"),
            List.of("kernel/panic", "0", "10"),
            List.of("kernel/panic_on_oops", "0", "1"),
            List.of("fs/inotify/max_user_instances", "128", "8192"),
            List.of("net/ipv4/tcp_retries2", "15", "5"),
            List.of("net/core/somaxconn", "4096", "32768"),
            List.of("net/ipv4/tcp_syncookies", "1", "0"),
            List.of("vm/swappiness", "60", "0"),
            List.of("vm/dirty_ratio", "20", "80"),
            List.of("vm/dirty_background_ratio", "10", "5"));

    /** Where the captures set the last of theirs. */
    private static final String LAST = " 2 vm.max_map_count = 262144\n";

    /** What checks that profiles define themselves read. */
    private static final Map<String, String> READS = Map.of(
            "account@clean", "absent\ndone\n",
            "x-swapping/swappiness@clean", read("/proc/sys/vm/swappiness", "0"),
            "x-min-free/kb@clean", read("/proc/sys/vm/min_free_kbytes", "1048576"),
            "x-map-count/maps@clean", read("/proc/sys/vm/max_map_count", "262144"),
            "x-data-fstab/fstab@clean",
                    read(
                            "/etc/fstab",
                            "LABEL=data /data ext4 defaults,noatime 0 2\n LABEL=m1 /mnt/disk1 xfs noatime 0 2"));

    /** Every role that a profile knows. */
    private static final String GROUPS =
            "[brokers, controllers, mons, mgrs, osds, tidb, pd, tikv, tiflash, ticdc, monitor]";

    /** What each of the two finds under the names of both. */
    private static final String NAMES =
            "name h1\n address 10.0.0.7\n status 0\n ms 10\nname h2\n address 10.0.0.8\n status 0\n ms 10\n";

    /** The tag of a host in an exchange is made of its name: h1 and h2. */
    private static final List<String> TAGS = List.of("33112ee1", "f998fe06");

    /** Settings of the kernel that the shipped profiles compare between hosts. */
    private static final String COMPARED = Stream.of(
                    "fs.inotify.max_user_instances",
                    "fs.inotify.max_user_watches",
                    "kernel.pid_max",
                    "net.bridge.bridge-nf-call-iptables",
                    "net.ipv4.ip_forward",
                    "vm.overcommit_memory",
                    "vm.swappiness")
            .map(name -> "setting " + name + "\n value 1\n")
            .collect(Collectors.joining("", "", "done\n"));

    private ShippedEvidence() {}

    private static String read(String path, String text) {
        return "at " + path + "\ntext\n " + text + "\n \n 0\ndone\n";
    }

    /** The file that holds it. */
    static String text() throws IOException {
        SortedMap<String, String> first = new TreeMap<>();
        read("base", first);
        read(FAMILY, first);
        first.put("sysctl@clean", COMPARED);
        first.computeIfPresent("sysctl-values@clean", (name, said) -> set(said));
        first.computeIfPresent("sysctl-boot@clean", (name, said) -> said.replace(LAST, LAST + atBoot()));
        first.putAll(READS);
        first.computeIfPresent("names-of-hosts@clean", (name, said) -> said.replace("done\n", NAMES + "done\n"));
        SortedMap<String, String> second = new TreeMap<>();
        first.forEach((key, said) -> {
            String other = replaced(said, OTHER);
            if (!other.equals(said) && !key.startsWith("names-of-hosts")) {
                second.put(key, other);
            }
        });
        exchanged(first, TAGS.get(1), "10.0.0.8");
        exchanged(second, TAGS.get(0), "10.0.0.7");
        StringBuilder text =
                new StringBuilder("# Generated by ShippedTestsTest of the healthy " + FAMILY + " of the module checks;"
                        + "\n# -Dgolden.update=true writes it again.\n"
                        + "formatVersion: 1\nstartedAt: 2026-03-03T10:11:00Z\nhosts:\n");
        host(text, "h1", "address: 10.0.0.7\n    groups: " + GROUPS, first);
        host(text, "h2", "like: h1\n    address: 10.0.0.8\n    groups: " + GROUPS, second);
        return text.toString();
    }

    private static String set(String said) {
        String other = said;
        for (List<String> one : SETTINGS) {
            other = other.replace(
                    " " + one.get(0) + ":" + one.get(1) + "\n", " " + one.get(0) + ":" + one.get(2) + "\n");
        }
        return other;
    }

    /** The lines that set them, and how many files may be open, which is far above any requirement. */
    private static String atBoot() {
        StringBuilder lines = new StringBuilder();
        int line = 3;
        for (List<String> one : SETTINGS) {
            lines.append(' ').append(line++).append(' ').append(one.get(0).replace('/', '.'));
            lines.append(" = ").append(one.get(2)).append('\n');
        }
        return lines.append(' ')
                .append(line)
                .append(" fs.file-max = 9223372036854775807\n")
                .toString();
    }

    private static String replaced(String said, Map<String, String> others) {
        String other = said;
        for (Map.Entry<String, String> one : others.entrySet()) {
            other = other.replace(one.getKey(), one.getValue());
        }
        return other;
    }

    private static void read(String name, Map<String, String> frames) throws IOException {
        try (Stream<Path> files = Files.list(CAPTURES.resolve(name).resolve("frames"))) {
            for (Path file : files.toList()) {
                frames.put(file.getFileName().toString().replaceFirst("\\.out$", ""), Files.readString(file));
            }
        }
    }

    /** What a host sent to the other, and heard of it: everything arrived. */
    private static void exchanged(Map<String, String> said, String peer, String address) {
        String mac = address.equals("10.0.0.8") ? "52:54:00:10:00:08" : "52:54:00:10:00:07";
        said.put(
                "link-ready@clean",
                "root 0\ntool python\nudp 4789 ready\ncontrol 23456 ready\n"
                        + "control-tcp 23456 ready\nsniff no\nlistening\n");
        StringBuilder sent = new StringBuilder("tool python\nto " + peer + " " + address + "\ndf yes\n");
        sent.append("udp ").append(peer).append(" 4789 4 1 1 -\n");
        sent.append("udp ").append(peer).append(" 23456 4 1 0 -\n");
        sent.append("burst ").append(peer).append(" 0\n");
        StringBuilder heard = new StringBuilder();
        for (String port : List.of("4789", "23456")) {
            for (int i = 0; i < 4; i++) {
                heard.append("udp ")
                        .append(port)
                        .append(' ')
                        .append(address)
                        .append(" 64 ")
                        .append(peer);
                heard.append(' ').append(i).append('\n');
            }
            heard.append("udp ")
                    .append(port)
                    .append(' ')
                    .append(address)
                    .append(" 1472 ")
                    .append(peer)
                    .append(" f\n");
        }
        heard.append("udp 4789 ").append(address).append(" 72 ").append(peer).append(" v\n");
        for (int size : new int[] {1280, 1350, 1400, 1450, 1500}) {
            sent.append("size ").append(peer).append(' ').append(size).append(" 3 -\n");
            heard.append("udp 23456 ")
                    .append(address)
                    .append(' ')
                    .append(size - 28)
                    .append(' ')
                    .append(peer);
            heard.append(" s").append(size).append('\n');
        }
        sent.append("short ").append(peer).append(" 200 200 0 0 0\n");
        sent.append("neigh ")
                .append(peer)
                .append(' ')
                .append(mac)
                .append(" REACHABLE eth0 ")
                .append(address)
                .append('\n');
        said.put("link-sent@clean", sent + "sent\n");
        said.put("link-heard@clean", heard + "heard\n");
    }

    private static void host(StringBuilder text, String name, String keys, Map<String, String> said) {
        text.append("  ").append(name).append(":\n    ").append(keys).append("\n    said:\n");
        said.forEach((key, out) -> frame(text, key, out));
    }

    private static void frame(StringBuilder text, String key, String out) {
        if (out.isBlank() || !out.endsWith("\n")) {
            text.append("      ")
                    .append(key)
                    .append(": \"")
                    .append(out.replace("\n", "\\n"))
                    .append("\"\n");
            return;
        }
        text.append("      ")
                .append(key)
                .append(": |2")
                .append(out.endsWith("\n\n") ? "+" : "")
                .append('\n');
        for (String line : out.substring(0, out.length() - 1).split("\n", -1)) {
            text.append(line.isEmpty() ? "" : "        " + line).append('\n');
        }
    }
}
