package dev.preflight.checks.resolver;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.checks.fact.ResolverState;
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
        public Hold hold(ResolverState host) {
            Map<String, List<String>> files = files(host);
            if (files.isEmpty()) {
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

        /** Each file by its name, its drop-ins behind it: systemd.network(5) reads both as one. */
        private static Map<String, List<String>> files(ResolverState host) {
            Map<String, List<String>> files = new TreeMap<>();
            host.files("/", ".network")
                    .forEach(file -> files.put(name(file.getKey()), new ArrayList<>(file.getValue())));
            host.files("/", ".conf").forEach(dropIn -> {
                String directory =
                        name(dropIn.getKey().substring(0, dropIn.getKey().lastIndexOf('/')));
                List<String> file = files.get(directory.replaceFirst("\\.d$", ""));
                if (directory.endsWith(".network.d") && file != null) {
                    file.addAll(dropIn.getValue());
                }
            });
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
            return lines.stream().anyMatch(line -> line.replace(" ", "").matches("(?i)DHCP=(yes|true|ipv4|ipv6)"));
        }

        /** UseDNS=no in every section that a lease or a router's word comes by. */
        private static boolean kept(List<String> lines) {
            String section = "";
            int kept = 0;
            for (String line : lines) {
                if (line.startsWith("[")) {
                    section = line.strip();
                } else if (line.replace(" ", "").matches("(?i)UseDNS=(no|false)")
                        && List.of("[DHCPv4]", "[DHCPv6]", "[IPv6AcceptRA]", "[DHCP]")
                                .contains(section)) {
                    kept++;
                }
            }
            boolean onlyV4 = lines.stream()
                            .anyMatch(line -> line.replace(" ", "").equalsIgnoreCase("DHCP=ipv4"))
                    && lines.stream().anyMatch(line -> line.replace(" ", "").matches("(?i)IPv6AcceptRA=(no|false)"));
            return kept >= (onlyV4 ? 1 : 3);
        }
    }

    /** Whether the file is one of systemd-resolved. Source: systemd-resolved(8). */
    static boolean pointsToResolved(ResolverState host) {
        return host.link()
                .filter(link -> link.contains("run/systemd/resolve/") || link.contains("lib/systemd/resolv.conf"))
                .isPresent();
    }
}
