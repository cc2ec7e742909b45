package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.checks.storage.SyncWrites.Round;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiskLatencyCheckTest {
    private static final String MOUNT = "at /var/lib\nmount 8:17 /var xfs /dev/sdb1 rw rw\n";

    private static final ByteSize SIZE = new ByteSize(1 << 20);
    private static final ByteSize WRITE = new ByteSize(2300);

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String rounds(String millis) {
        StringBuilder printed = new StringBuilder(MOUNT + "tool python\n");
        for (String one : millis.split(" ")) {
            printed.append("round 5000 ")
                    .append(Math.round(Double.parseDouble(one) * 1e6))
                    .append('\n');
        }
        return printed.toString();
    }

    private static List<Judgement> judged(String more, String printed) {
        return Judged.by(
                new DiskLatencyCheck(), "{dir: /var/lib/etcd" + more + "}", Map.of("sync-writes", printed + "done\n"));
    }

    private static List<String> said(String printed) {
        return judged("", printed).stream()
                .map(one -> one.outcome().code() + " " + one.code())
                .toList();
    }

    /** Why nothing was measured. */
    private static String missing(String printed) {
        return Printed.reading(request("/x", 1), printed + "done\n")
                .fold(value -> "measured", missing -> missing.reason().code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            12.1 10.001 9.0    | fail slow, warning unsteady
            12.1 10.0 9.0      | warning unsteady
            12.1 9.9 9.0       | warning unsteady
            10.0 9.9 9.0       | pass ok
            10.1 10.2 10.001   | fail slow
            9.0 11.0           | fail slow, warning unsteady
            9.0                | pass ok
            10.000001          | fail slow
            9.0 9.0 9.0 20 9.0 | warning unsteady
            """)
    void theMedianOfTheRoundsDecides(String millis, String expected) {
        assertThat(String.join(", ", said(rounds(millis)))).isEqualTo(expected);
    }

    @Test
    void whatIsJustAboveTheBoundReadsSo() {
        List<Judgement> said = judged("", rounds("10.000001 10.000001 3.4"));
        assertThat(said.get(0).args())
                .containsEntry("median", Arg.text("10.001 ms"))
                .containsEntry("max", Arg.span(Duration.ofMillis(10)));
        assertThat(said.get(1).args()).containsEntry("least", Arg.text("3.4 ms"));
    }

    @ParameterizedTest
    @CsvSource({"19.99, pass ok", "20.00, pass ok", "20.01, 'pass ok, warning busy'"})
    void aBusyHostIsSaidBeside(String pressure, String expected) {
        String printed = rounds("5").replace("tool", "pressure " + pressure + "\ntool");
        assertThat(String.join(", ", said(printed))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            denied           | no-permission
            dangling         | ambiguous
            memory           | ambiguous
            no-tool stat     | no-tool
            no-room 1000     | sample-too-short
            no-room 0        | sample-too-short
            tool dd          | no-tool
            unreadable       | not-readable
            """)
    void whatWasNotMeasuredIsNoPass(String line, String reason) {
        assertThat(missing(MOUNT + line + "\n")).isEqualTo(reason);
    }

    @Test
    void aMeasurementThatBrokeOffDecidesNothing() {
        assertThat(missing(rounds("5 5") + "failed\n")).isEqualTo("died");
        for (String text : List.of("tool fio\nfio\n {}\n", "tool fio\nfio\n { \"jobs\": [{}]\n", "round 5\n", "")) {
            assertThatThrownBy(() -> Printed.reading(request("/x", 1), MOUNT + text + "done\n"))
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void aPercentileNeedsAHundredWrites() {
        assertThatThrownBy(() -> judged(", size: 1MiB, write: 11KiB", rounds("5")))
                .hasMessageContaining("size");
        assertThat(judged(", size: 1MiB, write: 10KiB", rounds("5"))).hasSize(1);
    }

    /** What writes is said to, is for a profile to ask for, and waits in the lane for that. */
    @Test
    void itIsKnownToWrite() {
        assertThat(SyncWrites.FACT.sideEffects()).isTrue();
        assertThat(SyncWrites.FACT.lane()).isEqualTo(Lane.SLOW);
        assertThat(new DiskLatencyCheck().spec().requires()).containsExactly("dir");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void fioIsAskedForEachRoundInADirectoryOfItsOwn(Shell shell) throws IOException {
        tree("ext4");
        program("fio", """
                [ "$1" != --version ] || { echo fio-3.35-12; exit; }
                printf '%s ' "$PWD" "$@" >>"$PROBE_ROOT/called"
                echo >>"$PROBE_ROOT/called"
                echo x >f
                echo 'fio: a warning'
                echo '{"jobs": [{"write": {"total_ios": 4000}, "sync": {"lat_ns": {"percentile": {"99.000000": 2500000}}}}]}'
                """);
        SyncWrites read = got(read(shell, "/data/not/there", 2));
        assertThat(read.tool()).isEqualTo("fio");
        assertThat(read.at()).isEqualTo("/data");
        assertThat(read.mount()).isEqualTo(new SyncWrites.Mount("/data", "ext4", "/dev/sda2"));
        assertThat(read.pressure()).contains(7.25);
        assertThat(read.rounds()).containsExactly(round(4000), round(4000));
        List<String> called = Files.readAllLines(root.resolve("called"));
        assertThat(called).hasSize(3).allMatch(line -> line.contains("--size=1048576") && line.contains("--bs=2300"));
        assertThat(called.get(0))
                .contains("/data/.preflight.")
                .contains("--runtime=2")
                .contains("--time_based");
        assertThat(called.get(1)).doesNotContain("--time_based");
        assertThat(root.resolve("data")).isEmptyDirectory();
    }

    private static Round round(long writes) {
        return new Round(writes, Duration.ofNanos(2_500_000));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void anOldFioIsNotAskedAndPythonGetsWhatItNeeds(Shell shell) throws IOException {
        tree("xfs");
        program("fio", "[ \"$1\" = --version ] && echo fio-3.4 || echo >\"$PROBE_ROOT/called\"\n");
        program("python3", "echo x >f\necho \"round $5 $6\"\necho \"round $7 1\"\n");
        SyncWrites read = got(read(shell, "/data", 3));
        assertThat(read.tool()).isEqualTo("python");
        assertThat(read.rounds())
                .containsExactly(new Round(1 << 20, Duration.ofNanos(2300)), new Round(3, Duration.ofNanos(1)));
        assertThat(root.resolve("called")).doesNotExist();
        assertThat(root.resolve("data")).isEmptyDirectory();
        program("python3", "exit 1\n");
        assertThat(read(shell, "/data", 3)).isEqualTo(Reading.missing(Reason.DIED, "python"));
        assertThat(root.resolve("data")).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void nothingIsWrittenIntoMemoryOrThroughALinkToNothing(Shell shell) throws IOException {
        tree("tmpfs");
        program("fio", "echo fio-3.35\necho >\"$PROBE_ROOT/called\"\n");
        assertThat(read(shell, "/data", 1)).isEqualTo(Reading.missing(Reason.AMBIGUOUS, "tmpfs"));
        tree("ext4");
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("gone"));
        assertThat(read(shell, "/nowhere/x", 1)).isEqualTo(Reading.missing(Reason.AMBIGUOUS, ""));
        assertThat(root.resolve("called")).doesNotExist();
        assertThat(root.resolve("data")).isEmptyDirectory();
    }

    /** Ten times the size, to the block. */
    @ParameterizedTest
    @CsvSource({"2559, false", "2560, true", "2561, true"})
    void tenTimesTheSizeMustBeFree(long blocks, boolean measured) throws IOException {
        tree("ext4");
        program("python3", "echo 'round 200 1'\n");
        program("stat", "echo '4096 " + blocks + "'\n");
        Shell shell = Shells.all().findFirst().orElseThrow();
        boolean did = read(shell, "/data", 1).fold(value -> true, missing -> false);
        assertThat(did).isEqualTo(measured);
        assertThat(root.resolve("data")).isEmptyDirectory();
    }

    private void tree(String type) throws IOException {
        Files.createDirectories(root.resolve("data"));
        Tree.put(
                root,
                "proc/self/mountinfo",
                "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n25 1 8:2 / /data rw - " + type + " /dev/sda2 rw\n");
        Tree.put(root, "proc/pressure/io", "some avg10=7.25 avg60=0.00 total=1\nfull avg10=50.00 avg60=0 total=1\n");
    }

    private void program(String name, String body) throws IOException {
        Path file = Tree.put(root, "usr/bin/" + name, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static FactRequest<SyncWrites> request(String dir, int rounds) {
        return SyncWrites.of(dir, SIZE, WRITE, rounds);
    }

    private static SyncWrites got(Reading<SyncWrites> reading) {
        return reading.fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }

    private Reading<SyncWrites> read(Shell shell, String dir, int rounds) {
        // A clean child would lose PROBE_ROOT.
        return read(
                shell,
                SyncWrites.FACT
                        .in(Context.EXEC)
                        .with("PATH", dir)
                        .with("SIZE", Long.toString(SIZE.bytes()))
                        .with("WRITE", Long.toString(WRITE.bytes()))
                        .with("ROUNDS", Integer.toString(rounds)));
    }

    private Reading<SyncWrites> read(Shell shell, FactRequest<SyncWrites> request) {
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .with("PATH", root.resolve("usr/bin") + ":" + System.getenv("PATH"))
                .run(request)
                .reading(request);
    }
}
