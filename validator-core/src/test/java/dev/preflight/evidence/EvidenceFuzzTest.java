package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.HostInfo;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import dev.preflight.testing.Fuzz;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saved evidence, written by the writer when the test runs, in which one file is changed. */
@Tag(Fuzz.TAG)
class EvidenceFuzzTest {
    private static final Instant AT = Instant.parse("2026-03-03T10:11:00Z");

    @TempDir
    private Path folder;

    private static Frame frame(String key, FrameEnd end, String out) {
        return new Frame(
                key,
                1,
                end,
                end == FrameEnd.COMPLETE ? OptionalInt.of(0) : OptionalInt.empty(),
                Optional.of(Duration.ofMillis(12)),
                Optional.of(AT),
                out.getBytes(StandardCharsets.UTF_8),
                "said\n".getBytes(StandardCharsets.UTF_8));
    }

    private static HostEvidence host(String name, Optional<LaneFailure> broke, Optional<HostFailure> failure) {
        LaneEvidence lane = new LaneEvidence(
                Lane.USER,
                "echo hello\n",
                AT,
                AT.plusSeconds(2),
                List.of(
                        frame("umask-modes@login~1f3a9c04", FrameEnd.COMPLETE, "0022\n"),
                        frame("links@clean", FrameEnd.TIMED_OUT, "half")),
                "a banner\n",
                false,
                broke);
        return new HostEvidence(
                new HostInfo(name, "10.0.0.1", List.of("all", "web")),
                "ssh ops@10.0.0.1:22",
                AT,
                failure.isPresent() ? List.of() : List.of(lane),
                failure);
    }

    /** Each file as the writer made it: its path in the first line, then what is in it. */
    private List<byte[]> written() throws IOException, ProblemsException {
        EvidenceWriter writer = EvidenceWriter.create(folder, Saved.run("h1", "h2", "h3"));
        writer.write(host("h1", Optional.empty(), Optional.empty()));
        writer.write(host("h2", Optional.of(new LaneFailure(Reason.TIMEOUT, "late")), Optional.empty()));
        TreeMap<String, String> details = new TreeMap<>(Map.of("address", "10.0.0.3"));
        writer.write(host("h3", Optional.empty(), Optional.of(new HostFailure(TransportFailure.OTHER, details))));
        writer.close(RunEnd.How.COMPLETE, AT.plusSeconds(3));
        List<byte[]> files = new ArrayList<>();
        for (Path file : paths()) {
            files.add(joined(folder.relativize(file) + "\n", Files.readAllBytes(file)));
        }
        return files;
    }

    private List<Path> paths() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static byte[] joined(String line, byte[] rest) {
        byte[] first = line.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    @Test
    void evidenceWithOneFileChangedIsReadOrIsAProblem() throws Exception {
        List<byte[]> seeds = written();
        List<Path> files = paths();
        Fuzz.of("evidence")
                .inputs(30_000)
                .mayThrow(ProblemsException.class)
                .seeds(seeds)
                .words("\"formatVersion\":2", "\"complete\"", "\"status\":", "null", "[]", "{}", "\"../../x\"", "true")
                .words(
                        "\"1970-01-01T00:00:00Z\"",
                        "\"+1000000000-12-31T23:59:59Z\"",
                        "\"tookMillis\":-1",
                        "\"host\":\"\"")
                .run(input -> {
                    String name = new String(input, StandardCharsets.UTF_8)
                            .lines()
                            .findFirst()
                            .orElse("");
                    Path changed = files.stream()
                            .filter(file -> folder.relativize(file).toString().equals(name))
                            .findFirst()
                            .orElse(files.get(files.size() - 1));
                    byte[] before = Files.readAllBytes(changed);
                    int from = Math.min(input.length, name.getBytes(StandardCharsets.UTF_8).length + 1);
                    Files.write(changed, Arrays.copyOfRange(input, from, input.length));
                    try {
                        SavedRun run = EvidenceReader.open(folder, true);
                        for (Host host : run.manifest().hosts()) {
                            assertThat(run.read(host).host().name()).isEqualTo(host.name());
                        }
                    } finally {
                        Files.write(changed, before);
                    }
                });
    }
}
