package dev.preflight.checks.resolver;

import dev.preflight.api.Remedy;
import java.util.List;
import java.util.Optional;

/** Programs that put resolv.conf together for others. */
final class Frameworks {
    private Frameworks() {}

    /** resolvconf of Debian and openresolv. Sources: resolvconf(8), resolvconf.conf(5). */
    static final class Resolvconf implements ResolvOwner {
        @Override
        public String id() {
            return "resolvconf";
        }

        @Override
        public String copy() {
            return "/run/resolvconf/resolv.conf";
        }

        @Override
        public boolean active(ResolverState host) {
            return host.header("resolvconf") && !host.header("systemd-resolved");
        }

        @Override
        public Hold hold(ResolverState host, List<String> wanted) {
            boolean off = host.lines("/etc/resolvconf.conf", "").stream()
                    .anyMatch(line -> DhcpClients.value(line, "resolvconf").equalsIgnoreCase("no"));
            boolean head = !host.lines("/etc/resolvconf/resolv.conf.d/head", "").isEmpty();
            if (off || head) {
                return Hold.PROTECTED;
            }
            if (host.unreadable("/etc/resolvconf") || (host.clients().isEmpty() && host.hiddenProc())) {
                return Hold.UNTOLD;
            }
            // Where nothing gets a lease, it puts together what /etc/network/interfaces has.
            return host.clients().isEmpty() ? Hold.STATIC : Hold.OVERWRITES;
        }
    }

    /** netconfig of SLES, whether wicked or NetworkManager gets the lease. Source: its sysconfig template. */
    static final class Netconfig implements ResolvOwner {
        private static final String INTERFACES = "/etc/sysconfig/network/ifcfg-";

        @Override
        public String id() {
            return "netconfig";
        }

        @Override
        public boolean active(ResolverState host) {
            return host.header("netconfig")
                    || host.clients().stream().anyMatch(c -> c.name().startsWith("wickedd"));
        }

        @Override
        public Hold hold(ResolverState host, List<String> wanted) {
            Optional<String> policy = Optional.empty();
            List<String> servers = List.of();
            for (String line : host.lines("/etc/sysconfig/network/config", "")) {
                if (line.strip().startsWith("NETCONFIG_DNS_POLICY=")) {
                    policy = Optional.of(DhcpClients.value(line, "NETCONFIG_DNS_POLICY"));
                }
                String named = DhcpClients.value(line, "NETCONFIG_DNS_STATIC_SERVERS");
                servers = named.isBlank() ? servers : List.of(named.strip().split("\\s+"));
            }
            if (policy.isEmpty()) {
                return Hold.UNTOLD;
            }
            if (policy.get().isEmpty() || (policy.get().equals("STATIC") && !servers.isEmpty())) {
                return Hold.PROTECTED;
            }
            if (host.unreadable(INTERFACES)) {
                return Hold.UNTOLD;
            }
            // Any policy takes only what interfaces bring, and puts the static ones in front.
            return servers.equals(host.nameservers()) && bringNone(host) ? Hold.STATIC : Hold.OVERWRITES;
        }

        /** Whether wicked's interfaces all have addresses of their own: ifcfg(5), where static is the default. */
        private static boolean bringNone(ResolverState host) {
            return !host.runs("NetworkManager")
                    && host.files(INTERFACES, "")
                            .anyMatch(file -> !file.getKey().equals(INTERFACES + "lo"))
                    && host.lines(INTERFACES, "").stream()
                            .map(line -> DhcpClients.value(line, "BOOTPROTO"))
                            .allMatch(proto -> proto.isEmpty() || proto.matches("static|none"));
        }

        @Override
        public Remedy keep(ResolverState host, List<String> servers) {
            return ResolvOwner.keeping("netconfig", servers, " ");
        }
    }

    /** cloud-init, which writes the network's files anew at a boot. Source: its network configuration reference. */
    static final class CloudInit implements ResolvOwner {
        @Override
        public String id() {
            return "cloud-init";
        }

        @Override
        public boolean active(ResolverState host) {
            return host.cloudInit() && host.header("cloud-init");
        }

        @Override
        public Hold hold(ResolverState host, List<String> wanted) {
            boolean off = host.cloudNetworkDisabled()
                    || host.lines("/etc/cloud/cloud.cfg.d/", ".cfg").stream()
                            .anyMatch(line -> !line.strip().startsWith("#") && line.contains("disabled"));
            return off ? Hold.PROTECTED : Hold.OVERWRITES;
        }
    }
}
