package dev.preflight.transport.ssh;

import dev.preflight.node.Ascii;
import dev.preflight.transport.ssh.KnownHost.Marker;
import dev.preflight.transport.ssh.KnownHostsFile.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * OpenSSH's known_hosts files, kept in memory and read again where they change: plain, hashed and wildcard names, {@code
 * [name]:port}, negation and markers. jsch's own reads a byte at a time and knows no wildcards. Safe for use by many
 * threads, and beside other runs that accept keys into the same files.
 */
final class KnownHosts {
    private final List<KnownHostsFile> files;
    private final Optional<Path> first;
    private final Map<Path, KnownLines> lines = new ConcurrentHashMap<>();
    private final Map<Path, String> problems = new TreeMap<>();

    private KnownHosts(List<Path> userFiles, List<Path> globalFiles) {
        this.files = Stream.concat(userFiles.stream(), globalFiles.stream())
                .distinct()
                .map(KnownHostsFile::new)
                .toList();
        this.first = userFiles.stream().findFirst();
    }

    /** Reads these files, of which the first takes new keys. */
    static KnownHosts read(List<Path> files) {
        return read(files, List.of());
    }

    /**
     * Reads these files; one that does not exist is empty, one that cannot be read is a problem.
     *
     * @param userFiles the first of them takes new keys
     * @param globalFiles are never written to
     */
    static KnownHosts read(List<Path> userFiles, List<Path> globalFiles) {
        KnownHosts known = new KnownHosts(userFiles, globalFiles);
        known.refresh();
        return known;
    }

    /** Reads what has changed since; where nothing has, that costs a look at each file's size and time. */
    synchronized void refresh() {
        for (KnownHostsFile file : files) {
            try {
                take(file.path(), file.refresh());
                problems.remove(file.path());
            } catch (IOException e) {
                problems.put(file.path(), "cannot read " + file.path());
            }
        }
    }

    private void take(Path file, Change change) {
        if (change.anew()) {
            lines.remove(file);
        }
        lines.computeIfAbsent(file, KnownLines::new).add(change.text());
    }

    /** The files that could not be read, as short sentences. */
    synchronized List<String> problems() {
        return List.copyOf(problems.values());
    }

    /** The file that takes new keys; empty if none is given. */
    Optional<Path> first() {
        return first;
    }

    /** How known_hosts spells a host: with its port unless that is 22. */
    static String name(String address, int port) {
        String lower = Ascii.lower(address);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    /** All lines about a host, in the spelling of {@link #name}, file by file. The first look-up of a name is the dear one. */
    List<KnownHost> lookup(String name) {
        return files.stream()
                .flatMap(file -> Optional.ofNullable(lines.get(file.path())).stream())
                .flatMap(known -> known.lookup(name).stream())
                .toList();
    }

    /**
     * Accepts a host's key for now and, at the end of the first file, for later; unless that file has one by now, of this
     * run or another.
     *
     * @return whether the key is now known; false if another one was accepted meanwhile, or this one revoked
     * @throws IOException if it cannot be written down
     */
    synchronized boolean add(String name, String type, byte[] key) throws IOException {
        if (first.isEmpty()) {
            throw new IOException("there is no known_hosts file to write to");
        }
        KnownHostsFile file = files.get(0);
        String encoded = Base64.getEncoder().encodeToString(key);
        AtomicBoolean known = new AtomicBoolean();
        file.append(change -> {
            take(file.path(), change);
            List<KnownHost> now = lookup(name);
            boolean revoked = now.stream().anyMatch(line -> line.is(Marker.REVOKED, encoded));
            boolean taken = now.stream().anyMatch(line -> line.marker() == Marker.HOST);
            known.set(!revoked && (!taken || now.stream().anyMatch(line -> line.is(Marker.HOST, encoded))));
            return revoked || taken ? Optional.empty() : Optional.of(line(name, type, encoded));
        });
        refresh();
        return known.get();
    }

    /** A line as the file has it. */
    static String line(String name, String type, String encoded) {
        return name + " " + type + " " + encoded;
    }
}
