package dev.preflight.evidence;

import dev.preflight.api.HostInfo;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads evidence back. What stands in it is as untrusted as the host it came from. */
public final class EvidenceReader {
    /** No manifest of ours is larger; what is comes from elsewhere. */
    private static final long LARGEST_MANIFEST = 16L * 1024 * 1024;

    /** No probe may answer with more (specs section 1.11 caps an answer at 256 KiB, a few facts ask for more). */
    private static final long LARGEST_FRAME = 16L * 1024 * 1024;

    private EvidenceReader() {}

    /**
     * Reads a directory that {@link EvidenceWriter} wrote.
     *
     * @return the run that was saved, with at least one host
     * @throws ProblemsException if it is no such directory, or damaged; names every problem
     */
    public static SavedRun read(Path directory) throws ProblemsException {
        Problems problems = new Problems();
        List<HostEvidence> hosts = new ArrayList<>();
        Instant startedAt = Instant.EPOCH;
        try {
            Path manifest = directory.resolve("manifest.json");
            if (!Files.isRegularFile(manifest)) {
                throw new ProblemsException(
                        Place.of(directory.toString()),
                        "no evidence there: it has no manifest.json",
                        "name a directory that --save-evidence wrote");
            }
            Optional<ManifestFields> run = ManifestFields.of(manifest, LARGEST_MANIFEST, problems);
            run.ifPresent(EvidenceReader::version);
            startedAt = run.map(fields -> instant(fields, "startedAt")).orElse(Instant.EPOCH);
            for (Path folder : EvidenceWriter.hostFolders(directory)) {
                host(folder, problems).ifPresent(hosts::add);
            }
        } catch (IOException e) {
            problems.add(Place.of(directory.toString()), "cannot be read: " + e.getMessage());
        }
        if (problems.none() && hosts.isEmpty()) {
            problems.add(Place.of(directory.toString()), "holds the evidence of no host");
        }
        problems.throwIfAny();
        return new SavedRun(startedAt, hosts);
    }

    /** Reads the folder of one host; problems are noted. */
    static Optional<HostEvidence> host(Path folder, Problems problems) {
        Path file = folder.resolve("manifest.json");
        if (!Files.isRegularFile(file)) {
            problems.add(Place.of(folder.toString()), "has no manifest.json: the run ended while it was written");
            return Optional.empty();
        }
        return ManifestFields.of(file, LARGEST_MANIFEST, problems).map(fields -> {
            version(fields);
            HostInfo info = new HostInfo(fields.text("host"), fields.text("address"), fields.texts("groups"));
            List<LaneEvidence> lanes = fields.objects("lanes").stream()
                    .flatMap(lane -> lane(folder, lane).stream())
                    .toList();
            return new HostEvidence(
                    info,
                    fields.text("transport"),
                    instant(fields, "collectedAt"),
                    lanes,
                    fields.object("failure").map(EvidenceReader::failure));
        });
    }

    private static void version(ManifestFields fields) {
        long version = fields.number("formatVersion");
        if (version != EvidenceWriter.FORMAT_VERSION) {
            fields.problem(
                    "formatVersion",
                    "evidence of format " + version + " cannot be read",
                    "this version reads format " + EvidenceWriter.FORMAT_VERSION);
        }
    }

    private static Unreachable failure(ManifestFields fields) {
        TransportFailure failure = TransportFailure.ofCode(fields.text("code")).orElseGet(() -> {
            fields.problem("code", "no such failure: " + fields.text("code"), "");
            return TransportFailure.OTHER;
        });
        TreeMap<String, String> details = new TreeMap<>();
        fields.object("details").ifPresent(d -> d.names().forEach(name -> details.put(name, d.text(name))));
        return new Unreachable(failure, details);
    }

    private static Optional<LaneEvidence> lane(Path folder, ManifestFields fields) {
        Optional<Lane> lane = Stream.of(Lane.values())
                .filter(l -> l.id().equals(fields.text("lane")))
                .findFirst();
        if (lane.isEmpty()) {
            fields.problem("lane", "no such lane: " + fields.text("lane"), "");
            return Optional.empty();
        }
        Path script = folder.resolve("script-" + lane.get().id() + ".sh");
        return Optional.of(new LaneEvidence(
                lane.get(),
                new String(bytes(script, fields, "lane"), StandardCharsets.UTF_8),
                instant(fields, "sentAt"),
                instant(fields, "receivedAt"),
                fields.objects("frames").stream()
                        .map(frame -> frame(folder, frame))
                        .toList(),
                fields.text("noise"),
                fields.flag("rebooted"),
                fields.object("failure").map(EvidenceReader::laneFailure)));
    }

    private static LaneFailure laneFailure(ManifestFields fields) {
        Reason reason = Reason.ofCode(fields.text("reason")).orElseGet(() -> {
            fields.problem("reason", "no such reason: " + fields.text("reason"), "");
            return Reason.DIED;
        });
        return new LaneFailure(reason, fields.text("said"));
    }

    private static Frame frame(Path folder, ManifestFields fields) {
        String key = fields.text("key");
        if (!key.matches("[a-z0-9-]+@[a-z0-9-]+(~[0-9a-f]{8})?")) {
            fields.problem("key", "no key of a request: " + key, "");
            return Frame.never("damaged@clean", 0);
        }
        FrameEnd end = FrameEnd.ofCode(fields.text("end")).orElseGet(() -> {
            fields.problem("end", "no such end of a frame: " + fields.text("end"), "");
            return FrameEnd.NEVER;
        });
        OptionalInt status = fields.has("status") ? OptionalInt.of((int) fields.number("status")) : OptionalInt.empty();
        if ((end == FrameEnd.COMPLETE) != status.isPresent()) {
            fields.problem("key", "a frame has a status exactly if it is complete", "");
        }
        return new Frame(
                key,
                (int) fields.number("format"),
                end,
                status,
                fields.has("tookMillis")
                        ? Optional.of(Duration.ofMillis(fields.number("tookMillis")))
                        : Optional.empty(),
                fields.has("receivedAt") ? Optional.of(instant(fields, "receivedAt")) : Optional.empty(),
                bytes(folder.resolve("frames").resolve(key + ".out"), fields, "key"),
                Files.exists(folder.resolve("frames").resolve(key + ".err"))
                        ? bytes(folder.resolve("frames").resolve(key + ".err"), fields, "key")
                        : new byte[0]);
    }

    private static byte[] bytes(Path file, ManifestFields fields, String field) {
        try {
            if (Files.size(file) > LARGEST_FRAME) {
                fields.problem(field, file.getFileName() + " is too large to be an answer of ours", "");
                return new byte[0];
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            fields.problem(field, "cannot read " + file + ": " + e.getMessage(), "");
            return new byte[0];
        }
    }

    private static Instant instant(ManifestFields fields, String name) {
        try {
            return Instant.parse(fields.text(name));
        } catch (DateTimeParseException e) {
            fields.problem(name, "no instant: '" + fields.text(name) + "'", "such as 2026-11-23T12:00:00Z");
            return Instant.EPOCH;
        }
    }
}
