package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.checks.storage.BlockDevices.Device;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BlockDeviceCheckTest {
    private static final String WWN = "/dev/disk/by-id/wwn-1";
    private static final String END = "links by-id\n wwn-1 sdb\nmounts\n 8:1 /dev/sda1 /\nswaps\n /dev/sdc2\nfstab\n"
            + " /dev/disk/by-id/wwn-1 /old\ndone\n";
    private static final String PLAIN = "mounts\n 8:1 /dev/sda1 /\ndone\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String disk(String name, long sectors, String more) {
        return "device " + name + "\n sectors " + sectors + "\n ro 0\n number 9:" + name.hashCode()
                + "\n rotational 0\n removable 0\n physical\n" + more;
    }

    private static String unused(String name, long sectors) {
        return disk(name, sectors, " signatures udev\n");
    }

    private static List<Judgement> judged(String yaml, String printed) {
        return Judged.by(new BlockDeviceCheck(), yaml, Map.of("block-devices", printed));
    }

    private static List<String> said(String yaml, String printed) {
        return Judged.said(new BlockDeviceCheck(), yaml, Map.of("block-devices", printed));
    }

    private static BlockDevices devices(String printed) {
        return got(Printed.reading(BlockDevices.REQUEST, printed));
    }

    private static BlockDevices got(Reading<BlockDevices> reading) {
        return reading.fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }

    @ParameterizedTest
    @CsvSource({"9765624, fail too-few host", "9765625, pass ok host", "9765626, pass ok host"})
    void aDiskCountsFromItsSizeOn(long sectors, String expected) {
        assertThat(said("{min_count: 1, min_size: 5GB}", unused("sdb", sectors) + PLAIN))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "min_count: 1, pass ok host",
        "min_count: 2, pass ok host",
        "min_count: 3, fail too-few host",
        "max_count: 1, fail too-many host",
        "max_count: 2, pass ok host",
        "max_count: 3, pass ok host",
        "'min_count: 1, exclude: [sdb]', pass ok host",
        "'min_count: 2, exclude: [\"/dev/sd?\"]', fail too-few host",
    })
    void disksCountFromTheBoundOn(String params, String expected) {
        assertThat(said("{" + params + "}", unused("sdb", 1000) + unused("sdc", 1000) + PLAIN))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "min_count: 1, pass ok host",
        "min_count: 2, unknown no-permission host",
        "min_count: 3, fail too-few host",
        "max_count: 0, fail too-many host",
        "max_count: 1, unknown no-permission host",
        "max_count: 2, pass ok host",
    })
    void whatIsNotKnownToBeUnusedDecidesOnlyIfItMatters(String params, String expected) {
        String printed = "blkid denied\n" + unused("sdb", 1000) + disk("sdc", 1000, "") + PLAIN;
        assertThat(said("{" + params + "}", printed)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"989, warning unequal host", "990, pass ok host", "991, pass ok host"})
    void disksOfAboutOneSizeAreEqual(long sectors, String expected) {
        assertThat(said("{min_count: 2}", unused("sdb", 1000 * 100) + unused("sdc", sectors * 100) + PLAIN))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"true, warning rotational", "false, pass ok"})
    void disksWithPlattersAreSaid(boolean wanted, String expected) {
        String yaml = "{min_count: 1, rotational: " + wanted + ", require: {/dev/sdb: {rotational: " + wanted + "}}}";
        assertThat(said(yaml, unused("sdb", 1000) + PLAIN))
                .containsExactly(expected + " host", expected + " device:/dev/sdb");
    }

    @ParameterizedTest
    @CsvSource({
        "' has ID_FS_TYPE=LVM2_member', lvm",
        "' has ID_FS_TYPE=linux_raid_member', raid",
        "' has ID_FS_TYPE=crypto_LUKS', luks",
        "' has ID_FS_TYPE=bcache', bcache",
        "' has ID_FS_TYPE=several', filesystem several",
        "' has ID_FS_TYPE=ext4', filesystem ext4",
        "' has ID_PART_TABLE_TYPE=gpt', partition table gpt",
        "' holder dm-3', held by dm-3",
    })
    void everyUseIsSaid(String line, String use) {
        String printed = disk("sdb", 1000, " signatures udev\n" + line + "\n") + PLAIN;
        Judgement said =
                judged("{require: {/dev/sdb: {unused: true}}}", printed).get(0);
        assertThat(said.code()).isEqualTo("in-use");
        assertThat(said.args()).containsEntry("uses", Arg.texts(List.of(use)));
        assertThat(said("{min_count: 1}", printed)).containsExactly("fail too-few host");
    }

    @Test
    void whatIsMountedSwappedToOrInFstabIsInUseByAnyOfItsNames() {
        String part = "partition %s\n sectors 9\n ro 0\n number %s\n signatures udev\n";
        BlockDevices read = devices(disk("sda", 10, " signatures udev\n")
                + part.formatted("sda1", "8:1")
                + unused("sdb", 10)
                + unused("sdc", 10)
                + part.formatted("sdc2", "8:34")
                + END);
        assertThat(read.at("/dev/sda").orElseThrow().uses()).containsExactly("partitions sda1");
        assertThat(read.at("/dev/sda1").orElseThrow().uses()).containsExactly("mounted on /");
        assertThat(read.at(WWN).orElseThrow().uses()).containsExactly("in fstab");
        assertThat(read.at("/dev/sdc2").orElseThrow().uses()).containsExactly("swap");
        assertThat(read.disks()).extracting(Device::name).containsExactly("sda", "sdb", "sdc");
        assertThat(read.disks()).extracting(Device::unused).containsOnly(Optional.of(false));
    }

    @Test
    void aDeviceOfUnknownUseIsNeverUnused() {
        String printed = "blkid no-tool\n" + disk("sdb", 1000, "") + PLAIN;
        assertThat(said("{require: {/dev/sdb: {unused: true}}}", printed))
                .containsExactly("unknown no-tool device:/dev/sdb");
        assertThat(said("{require: {/dev/sdb: {min_size: 1B}}}", printed)).containsExactly("pass ok device:/dev/sdb");
    }

    @ParameterizedTest
    @CsvSource({
        "511999B, pass ok",
        "512000B, pass ok",
        "512001B, fail too-small",
    })
    void theSizeOfADeviceCountsFromTheBoundOn(String size, String expected) {
        assertThat(said("{require: {/dev/sdb: {min_size: " + size + "}}}", unused("sdb", 1000) + PLAIN))
                .containsExactly(expected + " device:/dev/sdb");
    }

    @Test
    void pathsToOneDiskCountOnce() {
        String wwid = " signatures udev\n wwid naa.5\n";
        assertThat(said("{min_count: 2}", disk("sdb", 1000, wwid) + disk("sdc", 1000, wwid) + PLAIN))
                .containsExactly("fail too-few host");
    }

    @Test
    void aFileSystemLiesOnTheDisksAtTheBottom() {
        String md =
                "device md0\n sectors 9\n ro 0\n number 9:0\n rotational 0\n removable 0\n slave sda1\n slave sdb\n";
        String lv = "device dm-0\n sectors 9\n ro 0\n number 253:0\n rotational 0\n removable 0\n slave md0\n";
        BlockDevices read = devices(disk("sda", 10, " signatures udev\n")
                + "partition sda1\n sectors 9\n ro 0\n number 8:1\n signatures udev\n" + disk("sdb", 10, "") + md + lv
                + PLAIN);
        assertThat(read.lowest("253:0", "x")).extracting(Device::name).containsExactlyInAnyOrder("sda", "sdb");
        assertThat(read.lowest("0:45", "/dev/sda1")).extracting(Device::name).containsExactly("sda");
        assertThat(read.lowest("0:45", "nfs:/x")).isEmpty();
        assertThat(read.disks()).extracting(Device::name).containsExactly("sda", "sdb");
    }

    @Test
    void noDiskIsKnownWithoutMountsAndNoNumberIsGuessed() {
        assertThat(Printed.reading(BlockDevices.REQUEST, unused("sdb", 1) + "done\n"))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "/proc/self/mountinfo"));
        assertThat(Printed.reading(BlockDevices.REQUEST, "unreadable\ndone\n"))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "/sys/block"));
        String large = unused("sdb", 999_999_999_999_999_999L) + PLAIN;
        assertThatThrownBy(() -> Printed.reading(BlockDevices.REQUEST, large)).hasMessageContaining("expected");
    }

    @Test
    void aMostBelowTheLeastIsRefused() {
        assertThatThrownBy(() -> said("{min_count: 2, max_count: 1}", PLAIN)).hasMessageContaining("max_count");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsDisksAndWhatIsOnThem(Shell shell) throws IOException {
        disk("sda", "8:0", "200", true);
        Tree.put(root, "sys/block/sda/sda1/partition", "1\n");
        Tree.put(root, "sys/block/sda/sda1/size", "100\n");
        Tree.put(root, "sys/block/sda/sda1/dev", "8:1\n");
        disk("sdb", "8:16", "300", true);
        Tree.put(root, "sys/block/sdb/queue/rotational", "1\n");
        Tree.put(root, "sys/block/sdb/device/wwid", "naa.5000\n");
        Tree.put(root, "run/udev/data/b8:16", "S:disk/by-id/wwn-1\nE:ID_FS_TYPE=zfs_member\nE:ID_X=1\n");
        disk("cciss!c0d0", "104:0", "400", true);
        disk("dm-0", "253:0", "500", false);
        Tree.put(root, "sys/block/dm-0/dm/uuid", "mpath-3600\n");
        Tree.put(root, "sys/block/dm-0/dm/name", "mpatha\n");
        Files.createDirectories(root.resolve("sys/block/dm-0/slaves/cciss!c0d0"));
        Files.createDirectories(root.resolve("sys/block/cciss!c0d0/holders/dm-0"));
        disk("loop0", "7:0", "9", false);
        disk("nbd0", "43:0", "0", false);
        disk("nvme0c0n1", "259:1", "9", true);
        Tree.put(root, "sys/block/nvme0c0n1/hidden", "1\n");
        Files.createDirectories(root.resolve("dev/disk/by-id"));
        Files.createSymbolicLink(root.resolve("dev/disk/by-id/wwn-1"), Path.of("../../sdb"));
        Tree.put(root, "proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 1 0:5 / /p rw - proc p rw\n");
        BlockDevices read = got(read(shell));
        assertThat(read.devices())
                .extracting(Device::name)
                .containsExactlyInAnyOrder("cciss/c0d0", "dm-0", "sda", "sda1", "sdb");
        assertThat(read.at("/dev/mapper/mpatha").orElseThrow())
                .extracting(Device::kind, Device::below)
                .containsExactly(BlockDevices.Kind.DISK, List.of("cciss/c0d0"));
        assertThat(read.at("/dev/cciss/c0d0").orElseThrow().uses()).containsExactly("held by dm-0");
        Device sdb = read.at(WWN).orElseThrow();
        assertThat(sdb.size()).isEqualTo(300 * 512);
        assertThat(sdb.rotational()).isTrue();
        assertThat(sdb.wwid()).contains("naa.5000");
        assertThat(sdb.uses()).containsExactly("zfs");
        assertThat(read.at("/dev/sda1").orElseThrow().uses()).containsExactly("mounted on /");
        assertThat(read.at("/dev/mapper/mpatha").orElseThrow().unused()).isEmpty();
    }

    /** The kernel calls a disk removable that is on a port of AHCI from which it can be pulled. */
    @ParameterizedTest
    @MethodSource("shells")
    void aDiskOfTheServerThatCanBePulledCounts(Shell shell) throws IOException {
        for (String at : List.of("ata3/host2/block/sda", "usb1/host3/block/sdb")) {
            Path disk = root.resolve("sys/devices/pci0/" + at);
            Tree.put(root, "sys/devices/pci0/" + at + "/size", "100\n");
            Tree.put(root, "sys/devices/pci0/" + at + "/removable", "1\n");
            Files.createDirectories(disk.resolve("device"));
            Files.createDirectories(root.resolve("sys/block"));
            Files.createSymbolicLink(root.resolve("sys/block").resolve(disk.getFileName()), disk);
        }
        Tree.put(root, "proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sdz1 rw\n");
        assertThat(got(read(shell)).disks()).extracting(Device::name).containsExactly("sda");
    }

    /** blkid ends with 2 if it finds nothing, and also if it may not open the disk. */
    @ParameterizedTest
    @MethodSource("shells")
    void rootAsksBlkidWhereUdevDoesNotRun(Shell shell) throws IOException {
        for (String name : List.of("sdb", "sdc", "sdd", "sde")) {
            disk(name, "8:" + (name.charAt(2) - 'a'), "100", true);
            Tree.put(root, "dev/" + name, "");
        }
        Tree.put(root, "proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        Path blkid = Tree.put(root, "usr/sbin/blkid", """
                        #!/bin/sh
                        case $4 in
                        *sdb) echo ID_FS_TYPE=xfs ;;
                        *sdc) exit 2 ;;
                        *sdd) echo "error: $4: Operation not permitted" >&2; exit 2 ;;
                        *sde) exit 8 ;;
                        esac
                        """);
        Files.setPosixFilePermissions(blkid, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path id = Tree.put(root, "bin/id", "#!/bin/sh\necho 0\n");
        Files.setPosixFilePermissions(id, PosixFilePermissions.fromString("rwxr-xr-x"));
        BlockDevices read = got(read(shell));
        assertThat(read.devices())
                .extracting(Device::unused)
                .containsExactly(Optional.of(false), Optional.of(true), Optional.empty(), Optional.of(false));
    }

    private void disk(String name, String number, String sectors, boolean physical) throws IOException {
        String at = "sys/block/" + name + "/";
        Tree.put(root, at + "size", sectors + "\n");
        Tree.put(root, at + "dev", number + "\n");
        Tree.put(root, at + "ro", "0\n");
        Tree.put(root, at + "removable", "0\n");
        Tree.put(root, at + "queue/rotational", "0\n");
        if (physical) {
            Files.createDirectories(root.resolve(at + "device"));
        }
    }

    private Reading<BlockDevices> read(Shell shell) {
        FactRequest<BlockDevices> request = BlockDevices.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .with("PATH", root.resolve("bin") + ":" + System.getenv("PATH"))
                .run(request)
                .reading(request);
    }
}
