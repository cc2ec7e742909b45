package dev.preflight.checks.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.checks.logs.LogGrowthCheck.Params;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogGrowthCheckTest {
    private static final LogGrowthCheck CHECK = new LogGrowthCheck();
    private static final Params PARAMS = new Params(Duration.ofSeconds(60), List.of(), 2, 7, 100, 95, 85, 10, 1);
    private static final long GIB = 1L << 30;

    /** KiB a second that take a GiB a day. */
    private static final double GIB_A_DAY = GIB / 1024.0 / 86_400;

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Reading<DiskGrowth> parse(String text) throws FactFormatException {
        return DiskGrowth.FACT.parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    private static List<String> codes(String text) throws FactFormatException {
        FactRequest<?> request = CHECK.needs(PARAMS).all().get(0);
        HostFacts facts =
                new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, Map.of(request.key(), parse(text)));
        return CHECK.judge(facts, PARAMS).stream()
                .map(j -> j.outcome().code() + " " + j.code())
                .toList();
    }

    private static String look(double uptime, long available, int use, int inodes) {
        return "sample " + uptime + "\nk /|/dev/sda1 4000000000 1 " + available + " " + use
                + "% /\ni /|/dev/sda1 100 1 99 " + inodes + "% /\n";
    }

    /** Three looks in a minute, with so much room at each. */
    private static String looks(long first, long second, long third) {
        return look(100.0, first, 40, 1) + look(130.0, second, 40, 1) + look(160.0, third, 40, 1);
    }

    private static List<String> growing(double gibADay, long leftGib) throws FactFormatException {
        long step = Math.round(gibADay * GIB_A_DAY * 30);
        long left = leftGib * GIB / 1024;
        return codes(looks(left + 2 * step, left + step, left) + "done\n");
    }

    @ParameterizedTest
    @CsvSource({
        "51, 100, fail filling",
        "49, 100, warning filling",
        "15, 100, warning filling",
        "14, 100, pass ok",
        "0, 100, pass ok",
        "99, 100000, pass ok",
        "101, 100000, fail growing-fast",
    })
    void daysUntilItIsFull(double gibADay, long leftGib, String expected) throws FactFormatException {
        assertThat(growing(gibADay, leftGib)).containsExactly(expected);
    }

    @Test
    void whatGrowsInOneHalfOnlyIsABurst() throws FactFormatException {
        assertThat(codes(looks(200_000_000, 100_000_000, 100_000_000) + "done\n"))
                .containsExactly("pass burst");
        assertThat(codes(looks(200_000_000, 200_000_000, 100_000_000) + "done\n"))
                .containsExactly("pass burst");
    }

    @Test
    void rotationThatGivesRoomBackIsNoGrowth() throws FactFormatException {
        assertThat(codes(looks(100_000_000, 150_000_000, 140_000_000) + "done\n"))
                .containsExactly("pass burst");
    }

    @ParameterizedTest
    @CsvSource({
        "84, 1, pass ok",
        "85, 1, warning nearly-full",
        "86, 1, warning nearly-full",
        "94, 1, warning nearly-full",
        "95, 1, fail nearly-full",
        "96, 1, fail nearly-full",
        "1, 84, pass ok",
        "1, 85, warning nearly-full",
        "1, 95, fail nearly-full",
    })
    void blocksAndInodesInUse(int use, int inodes, String expected) throws FactFormatException {
        String at = "done\n";
        assertThat(codes(look(100, 9, use, inodes) + look(130, 9, use, inodes) + look(160, 9, use, inodes) + at))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"129.9, unknown sample-too-short", "130.0, pass ok", "130.1, pass ok"})
    void underHalfAMinuteARateIsChance(double end, String expected) throws FactFormatException {
        assertThat(codes(look(100, 9, 1, 1) + look(115, 9, 1, 1) + look(end, 9, 1, 1) + "done\n"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, pass ok", "1, warning big-file"})
    void aLogAboveTheLimit(long over, String expected) throws FactFormatException {
        String text = looks(9, 9, 9) + "log " + (10 * GIB + over) + " /var/log/my app.log\ndone\n";
        assertThat(codes(text)).last().isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, pass ok", "1, warning deleted-open"})
    void whatIsDeletedAndHeldOpen(long over, String expected) throws FactFormatException {
        assertThat(codes(looks(9, 9, 9) + "deleted 2 " + (GIB + over) + "\ndone\n"))
                .last()
                .isEqualTo(expected);
    }

    @Test
    void oneFileSystemIsToldOnceThoughManyDirectoriesLieOnIt() throws FactFormatException {
        String text = looks(9, 9, 9).replace("i /|", "k /var|/dev/sda1 4000000000 1 9 40% /\ni /|");
        assertThat(codes(text + "done\n")).containsExactly("pass ok");
    }

    @Test
    void whatDidNotAnswerIsUnknownAndWhatLiesElsewhereIsNotAsked() throws FactFormatException {
        assertThat(codes(looks(9, 9, 9) + "timeout /data\nelsewhere nfs4 /home\ndone\n"))
                .containsExactly("pass ok", "unknown timeout");
        assertThat(codes(looks(9, 9, 9) + "denied /var/lib/docker/containers\ndone\n"))
                .containsExactly("pass ok", "unknown no-permission");
        // How large logs are is a warning at most, and so is not to know it.
        assertThat(codes(looks(9, 9, 9) + "slow logs\nslow deleted\ndone\n"))
                .containsExactly("pass ok", "unknown timeout", "unknown timeout");
        assertThat(codes("sample 1.0\nsample 2.0\nsample 3.0\ndone\n")).containsExactly("unknown not-readable");
    }

    @Test
    void dfOfAllKindsIsRead() throws FactFormatException {
        // busybox pads, overlays have a short name, a device mapper a long one, btrfs counts no inodes.
        for (String line : List.of(
                "overlay               1048576      1024   1047552   0% /",
                "/dev/mapper/vg_root-lv_root   8378368 1024 8377344      1% /",
                "/dev/sda2 8378368 1024 8377344      1% /\ni /|/dev/sda2         0       0       0     - /")) {
            assertThat(codes("sample 1.0\nk /|" + line + "\nsample 40.0\nk /|" + line + "\nsample 80.0\nk /|" + line
                            + "\ndone\n"))
                    .as(line)
                    .containsExactly("pass ok");
        }
    }

    @Test
    void whatHasNoSizeIsNotKnown() throws FactFormatException {
        String line = "k /|/dev/sda2         0       0       0     - /\n";
        assertThat(codes("sample 1.0\n" + line + "sample 40.0\n" + line + "sample 80.0\n" + line + "done\n"))
                .containsExactly("unknown not-readable");
    }

    @Test
    void fileSystemsOfOneNameAreToldApart() throws FactFormatException {
        // As two mounts of tmpfs, a device at two places, and a directory of it under a quota.
        String rooms = "k /|overlay 1000 1 999 1% /\nk /a|tmpfs 8192 0 8192 0% /a\nk /b|tmpfs 8192 8192 0 100% /b\n"
                + "k /c|/dev/sda1 1000 1 999 1% /c\nk /d|/dev/sda1 1000 1 999 1% /d\n"
                + "k /c/q|/dev/sda1 100 99 1 99% /c\n";
        String text = "sample 1.0\n" + rooms + "sample 40.0\n" + rooms + "sample 80.0\n" + rooms + "done\n";
        FactRequest<?> request = CHECK.needs(PARAMS).all().get(0);
        HostFacts facts =
                new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, Map.of(request.key(), parse(text)));
        assertThat(CHECK.judge(facts, PARAMS))
                .extracting(j -> j.outcome().code() + " " + j.subject())
                .containsExactly(
                        "pass filesystem:/",
                        "pass filesystem:/a",
                        "fail filesystem:/b",
                        "pass filesystem:/c",
                        "fail filesystem:/c/q");
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, 2000", "1000, 2000, 2000", "1000, 900, 2000"})
    void aHalfOfNoTimeTellsNothing(double first, double second, double third) throws FactFormatException {
        assertThat(codes(look(first, 9, 1, 1) + look(second, 9, 1, 1) + look(third, 9, 1, 1) + "done\n"))
                .containsExactly("unknown sample-too-short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "done\n", "sample 1.0\nsample 2.0\ndone\n", "hello\n", "k /|x 1 1 1 1% /\n"})
    void whatIsCutOrGarbledIsMalformed(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(FactFormatException.class);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void theProbeAsksLocalFileSystemsAndNoOthers(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.createDirectories(root.resolve("var/log"));
        Files.createDirectories(root.resolve("data"));
        Files.writeString(root.resolve("proc/uptime"), "12.00 3.00\n");
        Files.writeString(
                root.resolve("proc/self/mounts"),
                "/dev/sda1 / ext4 rw 0 0\nfiler:/x /data nfs4 rw 0 0\nfiler:/y /srv fuse.sshfs rw 0 0\n");
        Path log = root.resolve("var/log/my app.log");
        try (var file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(200L << 20);
        }
        // A clean child would lose PROBE_ROOT.
        var request = DiskGrowth.FACT
                .in(Context.EXEC)
                .withArguments(List.of("/data", "/srv", "/none"))
                .sampling(Duration.ofSeconds(1));
        DiskGrowth seen = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(got -> got, missing -> {
                    throw new AssertionError(missing);
                });
        assertThat(seen.looks().get(2).rooms()).containsOnlyKeys("/", "/var", "/var/log");
        assertThat(seen.elsewhere()).containsExactly("/data", "/srv");
        assertThat(seen.logs()).containsExactly(new DiskGrowth.Log(200L << 20, log.toString()));
    }

    private DiskGrowth looked(Shell shell, String... places) {
        var request =
                DiskGrowth.FACT.in(Context.EXEC).withArguments(List.of(places)).sampling(Duration.ofSeconds(1));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(got -> got, missing -> {
                    throw new AssertionError(missing);
                });
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void blanksAndLinksDoNotHideALog(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.createDirectories(root.resolve("etc/docker"));
        Files.createDirectories(root.resolve("var"));
        Files.createDirectories(root.resolve("data/log"));
        Files.createDirectories(root.resolve("my data/containers/7"));
        Files.writeString(root.resolve("proc/uptime"), "12.00 3.00\n");
        Files.writeString(root.resolve("proc/self/mounts"), "/dev/sda1 / ext4 rw 0 0\n");
        Files.writeString(root.resolve("etc/docker/daemon.json"), "{\"data-root\": \"/my data\"}");
        Files.createSymbolicLink(root.resolve("var/log"), root.resolve("data/log"));
        for (String log : List.of("data/log/a.log", "my data/containers/7/7-json.log")) {
            try (var file = new RandomAccessFile(root.resolve(log).toFile(), "rw")) {
                file.setLength(101L << 20);
            }
        }
        DiskGrowth seen = looked(shell);
        assertThat(seen.looks().get(0).rooms()).containsOnlyKeys("/", "/var", "/var/log", "/my data");
        assertThat(seen.logs())
                .extracting(DiskGrowth.Log::file)
                .anyMatch(f -> f.endsWith("/a.log"))
                .anyMatch(f -> f.endsWith("/my data/containers/7/7-json.log"))
                .hasSize(2);
    }

    @ParameterizedTest
    @SideBySide
    @CsvSource({"'--data-root=/srv/d'", "'-H\0fd://\0--data-root\0/srv/d'", "'-g\0/srv/d\0--debug'"})
    void whatTheDaemonIsStartedWithIsItsRoot(String flags) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.createDirectories(root.resolve("proc/77"));
        Files.createDirectories(root.resolve("srv/d"));
        Files.writeString(root.resolve("proc/uptime"), "12.00 3.00\n");
        Files.writeString(root.resolve("proc/self/mounts"), "/dev/sda1 / ext4 rw 0 0\n");
        Files.writeString(root.resolve("proc/77/comm"), "dockerd\n");
        Files.writeString(root.resolve("proc/77/status"), "Uid:\t0\t0\t0\t0\nNSpid:\t77\n");
        for (String process : List.of("77", "self")) {
            Files.writeString(root.resolve("proc/" + process + "/mountinfo"), "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        }
        Files.writeString(root.resolve("proc/77/cmdline"), "/usr/bin/dockerd\0" + flags + "\0");
        Shell dash = shells().findFirst().orElseThrow();
        assertThat(looked(dash).looks().get(0).rooms()).containsOnlyKeys("/", "/srv/d");
    }
}
