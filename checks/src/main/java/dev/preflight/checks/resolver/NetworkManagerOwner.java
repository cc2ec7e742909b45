package dev.preflight.checks.resolver;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.checks.fact.ResolverState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * NetworkManager: EL7 and newer, desktops of Ubuntu, SLES by choice. Sources: NetworkManager.conf(5), nm-settings(5).
 */
final class NetworkManagerOwner implements ResolvOwner {
    @Override
    public String id() {
        return "NetworkManager";
    }

    @Override
    public String copy() {
        return "/run/NetworkManager/resolv.conf";
    }

    @Override
    public boolean active(ResolverState host) {
        return host.runs("NetworkManager")
                || (host.header("networkmanager") && host.link().isEmpty());
    }

    @Override
    public Hold hold(ResolverState host) {
        if (handsOff(host) || host.immutable()) {
            return Hold.PROTECTED;
        }
        boolean elsewhere = host.link().isPresent() && !host.link().get().contains("NetworkManager");
        if (elsewhere) {
            return Hold.PROTECTED;
        }
        List<Map<String, String>> connections = connections(host);
        if (connections.isEmpty()) {
            return Hold.UNTOLD;
        }
        boolean dynamic = connections.stream().anyMatch(c -> dynamic(c, "ipv4") || dynamic(c, "ipv6"));
        if (!dynamic) {
            return Hold.STATIC;
        }
        boolean kept = connections.stream().allMatch(c -> kept(c, "ipv4") && kept(c, "ipv6"));
        return kept ? Hold.PROTECTED : Hold.OVERWRITES;
    }

    /** Of the first active connection that would; with others the check says so again. */
    @Override
    public Remedy keep(ResolverState host, List<String> servers) {
        if (servers.stream().anyMatch(server -> server.contains(":"))) {
            // Each family has a setting of its own, and what the other one was is not read.
            return Remedy.manual("set-servers");
        }
        return host.connections().entrySet().stream()
                .map(connection -> Map.entry(connection.getKey(), pairs(connection.getValue())))
                .filter(connection -> !connection.getValue().isEmpty()
                        && !(kept(connection.getValue(), "ipv4") && kept(connection.getValue(), "ipv6")))
                .findFirst()
                .map(connection -> keep(connection.getKey(), connection.getValue(), servers))
                .orElseGet(() -> Remedy.manual("set-servers"));
    }

    private static Remedy keep(String connection, Map<String, String> settings, List<String> servers) {
        return ResolvOwner.keeping("networkmanager", servers, " ")
                .with("connection", Arg.text(connection))
                .with("oldDns", Arg.text(settings.getOrDefault("ipv4.dns", "")))
                .with("oldIgnore4", Arg.text(settings.getOrDefault("ipv4.ignore-auto-dns", "no")))
                .with("oldIgnore6", Arg.text(settings.getOrDefault("ipv6.ignore-auto-dns", "no")));
    }

    /** It was told to leave the file alone. */
    private static boolean handsOff(ResolverState host) {
        boolean main = false;
        for (String line : host.lines("/etc/NetworkManager/", ".conf")) {
            if (line.startsWith("[")) {
                main = line.strip().equals("[main]");
            } else if (main && line.replace(" ", "").matches("dns=none|rc-manager=unmanaged")) {
                return true;
            }
        }
        return false;
    }

    private static boolean dynamic(Map<String, String> connection, String family) {
        String method = connection.getOrDefault(family + ".method", "auto");
        return method.equals("auto") || method.equals("dhcp");
    }

    /** Not asked for name servers of this family at all, or told to ignore what comes. */
    private static boolean kept(Map<String, String> connection, String family) {
        return !dynamic(connection, family)
                || connection.getOrDefault(family + ".ignore-auto-dns", "no").matches("yes|true");
    }

    /** By nmcli, or else by its keyfiles, or by EL's ifcfg files. */
    private static List<Map<String, String>> connections(ResolverState host) {
        List<Map<String, String>> found = new ArrayList<>();
        host.connections().values().forEach(lines -> found.add(pairs(lines)));
        if (found.isEmpty()) {
            host.files("/etc/NetworkManager/system-connections/", "")
                    .forEach(file -> found.add(keyfile(file.getValue())));
        }
        if (found.isEmpty()) {
            host.files("/etc/sysconfig/network-scripts/ifcfg-", "")
                    .filter(file -> !file.getKey().endsWith("ifcfg-lo"))
                    .forEach(file -> found.add(ifcfg(file.getValue())));
        }
        found.removeIf(Map::isEmpty);
        return found;
    }

    private static Map<String, String> pairs(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        // The loopback connection that newer versions show has neither.
        return values.getOrDefault("ipv4.method", "").isEmpty() ? Map.of() : values;
    }

    private static Map<String, String> keyfile(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        String section = "";
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (line.startsWith("[")) {
                section = line.strip().replaceAll("^\\[|\\]$", "");
            } else if (equals > 0) {
                values.put(
                        section + "." + line.substring(0, equals),
                        line.substring(equals + 1).strip());
            }
        }
        return values;
    }

    private static Map<String, String> ifcfg(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines) {
            String proto = DhcpClients.value(line, "BOOTPROTO");
            if (!proto.isEmpty()) {
                values.put("ipv4.method", proto.equals("dhcp") ? "auto" : "manual");
            }
            String peer = DhcpClients.value(line, "PEERDNS");
            if (!peer.isEmpty()) {
                // nm-settings-ifcfg-rh(5): it stands for ignore-auto-dns of both families.
                values.put("ipv4.ignore-auto-dns", peer.equals("no") ? "yes" : "no");
                values.put("ipv6.ignore-auto-dns", peer.equals("no") ? "yes" : "no");
            }
            if (DhcpClients.value(line, "IPV6INIT").equals("no")) {
                values.put("ipv6.method", "disabled");
            }
        }
        return values;
    }
}
