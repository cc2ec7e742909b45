package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.storage.MdArrays.Array;
import dev.preflight.checks.storage.MdArrays.Member;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probes of disks, run by real shells over a tree of our own, and on this machine as it is. */
class StorageProbesTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theKernelsFilesSayMoreThanMdstat(Shell shell) throws IOException {
        Tree.put(root, "proc/mdstat", """
                Personalities : [raid1]\s
                md0 : active (auto-read-only) raid1 sdb1[1] sda1[0]
                      10476416 blocks super 1.2 [2/2] [UU]
                      \tresync=PENDING

                unused devices: <none>
                """);
        array("md0", "degraded", "0");
        array("md0", "array_state", "read-auto");
        array("md0", "sync_action", "idle");
        array("md0", "metadata_version", "1.2");
        array("md0", "dev-sda1/state", "in_sync");
        array("md0", "dev-sda1/slot", "0");
        array("md0", "dev-sdb1/state", "faulty,blocked");
        array("md0", "dev-sdb1/slot", "1");
        // Of an array that is only in /sys the same is read.
        array("md_d1", "level", "raid5");
        array("md_d1", "array_state", "clean");
        array("md_d1", "degraded", "1");
        Tree.put(
                root,
                "etc/mdadm/mdadm.conf",
                "# ARRAY /dev/md9 spares=3\nARRAY /dev/md/0 metadata=1.2 spares=2 UUID=1:2:3:4\n");
        MdArrays md = got(shell, MdArrays.FACT);
        assertThat(md.arrays()).extracting(Array::name).containsExactly("md0", "md_d1");
        Array first = md.arrays().get(0);
        assertThat(first.active()).isTrue();
        assertThat(first.level()).isEqualTo("raid1");
        assertThat(first.action()).isEqualTo("resync");
        assertThat(first.waits()).isTrue();
        assertThat(first.promisedSpares()).isEqualTo(2);
        assertThat(first.members()).containsExactly(new Member("sdb1", true, false), new Member("sda1", false, false));
        assertThat(md.arrays().get(1).missing()).hasValue(1);
        assertThat(md.arrays().get(1).active()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aKernelWithoutMdHasNoArrays(Shell shell) {
        assertThat(got(shell, MdArrays.FACT).arrays()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void onlyTheKernelStopsAFileSystemBelowAWritableMount(Shell shell) throws IOException {
        Tree.put(root, "proc/self/mountinfo", """
                22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
                23 22 0:21 / /proc rw,nosuid - proc proc rw
                30 22 8:17 / /data rw,relatime shared:5 - ext4 /dev/sdb1 ro,errors=remount-ro
                31 22 8:17 /sub /bind rw,relatime - ext4 /dev/sdb1 ro,errors=remount-ro
                32 22 8:33 / /srv ro,relatime - xfs /dev/sdc1 ro,attr2
                33 22 8:49 / /mnt/a\\040b ro,relatime master:3 propagate_from:2 - ext4 /dev/sdd1 rw
                34 22 7:1 / /snap/x ro,nodev - squashfs /dev/loop1 ro
                35 22 0:55 / /boxes/merged rw - overlay overlay ro,lowerdir=/l
                36 22 0:60 / /nfs ro - nfs4 filer:/x ro
                """);
        Tree.put(root, "etc/fstab", """
                # <file system> <mount point> <type> <options>
                /dev/sda1 / ext4 errors=remount-ro 0 1
                /dev/sdc1 /srv xfs defaults 0 2
                /dev/sdd1 /mnt/a\\040b ext4 noauto,ro 0 0
                /dev/sde1 none swap sw 0 0
                """);
        assertThat(got(shell, LocalMounts.FACT).readOnly())
                .containsExactlyInAnyOrder(
                        new LocalMounts.Mount("/data", "ext4", "/dev/sdb1", true, Optional.empty()),
                        new LocalMounts.Mount("/srv", "xfs", "/dev/sdc1", false, Optional.of(true)),
                        new LocalMounts.Mount("/mnt/a\\040b", "ext4", "/dev/sdd1", false, Optional.of(false)));
    }

    /** Only root may ask; the tests of CI run as root. */
    @ParameterizedTest
    @MethodSource("shells")
    void programsAreAskedOnlyWhereTheirControllerIs(Shell shell) throws IOException {
        pci("0000:00:1f.2", "0x010601", "ahci");
        pci("0000:18:00.0", "0x010400", "megaraid_sas");
        pci("0000:5e:00.0", "0x010700", "mpt3sas");
        executable("opt/MegaRAID/storcli/storcli64", "echo 'asked: '\"$@\"");
        executable("usr/sbin/storcli64", "echo twice");
        executable("usr/sbin/perccli64", "echo '{}'");
        executable("usr/sbin/ssacli", "echo not mine");
        FactRequest<RaidControllers> request = RaidControllers.FACT.in(Context.EXEC);
        String out = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
        assertThat(out).contains("controller 0000:18:00.0 megaraid_sas\n").doesNotContain("1f.2", "5e:00", "pool");
        if (System.getProperty("user.name").equals("root")) {
            assertThat(out)
                    .contains(
                            "cli storcli storcli64\n asked: /call/vall show J nolog\n", "cli storcli perccli64\n {}\n")
                    .doesNotContain("twice", "not mine");
        } else {
            assertThat(out).doesNotContain("cli");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void poolsAreReadWhereThereIsZfs(Shell shell) throws IOException {
        Tree.put(root, "proc/spl/kstat/zfs/tank/state", "DEGRADED\n");
        RaidControllers raid = got(shell, RaidControllers.FACT);
        assertThat(raid.pools()).containsExactly(new RaidControllers.Volume("tank", "DEGRADED"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void schedulesAreThoseInForce(Shell shell) throws IOException {
        Tree.put(
                root, "etc/cron.d/mdadm", "# cron.d/mdadm\n\nSHELL=/bin/sh\n57 0 * * 0 root checkarray --cron --all\n");
        Tree.put(root, "etc/default/mdadm", "# AUTOCHECK=false\nAUTOCHECK=true\n");
        Files.createDirectories(root.resolve("run/systemd/system"));
        Tree.put(root, "usr/lib/systemd/system/mdcheck_start.timer", "[Timer]\nOnCalendar=Sun *-*-1..7 1:00:00\n");
        MdSchedule off = got(shell, MdSchedule.FACT);
        assertThat(off.timers()).isEmpty();
        assertThat(off.cron())
                .containsExactly(new MdSchedule.Cron("/etc/cron.d/mdadm", "57 0 * * 0 root checkarray --cron --all"));
        Files.createDirectories(root.resolve("etc/systemd/system/mdmonitor.service.wants"));
        Files.createSymbolicLink(
                root.resolve("etc/systemd/system/mdmonitor.service.wants/mdcheck_start.timer"),
                Path.of("/usr/lib/systemd/system/mdcheck_start.timer"));
        Tree.put(root, "etc/systemd/system/mdcheck_start.timer.d/override.conf", """
                [Timer]
                OnCalendar=
                OnCalendar=Mon 03:00
                RandomizedDelaySec=1h
                """);
        Tree.put(root, "etc/default/mdadm", "AUTOCHECK=false\n");
        MdSchedule on = got(shell, MdSchedule.FACT);
        assertThat(on.cron()).isEmpty();
        assertThat(on.timers())
                .containsExactly(new MdSchedule.Timer("mdcheck_start.timer", List.of("Mon 03:00"), List.of("1h", "")));
        Files.createSymbolicLink(root.resolve("etc/systemd/system/mdcheck_start.timer"), Path.of("/dev/null"));
        assertThat(got(shell, MdSchedule.FACT).timers()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void onThisMachineEachAnswers(Shell shell) {
        FactRequest<?>[] all = {
            MdArrays.FACT.in(Context.EXEC),
            LocalMounts.FACT.in(Context.EXEC),
            RaidControllers.FACT.in(Context.EXEC),
            MdSchedule.FACT.in(Context.EXEC)
        };
        ScriptRun.Answer answer = ScriptRun.under(shell).run(all);
        for (FactRequest<?> request : all) {
            assertThat(answer.reading(request).isMissing()).as(request.key()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aTreeWithoutMountsIsNoHealthyOne(Shell shell) {
        Reading<LocalMounts> reading = read(shell, LocalMounts.FACT);
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.reason()).isEqualTo(Reason.MALFORMED));
    }

    private <T> T got(Shell shell, Fact<T> fact) {
        return read(shell, fact).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }

    private <T> Reading<T> read(Shell shell, Fact<T> fact) {
        FactRequest<T> request = fact.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }

    private void array(String name, String file, String value) throws IOException {
        Tree.put(root, "sys/block/" + name + "/md/" + file, value + "\n");
    }

    private void pci(String address, String type, String driver) throws IOException {
        Tree.put(root, "sys/bus/pci/devices/" + address + "/class", type + "\n");
        Files.createSymbolicLink(
                root.resolve("sys/bus/pci/devices/" + address + "/driver"),
                Path.of("../../../bus/pci/drivers/" + driver));
    }

    private void executable(String path, String body) throws IOException {
        Tree.put(root, path, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
