package dev.preflight.host;

import dev.preflight.node.Ascii;
import dev.preflight.node.Suggestion;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words by which hosts call their distribution and their machine. There are more distributions than are listed here: a word
 * that is not here is worth a warning, and no error.
 */
public final class KnownSystems {
    /** Values of ID and ID_LIKE of os-release(5), in the letters that the distributions use: they are compared as they are. */
    private static final Set<String> DISTRIBUTIONS = Set.of(
            "almalinux",
            "alinux",
            "alpine",
            "altlinux",
            "amzn",
            "anolis",
            "arch",
            "asianux",
            "astra",
            "azurelinux",
            "bclinux",
            "bottlerocket",
            "centos",
            "cloudlinux",
            "debian",
            "deepin",
            "Deepin",
            "devuan",
            "euleros",
            "eurolinux",
            "fedora",
            "flatcar",
            "gentoo",
            "hce",
            "kali",
            "kylin",
            "linux",
            "linuxmint",
            "manjaro",
            "mariner",
            "miraclelinux",
            "neokylin",
            "nixos",
            "ol",
            "opencloudos",
            "openEuler",
            "openkylin",
            "opensuse",
            "opensuse-leap",
            "opensuse-tumbleweed",
            "photon",
            "raspbian",
            "redos",
            "rhcos",
            "rhel",
            "rocky",
            "rosa",
            "scientific",
            "sle-micro",
            "sl-micro",
            "sled",
            "sles",
            "sles_sap",
            "slackware",
            "suse",
            "talos",
            "tencentos",
            "ubuntu",
            "uos",
            "virtuozzo",
            "void");

    /** What other tools and people call them. */
    private static final Map<String, String> OTHER_DISTRIBUTIONS = Map.ofEntries(
            Map.entry("alibaba", "alinux"),
            Map.entry("aliyun", "alinux"),
            Map.entry("alma", "almalinux"),
            Map.entry("amazon", "amzn"),
            Map.entry("amazonlinux", "amzn"),
            Map.entry("archlinux", "arch"),
            Map.entry("centos-stream", "centos"),
            Map.entry("mint", "linuxmint"),
            Map.entry("oracle", "ol"),
            Map.entry("oraclelinux", "ol"),
            Map.entry("redhat", "rhel"),
            Map.entry("red-hat", "rhel"),
            Map.entry("rockylinux", "rocky"),
            Map.entry("sle", "sles"),
            Map.entry("uniontech", "uos"));

    /**
     * Machine names of uname(2) on Linux: UTS_MACHINE of the kernel's {@code arch/<name>/Makefile} and what
     * {@code arch/arm} and {@code arch/x86} put in its place.
     */
    private static final Set<String> MACHINES = Set.of(
            "aarch64",
            "armv6l",
            "armv7l",
            "armv8l",
            "i386",
            "i486",
            "i586",
            "i686",
            "ia64",
            "loongarch64",
            "mips",
            "mips64",
            "ppc",
            "ppc64",
            "ppc64le",
            "riscv32",
            "riscv64",
            "s390",
            "s390x",
            "sparc64",
            "sw_64",
            "x86_64");

    /** What Debian, Go, Docker and others call them. */
    private static final Map<String, String> OTHER_MACHINES = Map.ofEntries(
            Map.entry("amd64", "x86_64"),
            Map.entry("arm", "armv7l"),
            Map.entry("arm64", "aarch64"),
            Map.entry("armhf", "armv7l"),
            Map.entry("armv8", "aarch64"),
            Map.entry("intel64", "x86_64"),
            Map.entry("loong64", "loongarch64"),
            Map.entry("ppc64el", "ppc64le"),
            Map.entry("powerpc64le", "ppc64le"),
            Map.entry("x64", "x86_64"),
            Map.entry("x86", "i686"),
            Map.entry("x86-64", "x86_64"));

    /** Those of them that are another name of exactly one machine; {@code arm} and {@code x86} are names of several. */
    private static final Set<String> SAME_MACHINE =
            Set.of("amd64", "arm64", "intel64", "loong64", "ppc64el", "powerpc64le", "x64", "x86-64");

    private KnownSystems() {}

    /** What uname(2) says on a machine that people call so; the word itself if it is no other name of just one. */
    public static String machine(String word) {
        String lower = Ascii.lower(word);
        return SAME_MACHINE.contains(lower) ? OTHER_MACHINES.getOrDefault(lower, word) : word;
    }

    /** Whether a known distribution has this ID, or this word in its ID_LIKE. */
    public static boolean isDistribution(String word) {
        return DISTRIBUTIONS.contains(word);
    }

    /** Every known ID and word of ID_LIKE, sorted. */
    public static List<String> distributions() {
        return DISTRIBUTIONS.stream().sorted().toList();
    }

    /** Every known machine name, sorted. */
    public static List<String> machines() {
        return MACHINES.stream().sorted().toList();
    }

    /** The ID or word of ID_LIKE that was most likely meant. */
    public static Optional<String> nearestDistribution(String word) {
        return nearest(word, DISTRIBUTIONS, OTHER_DISTRIBUTIONS);
    }

    /** Whether a known machine is called so, by uname(2) or as {@link #machine} knows. */
    public static boolean isMachine(String word) {
        return MACHINES.contains(machine(word));
    }

    /** The machine name that was most likely meant. */
    public static Optional<String> nearestMachine(String word) {
        return nearest(word, MACHINES, OTHER_MACHINES);
    }

    private static Optional<String> nearest(String word, Set<String> known, Map<String, String> others) {
        String lower = Ascii.lower(word);
        return Optional.ofNullable(others.get(lower))
                .or(() -> known.stream()
                        .filter(one -> Ascii.lower(one).equals(lower))
                        .min(Comparator.naturalOrder()))
                .or(() -> Suggestion.nearest(lower, known, others));
    }
}
