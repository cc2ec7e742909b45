package dev.preflight.evidence;

import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the evidence of a run, as {@code docs/evidence.md} says: first {@code manifest.json}, which says whom the run is
 * to look at; of each host its frames and, when they are there, a record that vouches for them; last {@code end.json}.
 * Each text of a script is kept once. From any thread, one call at a time.
 *
 * <p>The record of a host is its last file, and there whole or not at all: so a host is done or not, whenever the process
 * is killed.
 */
public final class EvidenceWriter {
    /** The form of the directory. */
    public static final int FORMAT_VERSION = 2;

    static final String MANIFEST = "manifest.json";
    static final String END = "end.json";
    static final String HOSTS = "hosts";
    static final String FRAMES = "frames";
    static final String SCRIPTS = "scripts";

    private static final String OPTION = "--save-evidence";

    private final Path directory;
    private final RunManifest run;
    private final PrivateFiles files;
    private final EvidenceLock lock;
    private final Set<String> scripts = new HashSet<>();
    private int saved;

    private EvidenceWriter(Path directory, RunManifest run, PrivateFiles files, EvidenceLock lock) {
        this.directory = directory;
        this.run = run;
        this.files = files;
        this.lock = lock;
    }

    /**
     * Starts a directory of evidence, and writes the list of hosts that it is to hold.
     *
     * @throws ProblemsException if the directory is not empty or belongs to another user
     * @throws IOException if it cannot be made
     */
    public static EvidenceWriter create(Path directory, RunManifest run) throws IOException, ProblemsException {
        return create(directory, run, DiskSteps.REAL);
    }

    static EvidenceWriter create(Path directory, RunManifest run, DiskSteps disk)
            throws IOException, ProblemsException {
        PrivateFiles files = new PrivateFiles(disk);
        boolean there = Files.isDirectory(directory);
        if (there) {
            refuseUnlessEmpty(directory);
        } else if (Files.exists(directory)) {
            throw new ProblemsException(
                    Place.of(OPTION), directory + " is a file", "name a directory that is new or empty");
        } else {
            Path above = directory.toAbsolutePath().getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            files.folder(directory);
        }
        Path hosts = files.folder(directory.resolve(HOSTS));
        if (!PrivateFiles.sameOwner(directory, hosts)) {
            Files.delete(hosts);
            throw strangers(directory);
        }
        if (there) {
            PrivateFiles.tighten(directory);
        }
        EvidenceLock lock = EvidenceLock.take(directory, OPTION);
        EvidenceWriter writer = new EvidenceWriter(directory, run, files, lock);
        files.folder(directory.resolve(SCRIPTS));
        files.writeWhole(directory.resolve(MANIFEST), bytes(ManifestText.of(run)));
        return writer;
    }

    /**
     * Goes on with a directory of evidence. What is there of the hosts that are asked again is deleted before any of them is
     * asked: no two of them may be compared by answers of which one is from before.
     *
     * @param lock that of the directory; the writer gives it back when it is closed
     * @param run with the instant at which it is resumed
     * @param again the hosts that are asked again
     * @throws IOException if it cannot be written
     */
    public static EvidenceWriter resume(Path directory, EvidenceLock lock, RunManifest run, Collection<Host> again)
            throws IOException {
        return resume(directory, lock, run, again, DiskSteps.REAL);
    }

    static EvidenceWriter resume(
            Path directory, EvidenceLock lock, RunManifest run, Collection<Host> again, DiskSteps disk)
            throws IOException {
        PrivateFiles files = new PrivateFiles(disk);
        EvidenceWriter writer = new EvidenceWriter(directory, run, files, lock);
        files.folderIfMissing(directory.resolve(HOSTS));
        files.folderIfMissing(directory.resolve(SCRIPTS));
        files.delete(directory.resolve(END));
        for (Host host : again) {
            files.delete(writer.folder(host.name()).resolve(MANIFEST));
        }
        // After the records: the clock that it names is that of every record there is.
        files.writeWhole(directory.resolve(MANIFEST), bytes(ManifestText.of(run)));
        for (Host host : again) {
            files.deleteAll(writer.folder(host.name()));
        }
        writer.saved = run.hosts().size() - again.size();
        return writer;
    }

    private Path folder(String host) {
        return directory.resolve(HOSTS).resolve(HostFolder.of(host));
    }

    private static void refuseUnlessEmpty(Path directory) throws IOException, ProblemsException {
        try (Stream<Path> inside = Files.list(directory)) {
            if (inside.findAny().isPresent()) {
                throw new ProblemsException(
                        Place.of(OPTION),
                        "directory " + directory + " is not empty",
                        "name one that is new or empty, so that the evidence of two runs does not mix");
            }
        }
    }

    private static ProblemsException strangers(Path directory) {
        return new ProblemsException(
                Place.of(OPTION),
                "directory " + directory + " belongs to another user, who could read what hosts answered",
                "name one that does not exist yet");
    }

    /**
     * Writes what was read of one host. If that fails nothing vouches for what was written of it, and judging the
     * evidence says that the host is not there.
     */
    public synchronized void write(HostEvidence host) throws IOException {
        Path folder = files.folder(folder(host.host().name()));
        Path frames = files.folder(folder.resolve(FRAMES));
        Map<String, SavedScript> ofLanes = new TreeMap<>();
        for (LaneEvidence lane : host.lanes()) {
            if (!lane.script().isEmpty()) {
                SavedScript script = SavedScript.of(lane.script());
                write(script);
                ofLanes.put(lane.lane().id(), script);
            }
            for (Frame frame : lane.frames()) {
                files.write(frames.resolve(frame.key() + ".out"), frame.out());
                if (frame.err().length > 0) {
                    files.write(frames.resolve(frame.key() + ".err"), frame.err());
                }
            }
        }
        files.writeWhole(folder.resolve(MANIFEST), bytes(ManifestText.of(run, host, ofLanes)));
        saved++;
    }

    private void write(SavedScript script) throws IOException {
        if (!scripts.contains(script.sha256())) {
            files.writeWhole(directory.resolve(SCRIPTS).resolve(script.sha256() + ".sh"), bytes(script.shared()));
            scripts.add(script.sha256());
        }
    }

    /** Writes that the run has ended, and lets others write. */
    public synchronized void close(RunEnd.How how, Instant endedAt) throws IOException {
        RunEnd end = new RunEnd(how, endedAt, run.hosts().size(), saved);
        try (lock) {
            files.writeWhole(directory.resolve(END), bytes(ManifestText.of(run, end)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
