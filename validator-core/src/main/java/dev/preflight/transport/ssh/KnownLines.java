package dev.preflight.transport.ssh;

import dev.preflight.transport.ssh.HostPatterns.Name;
import dev.preflight.transport.ssh.KnownHost.Marker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The lines of one known_hosts file. Plain names are looked up; hashed and wildcard ones must be tried one by one, which
 * costs an HMAC a line, so what was found for a name is kept. One thread adds at a time, any may look up meanwhile.
 */
final class KnownLines {
    /**
     * The key types of OpenSSH (ssh-keygen(1)); it passes over lines with any other, and so do we. Those in hardware
     * cannot be verified here, but a host that is known by one must not be taken for unknown.
     */
    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "ssh-rsa",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private record Line(HostPatterns patterns, KnownHost entry) {}

    /** What the first lines that have to be tried came to. */
    private record Kept(int tried, List<KnownHost> found) {}

    private final Path file;
    private final Map<String, List<KnownHost>> byName = new ConcurrentHashMap<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final LongAdder tries = new LongAdder();
    private volatile List<Line> others = List.of();
    private int count;

    KnownLines(Path file) {
        this.file = file;
    }

    /** Takes the lines of this text, behind those before. */
    void add(String text) {
        List<Line> more = new ArrayList<>(others);
        // The end of the last line begins no other.
        text.lines().forEach(line -> parse(line, ++count, more));
        others = List.copyOf(more);
    }

    /** All lines about a host, in the spelling of {@link KnownHosts#name}. */
    List<KnownHost> lookup(String name) {
        List<KnownHost> found = new ArrayList<>(byName.getOrDefault(name, List.of()));
        found.addAll(tried(name));
        return found;
    }

    private List<KnownHost> tried(String name) {
        List<Line> lines = others;
        Kept before = kept.getOrDefault(name, new Kept(0, List.of()));
        if (before.tried() >= lines.size()) {
            return before.found();
        }
        Name asked = new Name(name);
        List<KnownHost> found = new ArrayList<>(before.found());
        for (Line line : lines.subList(before.tried(), lines.size())) {
            if (line.patterns().matches(asked)) {
                found.add(line.entry());
            }
        }
        tries.add(lines.size() - before.tried());
        kept.put(name, new Kept(lines.size(), List.copyOf(found)));
        return found;
    }

    /** How many lines were tried one by one so far, over all names: the price of the look-ups. */
    long tries() {
        return tries.sum();
    }

    /** Takes a line; what OpenSSH would not understand either is passed over. */
    private void parse(String text, int number, List<Line> more) {
        String[] fields = text.strip().split("[ \t]+");
        if (fields[0].isEmpty() || fields[0].startsWith("#")) {
            return;
        }
        Optional<Marker> marker = marker(fields[0]);
        int first = fields[0].startsWith("@") ? 1 : 0;
        if (marker.isEmpty() || fields.length < first + 3) {
            return;
        }
        String type = fields[first + 1];
        String key = fields[first + 2];
        Optional<HostPatterns> patterns = HostPatterns.parse(fields[first]);
        if (patterns.isPresent() && isKey(type, key)) {
            index(patterns.get(), new KnownHost(marker.get(), type, key, file, number), more);
        }
    }

    private static Optional<Marker> marker(String field) {
        return switch (field) {
            case "@cert-authority" -> Optional.of(Marker.AUTHORITY);
            case "@revoked" -> Optional.of(Marker.REVOKED);
            default -> field.startsWith("@") ? Optional.empty() : Optional.of(Marker.HOST);
        };
    }

    private static boolean isKey(String type, String key) {
        try {
            return TYPES.contains(type)
                    && KnownHost.typeOf(Base64.getDecoder().decode(key)).equals(type);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void index(HostPatterns patterns, KnownHost entry, List<Line> more) {
        Optional<List<String>> names = patterns instanceof HostPatterns.Plain plain ? plain.names() : Optional.empty();
        if (names.isEmpty()) {
            more.add(new Line(patterns, entry));
            return;
        }
        for (String name : names.get()) {
            List<KnownHost> all = new ArrayList<>(byName.getOrDefault(name, List.of()));
            all.add(entry);
            byName.put(name, List.copyOf(all));
        }
    }
}
