package dev.preflight.checks.resolver;

import com.google.re2j.Pattern;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.checks.fact.ResolverState;
import java.util.List;

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
            // One that NetworkManager started hands its lease to it and writes nothing.
            return host.clients().stream()
                    .anyMatch(client -> client.name().equals("dhclient")
                            && !client.parent().equals("NetworkManager")
                            && !client.commandLine().contains("nm-dhcp"));
        }

        @Override
        public Hold hold(ResolverState host) {
            boolean superseded = host.lines("/etc/dh", "dhclient.conf").stream()
                    .anyMatch(line -> line.matches("\\s*supersede\\s+domain-name-servers\\s+\\S.*"));
            boolean hooked = !host.lines("/etc/dhcp/dhclient-enter-hooks", "").isEmpty();
            List<String> interfaces = host.lines("/etc/sysconfig/network-scripts/ifcfg-", "");
            boolean peer =
                    interfaces.stream().anyMatch(line -> value(line, "PEERDNS").equals("no"));
            if (superseded || hooked || peer) {
                return Hold.PROTECTED;
            }
            return host.unreadable("/etc/dhcp")
                            || host.unreadable("/etc/dhclient")
                            || host.unreadable("/etc/sysconfig/network-scripts")
                    ? Hold.UNTOLD
                    : Hold.OVERWRITES;
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
        private static final Pattern KEPT =
                Pattern.compile("\\s*nohook\\s.*\\bresolv\\.conf\\b.*|\\s*static\\s+domain_name_servers=\\S.*");

        @Override
        public String id() {
            return "dhcpcd";
        }

        @Override
        public boolean active(ResolverState host) {
            return host.runs("dhcpcd");
        }

        @Override
        public Hold hold(ResolverState host) {
            boolean kept = host.lines("/etc/dhcpcd.conf", "").stream()
                    .anyMatch(line -> KEPT.matcher(line).matches());
            return kept ? Hold.PROTECTED : host.unreadable("/etc/dhcpcd.conf") ? Hold.UNTOLD : Hold.OVERWRITES;
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
        public Hold hold(ResolverState host) {
            boolean kept = host.lines("/etc/udhcpc/udhcpc.conf", "").stream()
                    .anyMatch(line -> value(line, "RESOLV_CONF").equalsIgnoreCase("no"));
            return kept ? Hold.PROTECTED : host.unreadable("/etc/udhcpc") ? Hold.UNTOLD : Hold.OVERWRITES;
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
