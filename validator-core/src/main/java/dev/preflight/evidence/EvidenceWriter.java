package dev.preflight.evidence;

import dev.preflight.json.JsonOut;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes evidence into a directory: {@code manifest.json}, and for each host a folder with its own manifest, the
 * scripts as they were sent, and the raw answer of every probe in {@code frames/<key>.out} and {@code .err}. A host's
 * folder is whole as soon as its manifest is there.
 */
public final class EvidenceWriter {
    /** The form of the directory; a reader refuses others. */
    public static final int FORMAT_VERSION = 1;

    private final Path directory;

    private EvidenceWriter(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts a directory of evidence.
     *
     * @throws ProblemsException if there is something in it already: evidence of two runs must not mix
     * @throws IOException if it cannot be made
     */
    public static EvidenceWriter create(Path directory, String toolVersion, String profile, Instant startedAt)
            throws IOException, ProblemsException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new ProblemsException(
                    Place.of("--save-evidence"), directory + " is a file", "name a directory that is new or empty");
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> inside = Files.list(directory)) {
                if (inside.findAny().isPresent()) {
                    throw new ProblemsException(
                            Place.of("--save-evidence"),
                            "directory " + directory + " is not empty",
                            "name one that is new or empty, so that the evidence of two runs does not mix");
                }
            }
        } else {
            // What hosts answered is for the one who asked.
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        EvidenceWriter writer = new EvidenceWriter(directory);
        writer.write(
                directory.resolve("manifest.json"),
                JsonOut.object(o -> o.field("formatVersion", FORMAT_VERSION)
                        .field("tool", toolVersion)
                        .field("profile", profile)
                        .field("startedAt", startedAt.toString())));
        return writer;
    }

    /** Writes what was read of one host. */
    public void write(HostEvidence host) throws IOException {
        Path folder = directory.resolve("hosts").resolve(folderName(host.host().name()));
        Path frames = Files.createDirectories(folder.resolve("frames"));
        for (LaneEvidence lane : host.lanes()) {
            write(folder.resolve("script-" + lane.lane().id() + ".sh"), lane.script());
            for (Frame frame : lane.frames()) {
                Files.write(frames.resolve(frame.key() + ".out"), frame.out());
                if (frame.err().length > 0) {
                    Files.write(frames.resolve(frame.key() + ".err"), frame.err());
                }
            }
        }
        write(folder.resolve("manifest.json"), manifest(host));
    }

    private static String manifest(HostEvidence host) {
        return JsonOut.object(o -> {
            o.field("formatVersion", FORMAT_VERSION)
                    .field("host", host.host().name())
                    .field("address", host.host().address())
                    .field("groups", host.host().groups())
                    .field("transport", host.transport())
                    .field("collectedAt", host.collectedAt().toString());
            host.failure()
                    .ifPresent(why -> o.object("failure", f -> {
                        f.field("code", why.failure().code());
                        f.object("details", d -> why.details().forEach(d::field));
                    }));
            o.array("lanes", lanes -> host.lanes().forEach(lane -> lanes.object(l -> lane(l, lane))));
        });
    }

    private static void lane(JsonOut.Fields out, LaneEvidence lane) {
        out.field("lane", lane.lane().id())
                .field("sentAt", lane.sentAt().toString())
                .field("receivedAt", lane.receivedAt().toString())
                .field("rebooted", lane.rebooted())
                .field("noise", lane.noise());
        lane.failure()
                .ifPresent(why -> out.object(
                        "failure", f -> f.field("reason", why.reason().code()).field("said", why.said())));
        out.array(
                "frames",
                frames -> lane.frames()
                        .forEach(frame -> frames.object(f -> {
                            f.field("key", frame.key())
                                    .field("format", frame.format())
                                    .field("end", frame.end().code());
                            frame.status().ifPresent(status -> f.field("status", status));
                            frame.took().ifPresent(took -> f.field("tookMillis", took.toMillis()));
                            frame.receivedAt().ifPresent(at -> f.field("receivedAt", at.toString()));
                        })));
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** A host's name as a folder: what is not plain is written as %XX, so that no name leaves the directory. */
    static String folderName(String host) {
        StringBuilder name = new StringBuilder();
        for (byte b : host.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '_'
                    || (b == '.' && name.length() > 0);
            name.append(plain ? String.valueOf((char) b) : String.format(java.util.Locale.ROOT, "%%%02X", b & 0xff));
        }
        return name.toString();
    }

    /** The folders of hosts in a directory of evidence, sorted. */
    static List<Path> hostFolders(Path directory) throws IOException {
        Path hosts = directory.resolve("hosts");
        if (!Files.isDirectory(hosts)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(hosts)) {
            return inside.filter(Files::isDirectory).sorted().toList();
        }
    }
}
