package dev.preflight.transport.ssh;

import dev.preflight.transport.ssh.KnownHost.Marker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OpenSSH's known_hosts files, read once into memory: plain, hashed and wildcard names, {@code [name]:port}, negation and
 * markers. jsch's own reads a byte at a time and knows no wildcards. Safe for use by many threads.
 */
final class KnownHosts {
    private record Line(HostPatterns patterns, KnownHost entry) {}

    private final List<Path> files;
    private final Map<String, List<KnownHost>> byName = new HashMap<>();
    private final List<Line> others = new ArrayList<>();
    private final Map<String, List<KnownHost>> found = new ConcurrentHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private KnownHosts(List<Path> files) {
        this.files = files;
    }

    /** Reads these files; one that does not exist is empty, one that cannot be read is a problem. */
    static KnownHosts read(List<Path> files) {
        KnownHosts known = new KnownHosts(files);
        files.forEach(known::read);
        return known;
    }

    private void read(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            int number = 0;
            for (String line : text.split("\n", -1)) {
                parse(line, file, ++number);
            }
        } catch (NoSuchFileException e) {
            // As good as empty.
            return;
        } catch (IOException e) {
            problems.add("cannot read " + file);
        }
    }

    /** The files that could not be read, as short sentences. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The file that takes new keys; empty if none is given. */
    Optional<Path> first() {
        return files.stream().findFirst();
    }

    /** How known_hosts spells a host: with its port unless that is 22. */
    static String name(String address, int port) {
        String lower = address.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    /** All lines about a host, in the spelling of {@link #name}. */
    List<KnownHost> lookup(String name) {
        return found.computeIfAbsent(name, this::search);
    }

    private synchronized List<KnownHost> search(String name) {
        List<KnownHost> entries = new ArrayList<>(byName.getOrDefault(name, List.of()));
        others.stream()
                .filter(line -> line.patterns().matches(name))
                .map(Line::entry)
                .forEach(entries::add);
        return List.copyOf(entries);
    }

    /**
     * Accepts a host's key for now and, at the end of the first file, for later.
     *
     * @return whether the key is now known; false if another one was accepted meanwhile
     */
    boolean add(String name, String type, byte[] key) throws IOException {
        Path file = first().orElseThrow(() -> new IOException("there is no known_hosts file to write to"));
        String encoded = Base64.getEncoder().encodeToString(key);
        synchronized (this) {
            List<KnownHost> meanwhile = search(name);
            if (!meanwhile.isEmpty()) {
                return meanwhile.stream()
                        .anyMatch(k -> k.marker() == Marker.HOST && k.key().equals(encoded));
            }
            int line = append(file, line(name, type, encoded));
            byName.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(new KnownHost(Marker.HOST, type, encoded, file, line));
        }
        found.remove(name);
        return true;
    }

    /** A line as the file has it. */
    static String line(String name, String type, String encoded) {
        return name + " " + type + " " + encoded;
    }

    /** Appends under a lock, as several of us may run at once; returns the new line's number. */
    private static int append(Path file, String line) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode(posix, "rwx------"));
        }
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, mode(posix, "rw-------"));
                var lock = channel.lock()) {
            long end = channel.size();
            String before = Files.readString(file, StandardCharsets.ISO_8859_1);
            boolean open = lock.isValid() && !before.isEmpty() && !before.endsWith("\n");
            ByteBuffer bytes = StandardCharsets.UTF_8.encode((open ? "\n" : "") + line + "\n");
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            return (int) before.lines().count() + 1;
        }
    }

    private static FileAttribute<?>[] mode(boolean posix, String mode) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    /** Adds a line; what OpenSSH would not understand either is passed over. */
    private void parse(String text, Path file, int number) {
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
            index(patterns.get(), new KnownHost(marker.get(), type, key, file, number));
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
            return KnownHost.typeOf(Base64.getDecoder().decode(key)).equals(type);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void index(HostPatterns patterns, KnownHost entry) {
        Optional<List<String>> names = patterns instanceof HostPatterns.Plain plain ? plain.names() : Optional.empty();
        if (names.isEmpty()) {
            others.add(new Line(patterns, entry));
        } else {
            names.get()
                    .forEach(name ->
                            byName.computeIfAbsent(name, n -> new ArrayList<>()).add(entry));
        }
    }
}
