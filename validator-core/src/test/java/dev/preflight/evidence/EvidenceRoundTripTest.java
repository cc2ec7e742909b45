package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostInfo;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.node.ProblemsException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceRoundTripTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00.5Z");

    @TempDir
    Path folder;

    private static HostEvidence evidence(String name) {
        byte[] bytes = {0, (byte) 0xff, '\r', '\n', 0x1b};
        Frame whole = new Frame(
                "one@clean~0a1b2c3d",
                3,
                FrameEnd.COMPLETE,
                OptionalInt.of(7),
                Optional.of(Duration.ofMillis(250)),
                Optional.of(AT.plusMillis(120)),
                bytes,
                bytes);
        Frame timedOut = new Frame(
                "two@login",
                1,
                FrameEnd.TIMED_OUT,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0],
                new byte[0]);
        LaneEvidence lane = new LaneEvidence(
                Lane.ROOT,
                "#PF1\nscript\n",
                AT,
                AT.plusMillis(300),
                List.of(whole, timedOut),
                "noise \u00fc",
                true,
                Optional.of(new LaneFailure(Reason.NO_PERMISSION, "sudo: a password is required")));
        return new HostEvidence(
                new HostInfo(name, "10.0.0.1", List.of("all", "web")),
                "ssh ops@10.0.0.1:22",
                AT,
                List.of(lane),
                Optional.of(Unreachable.of(TransportFailure.DEADLINE).with("said", "x")));
    }

    private Path save(HostEvidence... hosts) throws IOException, ProblemsException {
        Path directory = folder.resolve("evidence");
        EvidenceWriter writer = EvidenceWriter.create(directory, "1", "container-host", AT);
        for (HostEvidence host : hosts) {
            writer.write(host);
        }
        return directory;
    }

    @Test
    void whatIsWrittenIsReadBackWhole() throws IOException, ProblemsException {
        HostEvidence before = evidence("h1");
        SavedRun run = EvidenceReader.read(save(before));
        HostEvidence after = run.hosts().get(0);
        assertThat(run.startedAt()).isEqualTo(AT);
        assertThat(after).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void aHostsNameNeverLeavesTheDirectory() throws IOException, ProblemsException {
        Path directory = save(evidence("../../etc/x"), evidence("ho st\u00fc"), evidence(".."));
        try (var files = Files.list(directory.resolve("hosts"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("%2E.%2F..%2Fetc%2Fx", "ho%20st%C3%BC", "%2E.");
        }
        assertThat(EvidenceReader.read(directory).hosts()).hasSize(3);
    }

    @Test
    void aDirectoryThatIsNotEmptyIsRefused() throws IOException, ProblemsException {
        Path directory = save(evidence("h1"));
        assertThatThrownBy(() -> EvidenceWriter.create(directory, "1", "p", AT))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void everyProblemOfADamagedManifestIsNamedWithItsPlace() throws IOException, ProblemsException {
        Path directory = save(evidence("h1"));
        Path manifest = directory.resolve("hosts/h1/manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(
                manifest,
                text.replace("\"timed-out\"", "\"late\"")
                        .replace("\"root\"", "\"cellar\"")
                        .replace("2026-11-23T12:00:00.500Z\"", "yesterday\""));
        assertThatThrownBy(() -> EvidenceReader.read(directory))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("manifest.json:")
                .hasMessageContaining("no such lane: cellar")
                .hasMessageContaining("no instant: 'yesterday'");
    }

    @Test
    void anotherFormatIsRefusedAndNeverGuessed() throws IOException, ProblemsException {
        Path directory = save(evidence("h1"));
        Path manifest = directory.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceFirst("(\"formatVersion\"\\s*:\\s*)1", "$12"));
        assertThatThrownBy(() -> EvidenceReader.read(directory))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void garbageIsAProblemAndNeverATrace() throws IOException, ProblemsException {
        Path directory = save(evidence("h1"));
        Path manifest = directory.resolve("hosts/h1/manifest.json");
        byte[] good = Files.readAllBytes(manifest);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k <= i % 5; k++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Files.write(manifest, bad);
            try {
                EvidenceReader.read(directory);
            } catch (ProblemsException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }

    @Test
    void whatIsNoEvidenceSaysWhatWasExpected() {
        assertThatThrownBy(() -> EvidenceReader.read(folder.resolve("nothing")))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("--save-evidence");
    }
}
