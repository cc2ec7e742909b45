package dev.preflight.checks.resolver;

import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The clients that write resolv.conf themselves when a lease comes. */
final class DhcpClients {
    private DhcpClients() {}

    /** ISC dhclient: EL7's network service, Debian's ifupdown. Sources: dhclient.conf(5), dhclient-script(8). */
    static final class Dhclient implements ResolvOwner {
        @Override
        public String id() {
            return "dhclient";
        }

        @Override
        public boolean active(ResolverState host) {
            return host.clients().stream().anyMatch(Dhclient::writes);
        }

        /** One that NetworkManager started hands its lease to it and writes nothing. */
        private static boolean writes(ResolverState.Client client) {
            return client.name().equals("dhclient")
                    && !client.parent().equals("NetworkManager")
                    && !client.commandLine().contains("nm-dhcp");
        }

        @Override
        public Hold hold(ResolverState host, List<String> wanted) {
            List<Hold> holds = host.clients().stream()
                    .filter(Dhclient::writes)
                    .map(client -> new DhclientHold(host, client, wanted).hold())
                    .toList();
            return holds.contains(Hold.OVERWRITES)
                    ? Hold.OVERWRITES
                    : holds.contains(Hold.UNTOLD) ? Hold.UNTOLD : Hold.PROTECTED;
        }

        @Override
        public Remedy keep(ResolverState host, List<String> servers) {
            // The option takes IPv4 addresses only (dhcp-options(5)).
            return servers.stream().anyMatch(server -> server.contains(":"))
                    ? Remedy.manual("set-servers")
                    : ResolvOwner.keeping("dhclient", servers, ", ");
        }
    }

    /** dhcpcd: new installs of Debian 13. Source: dhcpcd.conf(5). */
    static final class Dhcpcd implements ResolvOwner {
        @Override
        public String id() {
            return "dhcpcd";
        }

        @Override
        public boolean active(ResolverState host) {
            return host.runs("dhcpcd");
        }

        @Override
        public Hold hold(ResolverState host, List<String> wanted) {
            boolean told = host.clients().stream()
                    .filter(client -> client.name().equals("dhcpcd"))
                    .allMatch(client -> client.says("nohook"));
            boolean kept = told || kept(host.lines("/etc/dhcpcd.conf", ""), wanted);
            return kept ? Hold.PROTECTED : host.unreadable("/etc/dhcpcd.conf") ? Hold.UNTOLD : Hold.OVERWRITES;
        }

        /** Lines above the first block are for every interface, the others only for those of their block. */
        private static boolean kept(List<String> lines, List<String> wanted) {
            Optional<String> fixed = Optional.empty();
            for (String line : lines) {
                String[] words = line.strip().split("[\\s,=]+");
                if (Set.of("interface", "ssid", "profile", "arping").contains(words[0])) {
                    break;
                }
                if (words[0].equals("nohook") && List.of(words).contains("resolv.conf")) {
                    return true;
                }
                if (words[0].equals("static") && words.length > 1 && words[1].equals("domain_name_servers")) {
                    fixed = Optional.of(String.join(" ", List.of(words).subList(2, words.length)));
                }
            }
            return fixed.filter(servers -> servers.equals(String.join(" ", wanted)))
                    .isPresent();
        }

        @Override
        public Remedy keep(ResolverState host, List<String> servers) {
            return Remedy.confirm("keep-dhcpcd", Privilege.ROOT);
        }
    }

    /** busybox's udhcpc, as Alpine has it. Source: Alpine's udhcpc script and its configuration. */
    static final class Udhcpc implements ResolvOwner {
        @Override
        public String id() {
            return "udhcpc";
        }

        @Override
        public boolean active(ResolverState host) {
            return host.runs("udhcpc");
        }

        @Override
        public Hold hold(ResolverState host, List<String> wanted) {
            boolean kept = host.clients().stream()
                    .filter(client -> client.name().equals("udhcpc"))
                    .allMatch(client -> kept(host, client));
            return kept ? Hold.PROTECTED : host.unreadable("/etc/udhcpc") ? Hold.UNTOLD : Hold.OVERWRITES;
        }

        private static boolean kept(ResolverState host, ResolverState.Client client) {
            List<String> scripts = client.told("script");
            if (scripts.contains("/bin/true")) {
                return true;
            }
            // Debian's script knows neither; evidence of before does not say what the script knows.
            List<String> known = host.dhclient().scripts().entrySet().stream()
                    .filter(script -> scripts.isEmpty()
                            ? script.getKey().endsWith("default.script")
                            : scripts.contains(script.getKey()))
                    .flatMap(script -> script.getValue().stream())
                    .toList();
            boolean recorded = host.dhclient().scripts().isEmpty();
            boolean peer = known.contains("IF_PEER_DNS")
                    && client.commandLine().lines().anyMatch(line -> line.matches("IF_PEER_DNS=(?!yes$).*"));
            return peer
                    || ((recorded || known.contains("udhcpc.conf"))
                            && written(host).filter(Udhcpc::another).isPresent());
        }

        /** The file that the script is configured to write: the last assignment counts. */
        private static Optional<String> written(ResolverState host) {
            return host.lines("/etc/udhcpc/udhcpc.conf", "").stream()
                    .filter(line -> line.strip().startsWith("RESOLV_CONF="))
                    .map(line -> uncommented(value(line, "RESOLV_CONF")).replaceAll("[\"']", ""))
                    .reduce((first, second) -> second);
        }

        private static String uncommented(String value) {
            int hash = value.indexOf('#');
            return hash > 0 && Character.isWhitespace(value.charAt(hash - 1))
                    ? value.substring(0, hash).stripTrailing()
                    : value;
        }

        private static boolean another(String file) {
            return !file.equals("yes") && !file.equals("YES") && !file.equals("/etc/resolv.conf");
        }

        @Override
        public Remedy keep(ResolverState host, List<String> servers) {
            return Remedy.confirm("keep-udhcpc", Privilege.ROOT);
        }
    }

    /** The value of an assignment of shell, without quotes; empty if the line is none of this name. */
    static String value(String line, String name) {
        String text = line.strip();
        return text.startsWith(name + "=")
                ? text.substring(name.length() + 1).strip().replaceAll("^([\"'])(.*)\\1$", "$2")
                : "";
    }
}
