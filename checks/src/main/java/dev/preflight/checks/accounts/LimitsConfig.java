package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What pam_limits sets, and for whom. The fact's arguments are the names of limits.
 *
 * @param lines of limits.conf and limits.d, in the order in which they are read
 * @param stacks by service of PAM, its file
 * @param reached by service of PAM, where its sessions come to pam_limits
 * @param sshd whether there is a configuration of OpenSSH's server
 * @param usePam where {@code UsePAM} is said, behind it a blank and its value; empty if nowhere
 * @param nrOpen the most open files that the kernel allows a process ({@code fs.nr_open})
 * @param unreadable files of limits that could not be read
 */
record LimitsConfig(
        List<Line> lines,
        Map<String, String> stacks,
        Map<String, String> reached,
        boolean sshd,
        Optional<String> usePam,
        OptionalLong nrOpen,
        List<String> unreadable) {

    /** Small files; some sites hide that of sshd. */
    public static final Fact<LimitsConfig> FACT =
            Fact.named("limits-config", LimitsConfig.class).prefersRoot().parsedBy(LimitsConfig::parse);

    /**
     * A line of limits.conf(5).
     *
     * @param item as written; empty for a line that takes every limit from the domain
     * @param number in the limit's own unit; {@link LimitValue#UNLIMITED} for no limit
     */
    public record Line(String where, String domain, String type, String item, long number) {}

    /** The collections are copied. */
    LimitsConfig {
        lines = List.copyOf(lines);
        stacks = Collections.unmodifiableMap(new LinkedHashMap<>(stacks));
        reached = Collections.unmodifiableMap(new LinkedHashMap<>(reached));
        unreadable = List.copyOf(unreadable);
    }

    /** The service of PAM that a way in uses; sudo and su have others for logins where there is a file of it. */
    Optional<String> service(Context context) {
        return switch (context) {
            case EXEC, LOGIN -> Optional.of("sshd");
            case SUDO -> Optional.of("sudo");
            case SUDO_I -> Optional.of(stacks.containsKey("sudo-i") ? "sudo-i" : "sudo");
            case SU -> Optional.of("su");
            case SU_LOGIN -> Optional.of(stacks.containsKey("su-l") ? "su-l" : "su");
            default -> Optional.empty();
        };
    }

    /** Where it is said that sshd asks no PAM; sshd_config(5): by default it asks none. */
    Optional<String> withoutPam(Context context) {
        boolean ssh = context == Context.EXEC || context == Context.LOGIN;
        if (!ssh || !sshd || usePam.filter(said -> said.endsWith(" yes")).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                usePam.map(said -> said.substring(0, said.lastIndexOf(' '))).orElse("/etc/ssh/sshd_config"));
    }

    /** The file of a way in whose sessions do not come to pam_limits. */
    Optional<String> withoutLimits(Context context) {
        return service(context)
                .filter(name -> !reached.containsKey(name))
                .map(name -> stacks.getOrDefault(name, "/etc/pam.d/" + name));
    }

    private static Reading<LimitsConfig> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        List<Line> lines = new ArrayList<>();
        for (HeadedText.Part part : text.all("conf")) {
            for (String printed : part.lines()) {
                line(part.argument(), printed).ifPresent(lines::add);
            }
        }
        Map<String, String> stacks = new LinkedHashMap<>();
        Map<String, String> reached = new LinkedHashMap<>();
        for (String stack : text.arguments("stack")) {
            String[] words = stack.split(" ");
            if (words.length != 3) {
                throw new FactFormatException("expected a service of PAM, its file and a place, found: " + stack);
            }
            stacks.put(words[0], words[1]);
            if (!words[2].equals("-")) {
                reached.put(words[0], words[2]);
            }
        }
        String nrOpen = text.argument("nr_open").orElseThrow(() -> new FactFormatException("expected fs.nr_open"));
        return Reading.got(new LimitsConfig(
                lines,
                stacks,
                reached,
                text.first("sshd").isPresent(),
                text.argument("usepam"),
                nrOpen.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Numbers.whole(nrOpen)),
                text.arguments("unreadable").stream()
                        .filter(file -> file.contains("/security/"))
                        .toList()));
    }

    /** pam_limits leaves out a line that it cannot read. */
    private static Optional<Line> line(String file, String printed) throws FactFormatException {
        String[] words = printed.split(" ", 5);
        if (words.length < 3) {
            throw new FactFormatException("expected a number, a domain and a type, found: " + printed);
        }
        String where = file + ":" + Numbers.small(words[0]);
        if (words.length < 5) {
            return Optional.of(new Line(where, words[1], words[2], "", LimitValue.UNLIMITED));
        }
        return LimitValue.ofHost(words[4]).map(number -> new Line(where, words[1], words[2], words[3], number));
    }
}
