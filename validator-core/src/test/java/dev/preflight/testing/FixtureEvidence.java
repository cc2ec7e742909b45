package dev.preflight.testing;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Evidence as a folder of {@code frames/<key>.out}, with {@code .err}, {@code .status} and {@code .end} where they are
 * not empty, 0 and {@code complete}: the frames of saved evidence can be copied there as they are.
 */
public final class FixtureEvidence {
    /** When every fixture was collected. */
    public static final Instant COLLECTED_AT = Instant.parse("2026-03-03T10:11:00Z");

    private FixtureEvidence() {}

    /** Reads the fixture in this folder. */
    public static HostEvidence read(Path folder) {
        try (Stream<Path> files = Files.list(folder.resolve("frames"))) {
            return of(files.filter(file -> file.toString().endsWith(".out"))
                    .sorted()
                    .map(FixtureEvidence::frame)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Evidence of these frames. */
    public static HostEvidence of(List<Frame> frames) {
        LaneEvidence lane =
                new LaneEvidence(Lane.USER, "", COLLECTED_AT, COLLECTED_AT, frames, "", false, Optional.empty());
        return new HostEvidence(
                new HostInfo("h1", "10.0.0.1", List.of("all")),
                "replay",
                COLLECTED_AT,
                List.of(lane),
                Optional.empty());
    }

    /** The same evidence without the frames of these keys. */
    public static HostEvidence without(HostEvidence evidence, List<String> keys) {
        return of(evidence.lanes().stream()
                .flatMap(lane -> lane.frames().stream())
                .filter(frame -> !keys.contains(frame.key()))
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
                bytes(out),
                bytes(out.resolveSibling(key + ".err")));
    }

    private static String text(Path file, String otherwise) {
        String text = new String(bytes(file), java.nio.charset.StandardCharsets.UTF_8).strip();
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
