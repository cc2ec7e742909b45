package dev.preflight.api;

import dev.preflight.fact.Context;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kind of a text or number. Every value is checked against it, wherever it was given: in a profile, by
 * {@code --set}, or by a hook's request.
 */
public enum Shape {
    /** Anything. */
    ANY("text", "text", text -> true),
    /** An address of IPv4 or IPv6 (RFC 4291 section 2.2), which may name its link: {@code fe80::1%eth0}. */
    ADDRESS("an IP address such as 10.0.0.53", "IP addresses such as 10.0.0.53", AddressText::fits),
    /** A path from the root on. */
    PATH(
            "an absolute path such as /opt/platform",
            "absolute paths such as /opt/platform",
            text -> text.startsWith("/")),
    /** A block device: by what udev(7) calls it, by the name of the device mapper, or by that of the kernel. */
    DEVICE(
            "a block device such as /dev/disk/by-id/wwn-0x5000c500a1b2c3d4",
            "block devices such as /dev/disk/by-id/wwn-0x5000c500a1b2c3d4",
            text -> text.matches("/dev/((disk/by-(id|path)|mapper|cciss)/)?[^/\\s]+")),
    /** A file of the kernel's sysfs(5), or a pattern with stars and question marks for several. */
    SYSFS(
            "a path below /sys such as /sys/block/*/queue/scheduler",
            "paths below /sys such as /sys/block/*/queue/scheduler",
            text -> text.startsWith("/sys/")
                    && text.matches("[^\\s\\[\\]]*[^/\\s\\[\\]]")
                    && Collections.disjoint(Arrays.asList(text.substring(1).split("/")), List.of("", ".", ".."))),
    /** The path of a file that may be read: devices do not end, and some act when they are opened. */
    FILE(
            "an absolute path such as /etc/platform.conf, without . and .., and not below /dev",
            "absolute paths such as /etc/platform.conf, without . and .., and not below /dev",
            FilePath::fits),
    /** The name of a program, or its absolute path. */
    COMMAND(
            "the name of a program, or its absolute path",
            "names of programs, or their absolute paths",
            text -> text.startsWith("/") || text.matches("[A-Za-z0-9_.\\[][A-Za-z0-9_.+:\\[-]*")),
    /** The name of a program, without its path. */
    PROGRAM("the name of a program", "names of programs", text -> text.matches("[A-Za-z0-9_.\\[][A-Za-z0-9_.+:\\[-]*")),
    /**
     * A user as useradd(8) takes it, and as directories of users name theirs ({@code DOMAIN\name}, {@code name@domain}):
     * no dash in front, not digits alone, 32 characters at most.
     */
    USER(
            "the name of a user such as platform",
            "names of users such as platform",
            text -> text.matches("(?=[^@\\\\]{1,32}([@\\\\]|$)).{1,256}")
                    && text.matches("[A-Za-z0-9_.][A-Za-z0-9_.@\\\\-]*\\$?")
                    && !text.matches("\\d+|\\.\\.?")),
    /** A user, or a group behind {@code group:}. */
    ACCOUNT(
            "the name of a user such as platform, or of a group such as group:docker",
            "names of users such as platform, or of groups such as group:docker",
            text -> USER.fits(text.startsWith("group:") ? text.substring("group:".length()) : text)),
    /** An interface as the kernel takes it: {@code dev_valid_name} of net/core/dev.c; and no dash in front. */
    INTERFACE(
            "the name of a network interface such as eth1, of 15 characters at most",
            "names of network interfaces such as eth1, of 15 characters at most",
            text -> text.matches("[^-/:\\s][^/:\\s]{0,14}") && !text.matches("\\.\\.?")),
    /** A version of something that is installed. */
    VERSION(
            "a version such as 26.1.3",
            "versions such as 26.1.3",
            text -> text.matches("v?\\d{1,6}([-+~.][A-Za-z0-9.+~-]*)?")),
    /** The name of a host or a service in the DNS, or an address. */
    HOST(
            "a host name or address such as db.platform.internal",
            "host names or addresses such as db.platform.internal",
            text -> AddressText.fits(text)
                    || (text.length() <= 253
                            && text.matches(
                                    "[\\p{L}\\p{N}_]([\\p{L}\\p{N}_-]{0,62})(\\.[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]{0,62})*+\\.?")
                            && !text.matches("[\\d.]+"))),
    /** Ports of a protocol, on one kind of addresses or on both. */
    PORTS(
            "ports such as 6443/tcp, 30000-32767/udp or 53/udp/v4",
            "ports such as 6443/tcp, 30000-32767/udp or 53/udp/v4",
            Ports::fit),
    /** Where something is fetched from: RFC 3986, by HTTP. */
    URL(
            "an address such as http://10.0.0.9/peers",
            "addresses such as http://10.0.0.9/peers",
            text -> text.matches("https?://[^\\s/?#]+([/?#]\\S*)?")),
    /** What a host connects to: RFC 3986, by HTTP and without a user, or a port of TCP. */
    ENDPOINT(
            "an address such as https://registry.example/v2/ or tcp://10.0.0.9:6443, without a user or password",
            "addresses such as https://registry.example/v2/ or tcp://10.0.0.9:6443, without a user or password",
            EndpointText::fits),
    /** A unit of systemd, by systemd.unit(5). */
    UNIT(
            "a unit of systemd such as platform.service",
            "units of systemd such as platform.service",
            text -> text.matches("[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]{0,254}")),
    /** A package of dpkg, rpm or apk: deb-control(5) on Package, and the capitals and underscores that rpm has as well. */
    PACKAGE(
            "the name of a package such as docker-ce",
            "names of packages such as docker-ce",
            text -> text.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}")),
    /** A limit of a process, as limits.conf(5) names it. */
    LIMIT(
            "one of " + String.join(", ", Limits.ALL),
            "the words " + String.join(", ", Limits.ALL),
            text -> Limits.ALL.contains(text)),
    /** A word: no blanks, no dash in front. */
    WORD("a word without blanks", "words without blanks", text -> text.matches("[^-\\s]\\S*")),
    /** What os-release(5) calls a distribution; one that is not known is a warning, see {@code HostWords}. */
    DISTRIBUTION(
            "the ID of a distribution such as rhel",
            "IDs of distributions such as rhel",
            text -> text.matches("[^-\\s]\\S*")),
    /** A context in which a probe can run: see {@link dev.preflight.fact.Context#runsScripts}. */
    SCRIPT_CONTEXT(
            "one of " + String.join(", ", Scripted.ALL),
            "the words " + String.join(", ", Scripted.ALL),
            text -> Scripted.ALL.contains(text)),
    /** How containers are attached. */
    NETWORK_MODE(
            "one of " + String.join(", ", Modes.ALL),
            "the words " + String.join(", ", Modes.ALL),
            text -> Modes.ALL.contains(text.toLowerCase(Locale.ROOT))),
    /** Parts of a hundred. */
    PERCENT(0, 100),
    /** The largest IP packet of a link: RFC 791 section 3.2 for 68, its 16 bits for the other. */
    MTU(68, 65_535),
    /** A tag of IEEE 802.1Q; 0 and 4095 are reserved. */
    VLAN(1, 4094),
    /** RFC 768 and RFC 9293: sixteen bits. */
    PORT(1, 65_535),
    /** How many of something. */
    COUNT(0, Integer.MAX_VALUE),
    /** How much of something that there must be some of: a number, a size, a length of time. */
    POSITIVE(1, Integer.MAX_VALUE);

    private final String words;
    private final String plural;

    @SuppressWarnings("ImmutableEnumChecker") // without state
    private final Predicate<String> fits;

    private final long least;
    private final long most;

    Shape(String words, String plural, Predicate<String> fits) {
        this.words = words;
        this.plural = plural;
        this.fits = fits;
        this.least = Long.MIN_VALUE;
        this.most = Long.MAX_VALUE;
    }

    Shape(long least, long most) {
        this.words = "";
        this.plural = "";
        this.fits = text -> true;
        this.least = least;
        this.most = most;
    }

    /** One such text, in the words of a message; empty if it is about numbers. */
    public String words() {
        return words;
    }

    /** Several such texts, in the words of a message; empty if it is about numbers. */
    public String plural() {
        return plural;
    }

    /** Whether a text is of this kind. */
    public boolean fits(String text) {
        return !text.isBlank() && fits.test(text);
    }

    /** The least number of this kind. */
    public long least() {
        return least;
    }

    /** The greatest number of this kind. */
    public long most() {
        return most;
    }

    private static final class Modes {
        /** Attached as they are, and through a tunnel; a 6 means over IPv6. */
        static final List<String> ALL = List.of(
                "bridge",
                "ovs",
                "vlan",
                "macvlan",
                "macvtap",
                "ipvlan",
                "sriov",
                "host",
                "overlay",
                "vxlan",
                "vxlan6",
                "geneve",
                "geneve6",
                "ipip",
                "sit",
                "gre",
                "gretap",
                "wireguard",
                "wireguard6");

        private Modes() {}
    }

    private static final class Scripted {
        static final List<String> ALL = Stream.of(Context.values())
                .filter(Context::runsScripts)
                .filter(Context::mayBeNamed)
                .map(Context::id)
                .toList();

        private Scripted() {}
    }

    private static final class Limits {
        static final List<String> ALL = List.of("nofile", "nproc", "memlock", "stack", "core", "as", "fsize");

        private Limits() {}
    }

    private static final class Ports {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})(?:-([1-9]\\d{0,4}))?/(tcp|udp)(/v[46])?");

        private Ports() {}

        static boolean fit(String text) {
            Matcher m = FORM.matcher(text);
            if (!m.matches()) {
                return false;
            }
            int last = Integer.parseInt(m.group(m.group(2) == null ? 1 : 2));
            return Integer.parseInt(m.group(1)) <= last && last <= PORT.most;
        }
    }

    private static final class FilePath {
        /** PATH_MAX of limits.h. */
        private static final int LONGEST = 4096;

        private FilePath() {}

        static boolean fits(String text) {
            boolean whole = text.startsWith("/")
                    && text.length() <= LONGEST
                    && text.chars().noneMatch(Character::isISOControl)
                    && Stream.of(text.substring(1).split("/", -1)).allMatch(FilePath::isName);
            return whole && !text.equals("/dev") && !text.startsWith("/dev/") && !text.equals("/proc/kcore");
        }

        private static boolean isName(String component) {
            return !component.isEmpty() && !component.equals(".") && !component.equals("..");
        }
    }
}
