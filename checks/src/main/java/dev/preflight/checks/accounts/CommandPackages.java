package dev.preflight.checks.accounts;

import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which package a command comes and what installs it, by family of distributions. From the file lists of Debian 12,
 * Rocky Linux 9, SLES 15 and Alpine 3.19.
 */
final class CommandPackages {
    private static final Map<String, Family> FAMILIES = Map.of(
            "debian",
            new Family(
                    "apt-get install -y",
                    Map.of(
                            "ping",
                            "iputils-ping",
                            "ip",
                            "iproute2",
                            "ss",
                            "iproute2",
                            "netstat",
                            "net-tools",
                            "nft",
                            "nftables")),
            "rhel",
            new Family(
                    "dnf install -y",
                    Map.of(
                            "ping",
                            "iputils",
                            "ip",
                            "iproute",
                            "ss",
                            "iproute",
                            "netstat",
                            "net-tools",
                            "nft",
                            "nftables",
                            "sysctl",
                            "procps-ng",
                            "awk",
                            "gawk")),
            "suse",
            new Family(
                    "zypper install -y",
                    Map.of(
                            "ping",
                            "iputils",
                            "ip",
                            "iproute2",
                            "ss",
                            "iproute2",
                            "netstat",
                            "net-tools",
                            "nft",
                            "nftables",
                            "awk",
                            "gawk")),
            "alpine",
            new Family(
                    "apk add",
                    Map.of(
                            "ping",
                            "iputils",
                            "ip",
                            "iproute2",
                            "ss",
                            "iproute2",
                            "netstat",
                            "net-tools",
                            "nft",
                            "nftables",
                            "sysctl",
                            "procps",
                            "rc-service",
                            "openrc")));

    private static final Map<String, String> EVERYWHERE = Map.of(
            "modprobe", "kmod",
            "sysctl", "procps",
            "awk", "mawk",
            "id", "coreutils",
            "mount", "util-linux");

    private record Family(String install, Map<String, String> packages) {}

    private CommandPackages() {}

    /** The command that installs it on this kind of host; empty if the distribution is none that we know. */
    static Optional<String> install(HostIdentity host, String command) {
        Optional<Family> family = host.isLike(List.of("debian", "ubuntu"))
                ? Optional.of(FAMILIES.get("debian"))
                : host.isLike(List.of("rhel", "fedora", "centos", "openEuler", "anolis", "kylin"))
                        ? Optional.of(FAMILIES.get("rhel"))
                        : host.isLike(List.of("suse", "sles", "opensuse"))
                                ? Optional.of(FAMILIES.get("suse"))
                                : host.isLike(List.of("alpine"))
                                        ? Optional.of(FAMILIES.get("alpine"))
                                        : Optional.empty();
        return family.map(of ->
                of.install() + " " + of.packages().getOrDefault(command, EVERYWHERE.getOrDefault(command, command)));
    }
}
