package dev.preflight.checks.resolver;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** systemd's own: networkd, which gets leases, and resolved, which the file may point to. */
final class SystemdOwners {
    private SystemdOwners() {}

    /**
     * systemd-networkd, as Ubuntu's servers and cloud images have it. What netplan writes are its files below /run.
     * Source: systemd.network(5).
     */
    static final class Networkd implements ResolvOwner {
        /** From the least to the first, systemd.network(5). */
        private static final List<String> DIRECTORIES =
                List.of("/usr/lib/systemd/network/", "/run/systemd/network/", "/etc/systemd/network/");

        @Override
        public String id() {
            return "systemd-networkd";
        }

        @Override
        public boolean active(ResolverState host) {
            // Without resolved it writes no resolv.conf.
            return host.runs("systemd-network") && pointsToResolved(host);
        }

        @Override
        public Hold hold(ResolverState host, List<String> wanted) {
            Map<String, List<String>> files = files(host);
            if (files.isEmpty() || !files.keySet().containsAll(used(host))) {
                return Hold.UNTOLD;
            }
            boolean dynamic = files.values().stream().anyMatch(Networkd::dynamic);
            if (!dynamic) {
                return Hold.STATIC;
            }
            return files.values().stream().filter(Networkd::dynamic).allMatch(Networkd::kept)
                    ? Hold.PROTECTED
                    : Hold.OVERWRITES;
        }

        /** The files that networkd says its links take their settings from; empty where it does not say. */
        private static List<String> used(ResolverState host) {
            return host.networkFiles().stream().map(Networkd::name).toList();
        }

        /**
         * Each file by its name, its drop-ins behind it: systemd.network(5) reads both as one, and takes what lies in /etc
         * instead of what lies by the same name in /run. Those that no link uses do not count, where that is known.
         */
        private static Map<String, List<String>> files(ResolverState host) {
            Map<String, List<String>> files = new TreeMap<>();
            for (String directory : DIRECTORIES) {
                host.files(directory, ".network")
                        .forEach(file -> files.put(name(file.getKey()), new ArrayList<>(file.getValue())));
            }
            Map<String, List<String>> dropIns = new TreeMap<>();
            for (String directory : DIRECTORIES) {
                host.files(directory, ".conf")
                        .forEach(file -> dropIns.put(file.getKey().substring(directory.length()), file.getValue()));
            }
            dropIns.forEach((path, lines) -> {
                List<String> file = files.get(path.replaceFirst("\\.d/[^/]*$", ""));
                if (file != null) {
                    file.addAll(lines);
                }
            });
            if (!host.networkFiles().isEmpty()) {
                files.keySet().retainAll(used(host));
            }
            return files;
        }

        private static String name(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** A drop-in of the same name in /etc also covers what netplan writes below /run. */
        @Override
        public Remedy keep(ResolverState host, List<String> servers) {
            return files(host).entrySet().stream()
                    .filter(file -> dynamic(file.getValue()) && !kept(file.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .map(name -> ResolvOwner.keeping("systemd-networkd", servers, " ")
                            .with("directory", Arg.text("/etc/systemd/network/" + name + ".d")))
                    .orElseGet(() -> Remedy.manual("set-servers"));
        }

        private static boolean dynamic(List<String> lines) {
            return dhcp(lines).matches("yes|true|on|1|y|t|both|ipv4|v4|ipv6|v6");
        }

        private static String dhcp(List<String> lines) {
            return values(lines).getOrDefault("[Network]DHCP", "no");
        }

        /** UseDNS=no in the section of each way by which a lease or a router's word comes. */
        private static boolean kept(List<String> lines) {
            Map<String, String> values = values(lines);
            boolean routers = !no(values, "[Network]IPv6AcceptRA");
            boolean four = !dhcp(lines).matches("ipv6|v6");
            boolean six = routers || !dhcp(lines).matches("ipv4|v4");
            // [DHCP] is what both sections were called before systemd 243.
            return (!four || no(values, "[DHCPv4]UseDNS") || no(values, "[DHCP]UseDNS"))
                    && (!six || no(values, "[DHCPv6]UseDNS") || no(values, "[DHCP]UseDNS"))
                    && (!routers || no(values, "[IPv6AcceptRA]UseDNS"));
        }

        /** A truth value of systemd.syntax(7). */
        private static boolean no(Map<String, String> values, String key) {
            return values.getOrDefault(key, "").matches("no|false|off|0|n|f");
        }

        /** Section and key, and the last value that was given. */
        private static Map<String, String> values(List<String> lines) {
            Map<String, String> values = new TreeMap<>();
            String section = "[Network]";
            for (String line : lines) {
                int equals = line.indexOf('=');
                if (line.startsWith("[")) {
                    section = line.strip();
                } else if (equals > 0) {
                    values.put(
                            section + line.substring(0, equals).strip(),
                            Ascii.lower(line.substring(equals + 1).strip()));
                }
            }
            return values;
        }
    }

    /** Whether the file is one of systemd-resolved. Source: systemd-resolved(8). */
    static boolean pointsToResolved(ResolverState host) {
        return host.link()
                .filter(link -> link.contains("run/systemd/resolve/") || link.contains("lib/systemd/resolv.conf"))
                .isPresent();
    }
}
