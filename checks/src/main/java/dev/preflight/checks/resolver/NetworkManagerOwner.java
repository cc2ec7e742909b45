package dev.preflight.checks.resolver;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
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
    public Hold hold(ResolverState host, List<String> wanted) {
        Map<String, String> main = main(host);
        if (main.getOrDefault("dns", "").equals("none")
                || main.getOrDefault("rc-manager", "").equals("unmanaged")) {
            return Hold.PROTECTED;
        }
        boolean elsewhere = host.link().isPresent() && !host.link().get().contains("NetworkManager");
        // It tells resolved what a lease brings, and with this rc-manager it writes to where the link leads.
        boolean reached = SystemdOwners.pointsToResolved(host)
                || main.getOrDefault("rc-manager", "").equals("file");
        if (elsewhere && !reached) {
            return Hold.PROTECTED;
        }
        List<Map<String, String>> connections = connections(host);
        if (connections.isEmpty() || untold(host)) {
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
        return host.connections().stream()
                .filter(connection -> {
                    Map<String, String> settings = pairs(connection.lines());
                    return !settings.isEmpty() && !(kept(settings, "ipv4") && kept(settings, "ipv6"));
                })
                .findFirst()
                // The command names it by its name, which another may bear as well.
                .filter(connection -> host.connections().stream()
                                .filter(other -> other.name().equals(connection.name()))
                                .count()
                        == 1)
                .map(connection -> keep(connection.name(), pairs(connection.lines()), servers))
                .orElseGet(() -> Remedy.manual("set-servers"));
    }

    private static Remedy keep(String connection, Map<String, String> settings, List<String> servers) {
        return ResolvOwner.keeping("networkmanager", servers, " ")
                .with("connection", Arg.text(connection))
                .with("oldDns", Arg.text(settings.getOrDefault("ipv4.dns", "")))
                .with("oldIgnore4", Arg.text(settings.getOrDefault("ipv4.ignore-auto-dns", "no")))
                .with("oldIgnore6", Arg.text(settings.getOrDefault("ipv6.ignore-auto-dns", "no")));
    }

    /** The section main: a later file overrides, /etc those of the same name elsewhere: NetworkManager.conf(5). */
    private static Map<String, String> main(ResolverState host) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        for (String directory : List.of("/usr/lib/NetworkManager/conf.d/", "/run/NetworkManager/conf.d/")) {
            host.files(directory, ".conf")
                    .filter(file -> !host.settings()
                            .containsKey("/etc/NetworkManager/conf.d/"
                                    + file.getKey().substring(directory.length())))
                    .forEach(file -> files.put(file.getKey(), file.getValue()));
        }
        host.files("/etc/NetworkManager/", ".conf").forEach(file -> files.put(file.getKey(), file.getValue()));
        Map<String, String> values = new LinkedHashMap<>();
        files.values()
                .forEach(lines -> keyfile(lines).forEach((key, value) -> {
                    if (key.startsWith("main.")) {
                        values.put(key.substring("main.".length()), value);
                    }
                }));
        return values;
    }

    /** nmcli named a connection and did not say how it is set, or there may be more files than could be read. */
    private static boolean untold(ResolverState host) {
        return host.connections().isEmpty()
                ? host.unreadable("/etc/NetworkManager/system-connections")
                        || host.unreadable("/run/NetworkManager/system-connections")
                        || host.unreadable("/etc/sysconfig/network-scripts")
                : host.connections().stream()
                        .anyMatch(connection -> connection.lines().isEmpty());
    }

    private static boolean dynamic(Map<String, String> connection, String family) {
        String method = connection.getOrDefault(family + ".method", "auto");
        return method.equals("auto") || method.equals("dhcp");
    }

    /** Whether this family has no name servers from the network, or is configured to ignore them. */
    private static boolean kept(Map<String, String> connection, String family) {
        return !dynamic(connection, family)
                || connection.getOrDefault(family + ".ignore-auto-dns", "no").matches("yes|true");
    }

    /** By nmcli, or else by its keyfiles and EL's ifcfg files: then it is not known which of them are in use. */
    private static List<Map<String, String>> connections(ResolverState host) {
        List<Map<String, String>> found = new ArrayList<>();
        host.connections().forEach(connection -> found.add(pairs(connection.lines())));
        if (found.isEmpty()) {
            host.files("/", "")
                    .filter(file -> file.getKey().contains("/NetworkManager/system-connections/"))
                    .forEach(file -> found.add(keyfile(file.getValue())));
            host.files("/etc/sysconfig/network-scripts/ifcfg-", "")
                    .filter(file -> !file.getKey().endsWith("ifcfg-lo"))
                    .filter(file -> file.getValue().stream()
                            .noneMatch(line ->
                                    DhcpClients.value(line, "NM_CONTROLLED").equals("no")))
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
                        section + "." + line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return values;
    }

    private static Map<String, String> ifcfg(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        // nm-settings-ifcfg-rh(5): IPV6INIT is "no" where it is absent.
        values.put("ipv6.method", "disabled");
        for (String line : lines) {
            String proto = DhcpClients.value(line, "BOOTPROTO");
            if (!proto.isEmpty()) {
                values.put("ipv4.method", proto.equals("dhcp") ? "auto" : "manual");
            }
            String peer = DhcpClients.value(line, "PEERDNS");
            if (!peer.isEmpty()) {
                // nm-settings-ifcfg-rh(5): it means ignore-auto-dns of both families.
                values.put("ipv4.ignore-auto-dns", peer.equals("no") ? "yes" : "no");
                values.put("ipv6.ignore-auto-dns", peer.equals("no") ? "yes" : "no");
            }
            String six = DhcpClients.value(line, "IPV6INIT");
            if (!six.isEmpty()) {
                values.put("ipv6.method", six.equals("no") ? "disabled" : "auto");
            }
        }
        for (String line : lines) {
            String peer = DhcpClients.value(line, "IPV6_PEERDNS");
            if (!peer.isEmpty()) {
                values.put("ipv6.ignore-auto-dns", peer.equals("no") ? "yes" : "no");
            }
        }
        return values;
    }
}
