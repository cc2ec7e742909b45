package dev.preflight.cli;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.SavedRun;
import dev.preflight.inventory.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** For {@code bench/many-hosts}: of the evidence of one host, that of many that answered the same. */
final class CopiedEvidence {
    private CopiedEvidence() {}

    /** Takes the directory of the one, that of the many, and how many. */
    public static void main(String[] args) throws Exception {
        SavedRun one = EvidenceReader.open(Path.of(args[0]), false);
        RunManifest run = one.manifest();
        Host host = run.hosts().get(0);
        HostEvidence evidence = one.read(host);
        List<Host> hosts = IntStream.range(0, Integer.parseInt(args[2]))
                .mapToObj(i -> new Host(
                        "h" + i,
                        "h" + i,
                        host.port(),
                        host.user(),
                        host.keyFile(),
                        host.password(),
                        Host.Connection.SSH,
                        host.become(),
                        host.groups(),
                        host.variables(),
                        host.place()))
                .toList();
        EvidenceWriter writer = EvidenceWriter.create(
                Path.of(args[1]),
                RunManifest.of(run.toolVersion(), run.startedAt(), run.profile().orElseThrow(), run.choices(), hosts));
        for (Host each : hosts) {
            writer.write(new HostEvidence(
                    new HostInfo(each.name(), "10.0.0.1", each.groups()),
                    "ssh " + each.name(),
                    evidence.collectedAt(),
                    evidence.lanes(),
                    evidence.failure()));
        }
        writer.close(RunEnd.How.COMPLETE, run.startedAt());
    }
}
