package dev.preflight.testing;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Evidence as a folder of {@code frames/<key>.out}, with {@code .err}, {@code .status} and {@code .end} where they are
 * not empty, 0 and {@code complete}: the frames of saved evidence can be copied there as they are. {@code .received} says
 * how many milliseconds after the script was sent a frame came, where that matters. The evidence of several hosts lies in
 * {@code hosts/<name>/frames}.
 */
public final class FixtureEvidence {
    /** When every fixture was collected. */
    public static final Instant COLLECTED_AT = Instant.parse("2026-03-03T10:11:00Z");

    private FixtureEvidence() {}

    /** Reads the fixture in this folder. */
    public static HostEvidence read(Path folder) {
        return read("h1", folder);
    }

    /** Reads the fixture of every host in this folder, by name; of a fixture of one host that one. */
    public static SortedMap<String, HostEvidence> hosts(Path folder) {
        Path hosts = folder.resolve("hosts");
        SortedMap<String, HostEvidence> all = new TreeMap<>();
        if (!Files.isDirectory(hosts)) {
            all.put("h1", read(folder));
            return all;
        }
        try (Stream<Path> folders = Files.list(hosts)) {
            folders.forEach(one -> {
                String name = one.getFileName().toString();
                all.put(name, read(name, one));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableSortedMap(all);
    }

    private static HostEvidence read(String host, Path folder) {
        try (Stream<Path> files = Files.list(folder.resolve("frames"))) {
            return of(
                    host,
                    files.filter(file -> file.toString().endsWith(".out"))
                            .sorted()
                            .map(FixtureEvidence::frame)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Evidence of these frames. */
    public static HostEvidence of(List<Frame> frames) {
        return of("h1", frames);
    }

    private static HostEvidence of(String host, List<Frame> frames) {
        LaneEvidence lane =
                new LaneEvidence(Lane.USER, "", COLLECTED_AT, COLLECTED_AT, frames, "", false, Optional.empty());
        return new HostEvidence(
                new HostInfo(host, "10.0.0." + host.replaceAll("\\D", ""), List.of("all")),
                "replay",
                COLLECTED_AT,
                List.of(lane),
                Optional.empty());
    }

    /** The same evidence without the frames of these keys. */
    public static HostEvidence without(HostEvidence evidence, List<String> keys) {
        return of(
                evidence.host().name(),
                evidence.lanes().stream()
                        .flatMap(lane -> lane.frames().stream())
                        .filter(frame -> !keys.contains(frame.key()))
                        .toList());
    }

    /** The same evidence with this frame in place of that of its key. */
    public static HostEvidence with(HostEvidence evidence, Frame other) {
        return of(
                evidence.host().name(),
                evidence.lanes().stream()
                        .flatMap(lane -> lane.frames().stream())
                        .map(frame -> frame.key().equals(other.key()) ? other : frame)
                        .toList());
    }

    private static Frame frame(Path out) {
        String key = out.getFileName().toString().replaceFirst("\\.out$", "");
        FrameEnd end = FrameEnd.ofCode(text(out.resolveSibling(key + ".end"), "complete"))
                .orElseThrow();
        OptionalInt status = end == FrameEnd.COMPLETE
                ? OptionalInt.of(Integer.parseInt(text(out.resolveSibling(key + ".status"), "0")))
                : OptionalInt.empty();
        return new Frame(
                key,
                Integer.parseInt(text(out.resolveSibling(key + ".format"), "1")),
                end,
                status,
                Optional.of(Duration.ofMillis(10)),
                received(text(out.resolveSibling(key + ".received"), "")),
                bytes(out),
                bytes(out.resolveSibling(key + ".err")));
    }

    private static Optional<Instant> received(String millis) {
        return millis.isEmpty() ? Optional.empty() : Optional.of(COLLECTED_AT.plusMillis(Long.parseLong(millis)));
    }

    private static String text(Path file, String otherwise) {
        String text = new String(bytes(file), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? otherwise : text;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
