package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
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
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.Texts;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.testing.TestHost;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Judging holds neither the evidence nor the reports of all hosts as text: in a heap that is smaller than either.
 * {@code bench/many-hosts} measures the whole of it.
 */
class JudgeMemoryTest {
    private static final int HOSTS = 200;
    private static final int BYTES_A_HOST = 400_000;

    /** Less than {@link #HOSTS} times {@link #BYTES_A_HOST}, and twice what is needed. */
    private static final String HEAP = "-Xmx40m";

    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String PROFILE =
            "name: many\nchecks:\n  umask-effective: {}\n  nic-link: {}\n  host-identity-duplicates: {}\n";

    @TempDir
    private Path folder;

    /** Writes a report that as text is larger than the heap: {@code FORMAT..}. */
    static final class LargeReport {
        private LargeReport() {}

        public static void main(String[] args) {
            Main.process(io -> {
                try {
                    Texts texts = Texts.of(Catalogue.load(), Locale.ENGLISH);
                    return Reports.of(List.of(args), false, io)
                            .write(report(), texts)
                            .number();
                } catch (ProblemsException e) {
                    return Diagnostics.problems(io, e.problems());
                }
            });
        }

        private static RunReport report() {
            Judgement judgement = Judgement.unknown(Reason.CHECK_ERROR, Subject.HOST)
                    .with("detail", Arg.text("x".repeat(BYTES_A_HOST)));
            Finding finding = Finding.of("nic-link", "nic-link", Scope.host("h"), judgement, Severity.BLOCKER);
            List<HostReport> hosts = IntStream.range(0, HOSTS)
                    .mapToObj(i -> new HostReport(
                            "h" + i,
                            "ssh",
                            "",
                            Verdict.UNDECIDED,
                            Optional.empty(),
                            List.of(finding),
                            "",
                            Optional.empty(),
                            Duration.ZERO))
                    .toList();
            return new RunReport(
                    "test",
                    "many",
                    AT,
                    AT,
                    Verdict.UNDECIDED,
                    ExitCode.UNDECIDED,
                    Policy.USUAL,
                    hosts,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private static Host host(String name) {
        return TestHost.named(name, "all");
    }

    private static HostEvidence evidence(String name) {
        Frame large = new Frame(
                "large@clean",
                1,
                FrameEnd.COMPLETE,
                OptionalInt.of(0),
                Optional.of(Duration.ofMillis(10)),
                Optional.of(AT),
                "x".repeat(BYTES_A_HOST).getBytes(StandardCharsets.UTF_8),
                new byte[0]);
        LaneEvidence lane = new LaneEvidence(
                Lane.USER,
                "#PF1\nN=" + "0".repeat(32) + "\n#PF9\n",
                AT,
                AT,
                List.of(large),
                "",
                false,
                Optional.empty());
        return new HostEvidence(
                new HostInfo(name, "10.0.0.1", List.of("all")), "ssh", AT, List.of(lane), Optional.empty());
    }

    private int java(Path out, String main, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start()
                .waitFor();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    /** Writes the evidence of a run. */
    private Path save(String name) throws IOException, ProblemsException {
        Path evidence = folder.resolve(name);
        List<Host> hosts =
                IntStream.range(0, HOSTS).mapToObj(i -> host("h" + i)).toList();
        EvidenceWriter writer = EvidenceWriter.create(
                evidence, RunManifest.of("test", AT, RecordedProfile.of("many", PROFILE), Choices.NONE, hosts));
        for (Host host : hosts) {
            writer.write(evidence(host.name()));
        }
        writer.close(RunEnd.How.COMPLETE, AT);
        return evidence;
    }

    @Test
    void theEvidenceOfAllHostsIsNeverHeld() throws IOException, InterruptedException, ProblemsException {
        Path evidence = save("evidence");

        Path json = folder.resolve("r.json");
        Path page = folder.resolve("page");
        int exit = java(
                page,
                Main.class.getName(),
                "judge",
                evidence.toString(),
                "--format",
                "text",
                "--format",
                "json:" + json);
        assertThat(exit).as(errors()).isEqualTo(3);
        assertThat(page).content().contains("the evidence does not hold this").doesNotContain("internal-error");
        assertThat(json).content().doesNotContain("internal-error").endsWith("}\n");
    }

    @Test
    void norIsThatOfTwoRunsThatAreCompared() throws IOException, InterruptedException, ProblemsException {
        Path page = folder.resolve("page");
        int exit = java(
                page,
                Main.class.getName(),
                "diff",
                save("old").toString(),
                save("new").toString());
        assertThat(exit).as(errors()).isZero();
        assertThat(page).content().contains("STILL UNDETERMINED", "on all 200 hosts");
    }

    @Test
    void aReportIsNeverHeldAsOneText() throws IOException, InterruptedException {
        long all = (long) HOSTS * BYTES_A_HOST;
        Path out = folder.resolve("out");
        Path xml = folder.resolve("r.xml");
        Path csv = folder.resolve("r.csv");
        Path lines = folder.resolve("r.ndjson");
        int exit = java(out, LargeReport.class.getName(), "json", "junit:" + xml, "csv:" + csv, "ndjson:" + lines);
        assertThat(exit).as(errors()).isEqualTo(3);
        assertThat(Files.size(out)).isGreaterThan(all);
        assertThat(xml).content().endsWith("</testsuites>\n");
        assertThat(csv).content().endsWith("\r\n");
        assertThat(Files.size(lines)).isGreaterThan(all);

        Path json = folder.resolve("r.json");
        assertThat(java(folder.resolve("none"), LargeReport.class.getName(), "json:" + json))
                .as(errors())
                .isEqualTo(3);
        assertThat(Files.mismatch(json, out)).isEqualTo(-1);
    }
}
