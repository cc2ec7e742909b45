package dev.preflight.checks.accounts;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the names of tools run in one context. The fact's arguments are the names.
 *
 * @param tools by name, in the order asked for; those that are not there have no match
 * @param packages what keeps the packages: {@code dpkg}, {@code rpm}, {@code apk} or {@code none}
 * @param profiles files of /etc/profile.d that speak of /usr/kerberos
 */
record ToolOrigins(Map<String, Tool> tools, String packages, List<String> profiles) {

    /** The fact. It waits for servers, and for lists of packages. */
    public static final Fact<ToolOrigins> FACT = Fact.named("tool-origins", ToolOrigins.class)
            .slow()
            .limit(Duration.ofSeconds(40))
            .parsedBy(ToolOrigins::parse);

    /**
     * What a shell's {@code type} says of a name that is no file: bash, dash, busybox and zsh word it differently
     * (POSIX.1-2017 leaves the words to them).
     */
    private static final Pattern SHADOW =
            Pattern.compile("(\\S+) is (?:aliased to|an alias for|a shell function|a function|a shell keyword).*");

    /** A flag 5 in the third place: the digest differs (rpm(8), verify options; dpkg(1), --verify-format). */
    private static final Pattern CHANGED = Pattern.compile("..5\\S*\\s+(?:[a-z]\\s+)?(/.*)");

    /**
     * One tool.
     *
     * @param matches along PATH, the one that is run first
     * @param help the first lines of its --help
     * @param shadow what the login shell says of the name if that is no file
     * @param connection what it showed of this host's own sshd; empty if it was not asked to connect
     */
    public record Tool(List<Match> matches, String help, Optional<String> shadow, Optional<Connection> connection) {
        public Tool {
            matches = List.copyOf(matches);
        }
    }

    /**
     * One file of that name.
     *
     * @param file where it was found
     * @param real the file behind links
     * @param owner the package that brought it
     * @param changed whether it is not what the package brought
     */
    public record Match(String file, String real, Optional<String> owner, boolean changed) {}

    /**
     * A connection that was tried.
     *
     * @param to address and port
     * @param said what the tool printed
     */
    public record Connection(String to, String said) {
        /** Whether it showed what every SSH server says first (RFC 4253, 4.2). */
        public boolean hears() {
            return said.contains("SSH-");
        }
    }

    public ToolOrigins {
        tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
        profiles = List.copyOf(profiles);
    }

    static Reading<ToolOrigins> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        Optional<HeadedText.Part> packages = text.first("packages");
        if (packages.isEmpty() || text.first("end").isEmpty()) {
            throw new FactFormatException("expected tools, packages and an end, found: " + output.firstError());
        }
        Map<String, String> owners = new HashMap<>();
        text.all("owner").forEach(part -> owners.put(part.argument(), part.text()));
        Set<String> changed = new HashSet<>();
        for (HeadedText.Part part : text.all("verify")) {
            Matcher line = CHANGED.matcher(part.text());
            if (line.matches()) {
                changed.add(line.group(1));
                // Where /bin is /usr/bin, the package's list may name either.
                changed.add(line.group(1).startsWith("/usr/") ? line.group(1).substring(4) : "/usr" + line.group(1));
            }
        }
        Map<String, String> shadows = new HashMap<>();
        text.all("shell").stream().flatMap(part -> part.lines().stream()).forEach(line -> {
            Matcher shadow = SHADOW.matcher(line);
            if (shadow.matches()) {
                shadows.put(shadow.group(1), line);
            }
        });
        Map<String, Tool> tools = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("tool")) {
            tools.put(part.argument(), tool(part, owners, changed, Optional.ofNullable(shadows.get(part.argument()))));
        }
        return Reading.got(new ToolOrigins(tools, packages.get().argument(), text.arguments("profile")));
    }

    private static Tool tool(
            HeadedText.Part part, Map<String, String> owners, Set<String> changed, Optional<String> shadow)
            throws FactFormatException {
        List<Match> matches = new ArrayList<>();
        for (String line : part.values("at")) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new FactFormatException("expected a file and what it leads to: " + line);
            }
            String real = line.substring(space + 1);
            matches.add(new Match(
                    line.substring(0, space), real, Optional.ofNullable(owners.get(real)), changed.contains(real)));
        }
        Optional<Connection> connection = part.values("tried").stream()
                .findFirst()
                .map(to -> new Connection(to, String.join("\n", part.values("said"))));
        return new Tool(matches, String.join("\n", part.values("help")), shadow, connection);
    }
}
