package dev.preflight.checks.security;

import dev.preflight.checks.fact.BootConfig;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What SELinux and AppArmor are now, and what their files set. Sources: selinux(8), selinux_config(5), libselinux's
 * selinux_getenforcemode() and is_selinux_enabled(), apparmor(7), the kernel's LSM documentation.
 *
 * @param sysfs whether {@code /sys} is there at all: without it nothing is known
 * @param enforce what {@code /sys/fs/selinux/enforce} says; empty if there is no such file
 * @param context that of this process: {@code kernel} as long as no policy is loaded
 * @param booleans switches of the policy: what is in force, and what waits to be
 * @param config the line of {@code /etc/selinux/config} that counts
 * @param configThere whether there is that file
 * @param autorelabel whether the next boot gives all files their labels
 * @param lsm modules that the kernel started; empty before Linux 4.11, or if the file cannot be read
 * @param apparmor what AppArmor's {@code enabled} says; empty if the kernel has no AppArmor
 * @param parser whether {@code apparmor_parser} is installed
 * @param profiles of AppArmor, with their modes; missing if they may not be listed
 * @param unreadable files that are there and could not be read
 */
record SecurityModules(
        boolean sysfs,
        Optional<Boolean> enforce,
        String context,
        Map<String, String> booleans,
        Optional<ConfigLine> config,
        boolean configThere,
        boolean autorelabel,
        List<String> lsm,
        Optional<Boolean> apparmor,
        boolean parser,
        Reading<Map<String, String>> profiles,
        List<String> unreadable) {
    /** Only root may list the profiles of AppArmor. */
    static final Fact<SecurityModules> FACT = Fact.named("security-modules", SecurityModules.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .parsedBy(SecurityModules::parse);

    static final FactRequest<SecurityModules> REQUEST = FACT.request();

    /** Words of the command line that decide about both: the kernel's kernel-parameters. */
    static final FactRequest<BootConfig> BOOT =
            BootConfig.FACT.request().withArguments(List.of("apparmor", "enforcing", "lsm", "security", "selinux"));

    /**
     * A line of {@code /etc/selinux/config}.
     *
     * @param value in lower case
     */
    record ConfigLine(int number, String value) {
        String where() {
            return "/etc/selinux/config:" + number;
        }
    }

    SecurityModules {
        booleans = Collections.unmodifiableMap(new TreeMap<>(booleans));
        lsm = List.copyOf(lsm);
        unreadable = List.copyOf(unreadable);
    }

    /** Whether it is known what SELinux does, be it nothing. */
    boolean tellsEnforce() {
        return sysfs && !unreadable.contains("/sys/fs/selinux/enforce");
    }

    private static Reading<SecurityModules> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Optional<String> enforce = text.argument("enforce");
        if (enforce.filter(value -> !value.matches("[01]")).isPresent()) {
            throw new FactFormatException("expected 0 or 1, found: " + enforce.get());
        }
        return Reading.got(new SecurityModules(
                text.first("sysfs").isPresent(),
                enforce.map("1"::equals),
                text.argument("context").orElse(""),
                booleans(text.lines("booleans")),
                config(text.lines("config")),
                text.first("config").isPresent(),
                text.first("autorelabel").isPresent(),
                text.argument("lsm").map(all -> Arrays.asList(all.split(","))).orElse(List.of()),
                text.argument("apparmor").map("Y"::equals),
                text.first("parser").isPresent(),
                profiles(text),
                text.arguments("unreadable")));
    }

    private static Map<String, String> booleans(List<String> lines) {
        Map<String, String> booleans = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length > 1) {
                booleans.put(words[0], words[1].equals("1") ? "on" : "off");
            }
        }
        return booleans;
    }

    private static Optional<ConfigLine> config(List<String> lines) throws FactFormatException {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String[] words = lines.get(0).split(" ", 2);
        if (words.length < 2 || !words[1].startsWith("SELINUX=")) {
            throw new FactFormatException("expected SELINUX=, found: " + lines.get(0));
        }
        return Optional.of(
                new ConfigLine(Numbers.small(words[0]), Ascii.lower(words[1].substring("SELINUX=".length()))));
    }

    /** As the kernel lists them: {@code docker-default (enforce)}. */
    private static Reading<Map<String, String>> profiles(HeadedText text) {
        if (text.first("unlisted").isPresent()) {
            return Reading.missing(Reason.NO_PERMISSION, "only root lists the profiles of AppArmor");
        }
        if (text.first("cut").isPresent()) {
            return Reading.missing(Reason.TRUNCATED, "profiles of AppArmor");
        }
        if (text.first("profiles").isEmpty() && text.argument("apparmor").equals(Optional.of("Y"))) {
            return Reading.missing(Reason.NOT_READABLE, "/sys/kernel/security/apparmor/profiles");
        }
        Map<String, String> profiles = new TreeMap<>();
        for (String line : text.lines("profiles")) {
            int bracket = line.lastIndexOf(" (");
            if (bracket > 0 && line.endsWith(")")) {
                profiles.put(line.substring(0, bracket), line.substring(bracket + 2, line.length() - 1));
            }
        }
        return Reading.got(profiles);
    }
}
