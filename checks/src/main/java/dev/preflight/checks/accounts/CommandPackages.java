package dev.preflight.checks.accounts;

import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which package a command comes and what installs it, by family of distributions. From the file lists of Debian 12,
 * Rocky Linux 9, SLES 15 and Alpine 3.19.
 */
enum CommandPackages {
    DEBIAN(
            List.of("debian", "ubuntu"),
            "apt-get install -y",
            "ping iputils-ping sysctl procps awk mawk iproute iproute2 netcat netcat-openbsd bind bind9-dnsutils xz xz-utils"),
    RHEL(
            List.of("rhel", "fedora", "centos", "openEuler", "anolis", "kylin"),
            "dnf install -y",
            "ping iputils sysctl procps-ng awk gawk iproute iproute netcat nmap-ncat bind bind-utils conntrack conntrack-tools"),
    SUSE(
            List.of("suse", "sles", "opensuse"),
            "zypper install -y",
            "ping iputils sysctl procps awk gawk iproute iproute2 netcat netcat-openbsd bind bind-utils conntrack conntrack-tools"),
    ALPINE(
            List.of("alpine"),
            "apk add",
            "ping iputils sysctl procps awk gawk iproute iproute2 netcat netcat-openbsd bind bind-tools conntrack conntrack-tools");

    /** Packages that have one name everywhere, or a name that the families above say in their own way. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("modprobe", "kmod"),
            Map.entry("id", "coreutils"),
            Map.entry("mount", "util-linux"),
            Map.entry("ip", "iproute"),
            Map.entry("ss", "iproute"),
            Map.entry("netstat", "net-tools"),
            Map.entry("ifconfig", "net-tools"),
            Map.entry("nft", "nftables"),
            Map.entry("nc", "netcat"),
            Map.entry("dig", "bind"),
            Map.entry("rc-service", "openrc"),
            Map.entry("systemctl", "systemd"));

    /** Commands whose package has their own name, or one that the families above say in their own way. */
    private static final Set<String> SAME = Set.of(
            "tar",
            "sed",
            "grep",
            "jq",
            "ping",
            "sysctl",
            "awk",
            "curl",
            "wget",
            "rsync",
            "unzip",
            "zip",
            "gzip",
            "xz",
            "openssl",
            "iptables",
            "ipset",
            "conntrack",
            "socat",
            "tcpdump",
            "ethtool",
            "lsof",
            "strace",
            "logrotate",
            "sudo",
            "bash",
            "git",
            "make",
            "lvm2",
            "telnet");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> ids;

    private final String install;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    CommandPackages(List<String> ids, String install, String names) {
        this.ids = ids;
        this.install = install;
        this.names = List.of(names.split(" ", -1));
    }

    /**
     * The command that installs those whose packages we know on this kind of host; empty if there is none, or if we do not know
     * the distribution: a guess might install another program of the name.
     */
    static Optional<String> install(HostIdentity host, List<String> commands) {
        List<String> known = commands.stream()
                .filter(command -> PACKAGES.containsKey(command) || SAME.contains(command))
                .toList();
        return Stream.of(values())
                .filter(family -> !known.isEmpty() && host.isLike(family.ids))
                .findFirst()
                .map(family -> family.install + " " + family.packages(known));
    }

    private String packages(List<String> commands) {
        return commands.stream()
                .map(command -> own(PACKAGES.getOrDefault(command, command)))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private String own(String name) {
        for (int i = 0; i + 1 < names.size(); i += 2) {
            if (names.get(i).equals(name)) {
                return names.get(i + 1);
            }
        }
        return name;
    }
}
