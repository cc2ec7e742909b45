package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.fact.Lane;
import dev.preflight.inventory.Host;
import dev.preflight.testing.TestHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run over 100 hosts that is ended at ten random moments by SIGKILL, which a process cannot handle: its evidence is
 * judged undecided, and the hosts without evidence are named.
 */
class KilledRunTest {
    private static final int HOSTS = 100;
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String PROFILE = "name: killed\nchecks:\n  kernel-known-bad: {}\n";

    @TempDir
    Path folder;

    /** The run: writes the evidence of host after host, and says when each is there. */
    static final class Run {
        private Run() {}

        /** Takes the directory of the evidence. */
        public static void main(String[] args) throws Exception {
            List<Host> hosts =
                    IntStream.range(0, HOSTS).mapToObj(i -> host("h" + i)).toList();
            RunManifest run = RunManifest.of("test", AT, RecordedProfile.of("killed", PROFILE), Choices.NONE, hosts);
            EvidenceWriter writer = EvidenceWriter.create(Path.of(args[0]), run);
            for (Host host : hosts) {
                writer.write(evidence(host.name()));
                System.out.println(host.name());
            }
            writer.close(RunEnd.How.COMPLETE, AT);
            System.out.println("end");
        }

        private static Host host(String name) {
            return TestHost.named(name, "all");
        }

        private static HostEvidence evidence(String name) {
            LaneEvidence lane = new LaneEvidence(
                    Lane.USER,
                    "#PF1\nN=" + "0".repeat(32) + "\n#PF9\n",
                    AT,
                    AT,
                    List.of(
                            frame(
                                    "host-identity@clean",
                                    "Linux 3.10.0-327.22.2.el7.x86_64 x86_64\n0\ncontainer=none\nNAME=\"CentOS Linux\"\nVERSION=\"7 (Core)\"\nID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"7\"\nPRETTY_NAME=\"CentOS Linux 7 (Core)\"\n"),
                            frame(
                                    "kernel-install@clean",
                                    "running 3.10.0-327.22.2.el7.x86_64\ninstalled 3.10.0-327.22.2.el7.x86_64\ndriver eth0 virtio_net\ndone\n"),
                            frame(
                                    "kernel-log@clean",
                                    "now 1772532660 +0000\nuptime 700000.25\nhost h1\ntainted 0\ntx-timeout eth0 0\nsource dmesg\nfirst [    0.000000] Linux version 3.10.0 (builder@kbuilder) (gcc version 4.8.5)\nfirst [    0.000000] Command line: ro\nlines\ndone\n")),
                    "",
                    false,
                    Optional.empty());
            return new HostEvidence(
                    new HostInfo(name, "10.0.0.1", List.of("all")), "ssh", AT, List.of(lane), Optional.empty());
        }

        private static Frame frame(String key, String text) {
            return new Frame(
                    key,
                    1,
                    FrameEnd.COMPLETE,
                    OptionalInt.of(0),
                    Optional.of(Duration.ofMillis(10)),
                    Optional.of(AT),
                    text.getBytes(StandardCharsets.UTF_8),
                    new byte[0]);
        }
    }

    /** Runs it, and kills it when so many hosts are there and some more time has passed. */
    private void run(Path evidence, int hosts, int spins) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        evidence.toString())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < hosts; i++) {
                String line = out.readLine();
                assertThat(line).as(Files.readString(folder.resolve("err"))).isNotNull();
            }
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            process.destroyForcibly();
        }
        process.waitFor();
    }

    @Test
    void aRunThatWasKilledIsUndecidedUnlessEveryHostWasThere() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        run(whole, HOSTS + 1, 0);
        Command judged = Command.run("judge", whole.toString(), "--format", "json");
        assertThat(judged.exit()).as(judged.out() + judged.err()).isZero();
        assertThat(judged.json().at("/evidence/ended").asText()).isEqualTo("complete");

        Random random = new Random();
        for (int i = 0; i < 10; i++) {
            int hosts = i == 0 ? 41 : random.nextInt(HOSTS);
            Path evidence = folder.resolve("killed-" + i);
            run(evidence, hosts, random.nextInt(1_000_000));
            judged = Command.run("judge", evidence.toString(), "--format", "json");
            long records = IntStream.range(0, HOSTS)
                    .filter(h -> Files.exists(evidence.resolve("hosts/h" + h + "/manifest.json")))
                    .count();
            if (judged.exit() == 2) {
                // Killed before the manifest of the run was there.
                assertThat(evidence.resolve("manifest.json")).doesNotExist();
                continue;
            }
            assertThat(judged.exit()).as(judged.out()).isEqualTo(records == HOSTS ? 0 : 3);
            assertThat(judged.json().at("/evidence/came").asLong()).isEqualTo(records);
            assertThat(judged.json().at("/evidence/planned").asInt()).isEqualTo(HOSTS);
            assertThat(judged.json().at("/evidence/ended").isNull())
                    .isEqualTo(!Files.exists(evidence.resolve("end.json")));
            for (int h = 0; h < HOSTS; h++) {
                boolean there = Files.exists(evidence.resolve("hosts/h" + h + "/manifest.json"));
                assertThat(judged.unreachable("h" + h)).isEqualTo(there ? "" : "not-collected");
            }
        }
    }
}
