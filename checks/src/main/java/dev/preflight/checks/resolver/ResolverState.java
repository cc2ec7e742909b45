package dev.preflight.checks.resolver;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of {@code /etc/resolv.conf}, who may write it, and what their settings say.
 *
 * @param link where the file's symbolic link points; empty if it is none
 * @param dangling whether that link leads nowhere
 * @param content its lines; empty if there is no such file
 * @param immutable whether the file system refuses to change it (chattr(1) {@code +i}); false where that is not known
 * @param clients running programs that may write it
 * @param hiddenProc whether {@code /proc} hides the processes of others
 * @param copies what managers keep of their own, by path
 * @param settings lines about name servers, by path of the file
 * @param dhclient what dhclient's own files and scripts say
 * @param networkFiles the file that each link of systemd-networkd takes its settings from; empty where it does not say
 * @param connections active connections of NetworkManager
 * @param pods the file that the kubelet makes the one of pods from; empty where there is no kubelet, or none was looked for
 * @param vpn programs and interfaces of VPN clients
 * @param listeners what listens on UDP 53, as ss prints it; with the process only where ss ran as root
 * @param unreadable files that could not be read
 * @param cloudInit whether cloud-init set this host up
 * @param cloudNetworkDisabled whether the kernel's command line keeps it from the network
 */
public record ResolverState(
        Optional<String> link,
        boolean dangling,
        Optional<List<String>> content,
        boolean immutable,
        List<Client> clients,
        boolean hiddenProc,
        Map<String, List<String>> copies,
        Map<String, List<String>> settings,
        DhclientState dhclient,
        List<String> networkFiles,
        List<Connection> connections,
        Optional<Pods> pods,
        List<String> vpn,
        List<String> listeners,
        List<String> unreadable,
        boolean cloudInit,
        boolean cloudNetworkDisabled) {

    /** Read with root's rights where they can be had: keyfiles of NetworkManager are root's. */
    public static final Fact<ResolverState> FACT = Fact.named("resolver-state", ResolverState.class)
            .sharing(SharedShell.class, "own-process", "keep")
            .sharing(ResolverState.class, "dhclient-text")
            .prefersRoot()
            .format(2)
            .parsedBy(ResolverState::parse);

    /**
     * A running program: its name as the kernel has it, that of its parent, and what of its arguments bears on name
     * servers, a line each: {@code nm-dhcp}, {@code interface eth0}, {@code conf /a/path}, {@code script /a/path}.
     */
    public record Client(String name, String parent, String commandLine) {
        /** The rest of the lines that begin with this word. */
        public List<String> told(String word) {
            return commandLine
                    .lines()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }

        /** Whether this is one of the lines. */
        public boolean says(String line) {
            return commandLine.lines().anyMatch(line::equals);
        }
    }

    /** An active connection of NetworkManager: lines {@code ipv4.method:auto}; none where nmcli did not say. */
    public record Connection(String name, List<String> lines) {
        public Connection {
            lines = List.copyOf(lines);
        }
    }

    /**
     * What the kubelet makes the resolv.conf of pods from.
     *
     * @param file its path; empty if it is none that could be looked at by one
     * @param servers the name servers in it; empty if there is no such file
     */
    public record Pods(String file, Optional<List<String>> servers) {}

    public ResolverState {
        clients = List.copyOf(clients);
        copies = ordered(copies);
        settings = ordered(settings);
        networkFiles = List.copyOf(networkFiles);
        connections = List.copyOf(connections);
        vpn = List.copyOf(vpn);
        listeners = List.copyOf(listeners);
        unreadable = List.copyOf(unreadable);
    }

    private static Map<String, List<String>> ordered(Map<String, List<String>> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The name servers that the file names, in its order. */
    public List<String> nameservers() {
        return nameservers(content.orElse(List.of()));
    }

    /** The name servers that these lines of a resolv.conf name, in their order. */
    public static List<String> nameservers(List<String> lines) {
        // libc takes the word at the very beginning of a line only.
        return lines.stream()
                .filter(line -> line.matches("nameserver[ \\t]+\\S++.*"))
                .map(line -> line.split("\\s+", 3)[1])
                .toList();
    }

    /** Lines of the settings in files whose path begins and ends so. */
    public List<String> lines(String prefix, String suffix) {
        return files(prefix, suffix).flatMap(file -> file.getValue().stream()).toList();
    }

    /** Files of settings whose path begins and ends so. */
    public Stream<Map.Entry<String, List<String>>> files(String prefix, String suffix) {
        return settings.entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith(prefix) && file.getKey().endsWith(suffix));
    }

    /** Whether a file whose path begins so could not be read. */
    public boolean unreadable(String prefix) {
        return unreadable.stream().anyMatch(path -> path.startsWith(prefix));
    }

    /** Whether a comment of the file names this manager. */
    public boolean header(String word) {
        return content.orElse(List.of()).stream()
                .anyMatch(line -> line.startsWith("#") && Ascii.lower(line).contains(word));
    }

    /** Whether a program of this name runs. */
    public boolean runs(String name) {
        return clients.stream().anyMatch(client -> client.name().equals(name));
    }

    static Reading<ResolverState> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        List<String> unreadable = text.arguments("unreadable");
        if (unreadable.contains("/etc/resolv.conf")) {
            return Reading.missing(Reason.NOT_READABLE, "/etc/resolv.conf");
        }
        if (text.first("content").isPresent() == text.first("absent").isPresent()) {
            throw new FactFormatException("expected the content of resolv.conf, or that there is none");
        }
        return Reading.got(new ResolverState(
                text.argument("link"),
                text.first("dangling").isPresent(),
                text.first("content").map(HeadedText.Part::lines),
                text.first("immutable").isPresent(),
                text.all("process").stream().map(ResolverState::client).toList(),
                text.first("hidden-proc").isPresent(),
                byName(text, "copy"),
                byName(text, "config"),
                DhclientState.of(text),
                text.all("netif").stream()
                        .flatMap(part -> part.lines().stream())
                        .filter(line -> line.startsWith("NETWORK_FILE=/"))
                        .map(line -> line.substring("NETWORK_FILE=".length()))
                        .toList(),
                text.all("connection").stream()
                        .map(part -> new Connection(part.argument(), part.lines()))
                        .toList(),
                pods(text),
                text.arguments("vpn"),
                text.lines("listeners"),
                unreadable,
                text.first("cloud-init").isPresent(),
                text.first("cloud-network-disabled").isPresent()));
    }

    private static Optional<Pods> pods(HeadedText text) {
        if (text.first("pods-untold").isPresent()) {
            return Optional.of(new Pods("", Optional.empty()));
        }
        return text.first("pods")
                .map(part -> new Pods(part.argument(), Optional.of(nameservers(part.lines()))))
                .or(() -> text.first("pods-absent").map(part -> new Pods(part.argument(), Optional.empty())));
    }

    private static Client client(HeadedText.Part part) {
        String[] words = part.argument().split(" ", 2);
        return new Client(words[0], words.length > 1 ? words[1].strip() : "", part.text());
    }

    private static Map<String, List<String>> byName(HeadedText text, String heading) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        text.all(heading).forEach(part -> lines.put(part.argument(), part.lines()));
        return lines;
    }
}
