package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiskSpaceCheckTest {
    private static final String BOTH = "require: {/var/a: {min_free: 10GiB%s}, /var/b: {min_free: 5GiB%s}}";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String room(long blocks, long available, long inodes, long freeInodes, String mount) {
        return "room 4096 " + blocks + " " + available + " " + available + " " + inodes + " " + freeInodes + "\nmount "
                + mount + "\ndone\n";
    }

    private static String with(long available) {
        return room(10_000_000, available, 100, 50, "8:17 /data xfs /dev/sdb1");
    }

    private static List<Judgement> judged(String yaml, String printed) {
        return Judged.by(new DiskSpaceCheck(), yaml, Map.of("space", printed));
    }

    private static List<String> said(String yaml, String printed) {
        return Judged.said(new DiskSpaceCheck(), yaml, Map.of("space", printed));
    }

    /** What a reader adds up is in one unit: that of what is required. */
    @Test
    void whatIsTooLittleIsToldInTheUnitOfTheProfile() {
        String kept = "room 4096 10000000 2500000 1000000 100 50\nmount 8:17 /data xfs /dev/sdb1\ndone\n";
        assertThat(judged("require: {/data: {min_free: 100GB}}", kept).get(0).args())
                .containsEntry("measured", Arg.text("4.09 GB"))
                .containsEntry("total", Arg.text("40.96 GB"))
                .containsEntry("reserved", Arg.text("6.14 GB"));
    }

    @ParameterizedTest
    @CsvSource({
        "2621439, fail too-little path:/data",
        "2621440, pass ok path:/data",
        "2621441, pass ok path:/data",
    })
    void whatUsersCanWriteIsEnoughFromTheBoundOn(long available, String expected) {
        assertThat(said("require: {/data: {min_free: 10GiB}}", with(available))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "min_total: 10GiB, 2621439, fail filesystem-too-small path:/data",
        "min_total: 10GiB, 2621440, pass ok path:/data",
        "min_total: 10GiB, 2621441, pass ok path:/data",
        "min_free_percent: 15, 666, pass ok path:/data",
        "min_free_percent: 15, 667, fail too-full path:/data",
        "min_free_percent: 15, 665, pass ok path:/data",
    })
    void theSizeAndTheShareCountFromTheBoundOn(String limit, long blocks, String expected) {
        assertThat(said("require: {/data: {" + limit + "}}", room(blocks, 100, 9, 9, "8:17 /data xfs /dev/sdb1")))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 49, fail too-few-inodes path:/data",
        "1000, 50, pass ok path:/data",
        "1000, 51, pass ok path:/data",
        "0, 0, pass ok path:/data",
    })
    void inodesCountFromTheBoundOnWhereThereAreAny(long inodes, long free, String expected) {
        String printed = room(9, 9, inodes, free, "8:17 /data xfs /dev/sdb1");
        assertThat(said("require: {/data: {min_inodes: 50}}", printed)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"3932159, false", "3932160, true", "3932161, true"})
    void pathsOfOneFileSystemNeedTheirSum(long available, boolean fits) {
        String alone = "pass ok path:/var/a";
        List<String> said = said(BOTH.formatted("", ""), with(available));
        assertThat(said).hasSize(fits ? 2 : 3).contains(alone);
        assertThat(said.contains("fail too-little-together filesystem:/data")).isEqualTo(!fits);
        assertThat(said(BOTH.formatted("", "") + "\nsum: false", with(available)))
                .hasSize(2);
    }

    /** A path that does not fit alone is said so; the others are still held together. */
    @Test
    void whatFitsAloneIsHeldTogetherBesideWhatDoesNot() {
        String yaml =
                "require: {/a: {min_free: 100GiB}, /b: {min_free: 10GiB}, /c: {min_free: 5GiB}, /d: {min_total: 1GiB}}";
        List<Judgement> said = judged(yaml, with(3_932_159));
        assertThat(said).extracting(Judgement::code).contains("too-little", "too-little-together");
        assertThat(said.get(said.size() - 1).args()).containsEntry("paths", Arg.text("/b, /c"));
        assertThat(said.get(said.size() - 1).args()).containsEntry("available", Arg.text("14.99 GiB"));
    }

    @ParameterizedTest
    @CsvSource({"'',''", "', severity: warning',WARNING"})
    void aSumBlocksOnlyByPathsThatBlock(String row, String severity) {
        List<Judgement> said = judged(BOTH.formatted("", row), with(3_000_000));
        assertThat(said.get(said.size() - 1).severity())
                .isEqualTo(severity.isEmpty() ? Optional.empty() : Optional.of(Severity.valueOf(severity)));
    }

    @ParameterizedTest
    @CsvSource({
        "8:17 /data xfs /dev/sdb1 read-only, fail read-only path:/data",
        "8:17 /data xfs /dev/sdb1 quota, warning quota path:/data",
        "0:27 / overlay overlay, warning on-overlay path:/data",
        "0:28 /data tmpfs tmpfs, warning on-tmpfs path:/data",
    })
    void theKindOfTheFileSystemIsSaid(String mount, String expected) {
        assertThat(said("require: {/data: {min_free: 1MiB}}", room(9000, 9000, 9, 9, mount)))
                .containsExactly(expected);
    }

    @Test
    void aFileSystemWithoutASizeIsNotJudged() {
        assertThat(said("require: {/data: {}}", room(0, 0, 0, 0, "0:31 /data autofs systemd-1")))
                .containsExactly("unknown ambiguous path:/data");
    }

    @Test
    void dataSetsOfOnePoolShareItsRoom() {
        assertThat(new Space.Mount("0:50", "/a", "zfs", "tank/a", List.of()).shared())
                .isEqualTo(new Space.Mount("0:51", "/b", "zfs", "tank/b/c", List.of()).shared())
                .isNotEqualTo(new Space.Mount("0:52", "/c", "zfs", "tank2", List.of()).shared());
    }

    @Test
    void aSizeBeyondALongIsBoundedAndNoNumberIsRefused() {
        String huge = room(Long.MAX_VALUE, Long.MAX_VALUE, -1, -1, "0:40 /data ceph mon:/");
        assertThat(said("require: {/data: {min_free: 10TiB, min_free_percent: 99, min_inodes: 5}}", huge))
                .containsExactly("pass ok path:/data");
        for (String text : List.of("room 4096 S 1 1 1 1\nmount 8:1 / xfs d\ndone\n", "room 1 1 1 1 1 1\ndone\n")) {
            assertThatThrownBy(() -> Printed.reading(Space.at("/data"), text)).hasMessageContaining("expected");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theMountOfTheNearestDirectoryCounts(Shell shell) throws IOException {
        tree("25 1 8:2 / /data rw - ext4 /dev/sda2 rw\n26 25 8:3 / /data1 rw - xfs /dev/sda3 rw,usrquota\n"
                + "27 25 8:4 / /data/a\\040b ro - xfs /dev/sda4 rw\n");
        Files.createDirectories(root.resolve("data/a b"));
        Files.createDirectories(root.resolve("data1"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("data1"));
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("gone"));
        assertThat(mount(shell, "/data10/x")).isEqualTo(new Space.Mount("8:1", "/", "ext4", "/dev/sda1", List.of()));
        assertThat(mount(shell, "/data/x/y/"))
                .isEqualTo(new Space.Mount("8:2", "/data", "ext4", "/dev/sda2", List.of()));
        assertThat(mount(shell, "/data/a b/c").flags()).containsExactly("read-only");
        assertThat(mount(shell, "/link/x").flags()).containsExactly("quota");
        assertThat(read(shell, "/nowhere/x")).isEqualTo(Reading.missing(Reason.AMBIGUOUS, ""));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theDeepestMountThatIsWantedMustBeThere(Shell shell) throws IOException {
        tree("25 1 8:2 / /mnt/disk rw - ext4 /dev/sda2 rw\n");
        Files.createDirectories(root.resolve("mnt/disk"));
        Files.createSymbolicLink(root.resolve("data"), Path.of("mnt/disk"));
        Files.writeString(
                root.resolve("etc/fstab"),
                "# /old xfs\n/dev/sda1 / ext4 rw 0 1\nUUID=2 /data ext4 rw 0 2\nUUID=3 /data/deep/ xfs rw 0 2");
        Files.writeString(
                Files.createDirectories(root.resolve("etc/systemd/system")).resolve("srv-x.mount"),
                "[Mount]\nWhat=/dev/sdb\nWhere = /srv/x\n");
        assertThat(absent(shell, "/data/x")).isEmpty();
        assertThat(absent(shell, "/old/x")).isEmpty();
        assertThat(absent(shell, "/data/deeper")).isEmpty();
        assertThat(absent(shell, "/data/deep/x")).contains(new Space.Absent("/data/deep", "fstab"));
        assertThat(absent(shell, "/srv/x")).contains(new Space.Absent("/srv/x", "unit"));
        assertThat(absent(shell, "/srv")).isEmpty();
    }

    private void tree(String mounts) throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(
                Files.createDirectories(root.resolve("proc/self")).resolve("mountinfo"),
                "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n" + mounts);
    }

    private Space.Mount mount(Shell shell, String path) {
        return read(shell, path).fold(Space::mount, missing -> {
            throw new AssertionError(missing);
        });
    }

    private Optional<Space.Absent> absent(Shell shell, String path) {
        return read(shell, path).fold(Space::absent, missing -> {
            throw new AssertionError(missing);
        });
    }

    private Reading<Space> read(Shell shell, String path) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<Space> request = Space.FACT.in(Context.EXEC).with("PATH", path);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }
}
