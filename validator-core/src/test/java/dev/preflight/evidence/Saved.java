package dev.preflight.evidence;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.fact.Sha256;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Evidence to write and read in tests. */
final class Saved {
    static final Instant AT = Instant.parse("2026-11-23T12:00:00.5Z");
    static final String PROFILE = "name: container-host\nchecks:\n  umask-effective: {}\n";

    private Saved() {}

    static Host host(String name) {
        return new Host(
                name,
                "10.0.0.1",
                22,
                Optional.of("ops"),
                Optional.empty(),
                Optional.empty(),
                Host.Connection.SSH,
                Become.NONE,
                List.of("all", "web"),
                Map.of("preflight_address", "10.1.0.1", "secret", "no"),
                Place.of("inventory"));
    }

    static RunManifest run(String... hosts) {
        return RunManifest.of(
                "1.0",
                AT,
                RecordedProfile.of("container-host", PROFILE),
                new Choices(List.of(), List.of("nic-link"), true, "become: true\n", List.of("vars.data=/srv")),
                Stream.of(hosts).map(Saved::host).toList());
    }

    /** Evidence with every field filled, of a host that was not reached to the end. */
    static HostEvidence full(String name) {
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
                script(name),
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
                Optional.of(HostFailure.of(TransportFailure.DEADLINE).with("said", "x")));
    }

    /** The script of a host: a nonce of its own, and the rest as everybody's. */
    static String script(String host) {
        return "#PF1\nN=" + Sha256.hex(host, 16) + "\nPF_ALARM=65\necho same for all\n#PF9\n";
    }

    /** Evidence of a host of which all is well. */
    static HostEvidence good(String name) {
        HostEvidence full = full(name);
        List<LaneEvidence> lanes = new ArrayList<>();
        for (LaneEvidence lane : full.lanes()) {
            lanes.add(new LaneEvidence(
                    lane.lane(),
                    lane.script(),
                    lane.sentAt(),
                    lane.receivedAt(),
                    lane.frames(),
                    "",
                    false,
                    Optional.empty()));
        }
        return new HostEvidence(full.host(), full.transport(), full.collectedAt(), lanes, Optional.empty());
    }

    /** Writes a run of these hosts to its end. */
    static Path write(Path directory, HostEvidence... hosts) throws IOException, ProblemsException {
        String[] names = Stream.of(hosts).map(host -> host.host().name()).toArray(String[]::new);
        EvidenceWriter writer = EvidenceWriter.create(directory, run(names));
        for (HostEvidence host : hosts) {
            writer.write(host);
        }
        writer.close(RunEnd.How.COMPLETE, AT.plusSeconds(9));
        return directory;
    }

    /** Reads one host back. */
    static HostEvidence read(Path directory, String host) throws ProblemsException {
        SavedRun run = EvidenceReader.open(directory, false);
        return run.read(run.manifest().hosts().stream()
                .filter(h -> h.name().equals(host))
                .findFirst()
                .orElseThrow());
    }

    /** How the evidence of a host is not whole; empty if it is. */
    static String fault(Path directory, String host) throws ProblemsException {
        return read(directory, host)
                .failure()
                .map(why -> why.failure().code() + " " + why.details().get("file"))
                .orElse("");
    }
}
