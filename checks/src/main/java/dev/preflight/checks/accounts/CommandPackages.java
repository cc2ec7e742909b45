package dev.preflight.checks.accounts;

import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which package a command comes and what installs it, by family of distributions. From the file lists of Debian 12,
 * Rocky Linux 9, SLES 15 and Alpine 3.19.
 */
enum CommandPackages {
    DEBIAN(
            List.of("debian", "ubuntu"),
            "apt-get install -y",
            "ping iputils-ping sysctl procps awk mawk iproute iproute2"),
    RHEL(
            List.of("rhel", "fedora", "centos", "openEuler", "anolis", "kylin"),
            "dnf install -y",
            "ping iputils sysctl procps-ng awk gawk iproute iproute"),
    SUSE(
            List.of("suse", "sles", "opensuse"),
            "zypper install -y",
            "ping iputils sysctl procps awk gawk iproute iproute2"),
    ALPINE(List.of("alpine"), "apk add", "ping iputils sysctl procps awk gawk iproute iproute2");

    /** Packages that have one name everywhere, or a name that the families above say in their own way. */
    private static final Map<String, String> PACKAGES = Map.of(
            "modprobe", "kmod",
            "id", "coreutils",
            "mount", "util-linux",
            "ip", "iproute",
            "ss", "iproute",
            "netstat", "net-tools",
            "nft", "nftables",
            "rc-service", "openrc",
            "systemctl", "systemd");

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

    /** The command that installs it on this kind of host; empty if the distribution is none that we know. */
    static Optional<String> install(HostIdentity host, String command) {
        return Stream.of(values())
                .filter(family -> host.isLike(family.ids))
                .findFirst()
                .map(family -> family.install + " " + family.own(PACKAGES.getOrDefault(command, command)));
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
