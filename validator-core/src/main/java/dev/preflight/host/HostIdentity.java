package dev.preflight.host;

import dev.preflight.api.HostSelector;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What kind of host it is, by os-release(5) and uname(2).
 *
 * @param id the distribution, such as {@code debian}; {@code linux} where the host does not say
 * @param idLike the distributions it is like, nearest first
 * @param version such as {@code 12} or {@code 22.04}; empty for rolling ones
 * @param prettyName for people
 * @param kernel release of the running kernel
 * @param arch machine name, such as {@code x86_64}
 * @param userId numeric id of the login user
 * @param container the container runtime it runs under, or empty for a host
 * @param selinux {@code enforcing} or {@code permissive}; empty where the kernel has no SELinux or does not use it
 */
public record HostIdentity(
        String id,
        List<String> idLike,
        String version,
        String prettyName,
        String kernel,
        String arch,
        long userId,
        String container,
        String selinux) {

    private static final String SELINUX = "selinux=";

    /** A field of uname(2) has 64 characters in Linux; the longest names of os-release(5) are sentences. */
    private static final int LONGEST = 256;

    /** The last line: os-release may end behind any of its own, and what is not there selects nothing. */
    private static final String END = "done";

    /** The fact; every host is asked for it. Before format 2 the answer had no end. */
    public static final Fact<HostIdentity> FACT = Fact.named("host-identity", HostIdentity.class)
            .format(2)
            .parsedBy(HostIdentity::parse, Map.of(1, HostIdentity::parseEndless));

    /** The one request for it. */
    public static final FactRequest<HostIdentity> REQUEST = FACT.request();

    public HostIdentity {
        idLike = List.copyOf(idLike);
    }

    /** Whether it is one of the hosts that are selected. */
    public boolean isOf(HostSelector selector) {
        return (selector.osFamily().isEmpty() || isLike(selector.osFamily()))
                && (selector.arch().isEmpty() || selector.arch().contains(arch))
                && selector.osVersion().stream()
                        .allMatch(condition -> !version.isEmpty() && condition.holdsFor(version));
    }

    /** Whether it is one of these distributions or like one. */
    public boolean isLike(List<String> families) {
        return families.contains(id) || idLike.stream().anyMatch(families::contains);
    }

    /** One line for people. */
    public String describe() {
        return prettyName + ", " + arch + ", kernel " + kernel + (selinux.isEmpty() ? "" : ", SELinux " + selinux);
    }

    static Reading<HostIdentity> parse(ProbeOutput output) throws FactFormatException {
        List<String> lines = output.lines();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(END)) {
            throw new FactFormatException("the last line should be \"done\"");
        }
        return parse(lines.subList(0, lines.size() - 1));
    }

    private static Reading<HostIdentity> parseEndless(ProbeOutput output) throws FactFormatException {
        List<String> lines = output.lines();
        if (lines.size() == 3 && !output.text().endsWith("\n")) {
            // Half of "none" would be the name of a container.
            throw new FactFormatException("expected the whole line of the container");
        }
        return parse(lines);
    }

    private static Reading<HostIdentity> parse(List<String> lines) throws FactFormatException {
        if (lines.size() < 3 || !lines.get(2).startsWith("container=")) {
            throw new FactFormatException("expected uname, user id and container, found " + lines.size() + " lines");
        }
        String[] uname = lines.get(0).split(" ", -1);
        if (uname.length < 3 || !lines.get(1).matches("\\d{1,10}")) {
            throw new FactFormatException("expected the output of uname -srm and id -u");
        }
        String selinux = lines.size() > 3 && lines.get(3).startsWith(SELINUX)
                ? lines.get(3).substring(SELINUX.length())
                : "";
        Map<String, String> os = osRelease(lines.subList(3, lines.size()));
        String container = lines.get(2).substring("container=".length());
        String like = os.getOrDefault("ID_LIKE", "").strip();
        HostIdentity identity = new HostIdentity(
                os.getOrDefault("ID", "linux"),
                like.isEmpty() ? List.of() : List.of(like.split("\\s+")),
                os.getOrDefault("VERSION_ID", ""),
                os.getOrDefault("PRETTY_NAME", os.getOrDefault("NAME", "Linux")),
                uname[1],
                uname[uname.length - 1],
                Long.parseLong(lines.get(1)),
                container.equals("none") ? "" : container,
                selinux);
        identity.refuseLong();
        return Reading.got(identity);
    }

    /** It is kept of every host until the end of a run, and reports show it. */
    private void refuseLong() throws FactFormatException {
        String likes = String.join(" ", idLike);
        for (String one : List.of(id, likes, version, prettyName, kernel, arch, container, selinux)) {
            if (one.length() > LONGEST) {
                throw new FactFormatException(
                        "expected names of up to " + LONGEST + " characters, found " + one.length());
            }
        }
    }

    /** Assignments whose values may be in quotes (os-release(5)). */
    private static Map<String, String> osRelease(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
