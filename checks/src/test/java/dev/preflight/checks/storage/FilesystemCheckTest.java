package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import dev.preflight.checks.storage.FilesystemLimits.Naming;
import dev.preflight.checks.storage.PathMounts.Found;
import dev.preflight.checks.storage.PathMounts.Place;
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
import org.junit.jupiter.params.provider.ValueSource;

class FilesystemCheckTest {
    private static final String ROOT_LINE = "fstab 1 UUID=1 / ext4 defaults\n";
    private static final String CONTAINER =
            "Linux 6.1.0-18-amd64 x86_64\n0\ncontainer=docker\nID=debian\nVERSION_ID=12\ndone\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String data(String mount, String more) {
        return "path /data\n asked /data\n at /data\n mount " + mount + "\n" + ROOT_LINE + more + "done\n";
    }

    private static String xfs(String options) {
        return data("8:17 /data xfs /dev/sdb1 " + options + " rw,attr2", "fstab 2 LABEL=D /data xfs defaults\n");
    }

    private static List<Judgement> judged(String limits, String printed) {
        String yaml = "{require: {/data: " + limits + "}}";
        return Judged.by(new FilesystemCheck(), yaml, Map.of("path-mounts", printed));
    }

    private static List<String> said(String limits, String printed) {
        return judged(limits, printed).stream()
                .map(one -> one.outcome().code() + " " + one.code())
                .toList();
    }

    private static String now(String limits, String options) {
        List<String> said = said("{at: [now], " + limits + "}", xfs(options));
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    private static String boot(String limits, String held, String line) {
        List<String> said =
                said("{" + limits + "}", data("8:17 /data xfs /dev/sdb1 " + held + " rw,attr2,inode64", line));
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lacks: [noexec]      | rw,noexec,relatime | fail option-forbidden
            lacks: [noexec]      | rw,relatime        | pass ok
            lacks: [exec]        | rw,relatime        | fail option-forbidden
            has: [exec]          | rw,relatime        | pass ok
            has: [exec]          | rw,noexec          | fail option-missing
            has: [noatime]       | rw,relatime        | fail option-missing
            has: [noatime]       | rw,noatime         | pass ok
            has: [relatime]      | rw                 | fail option-missing
            has: [attr2]         | rw                 | pass ok
            has: [rw]            | ro                 | fail option-missing
            lacks: [ro]          | ro                 | fail option-forbidden
            has: [pquota]        | rw,prjquota        | pass ok
            type: [ext4, xfs]    | rw                 | pass ok
            type: [ext4]         | rw                 | fail wrong-type
            own_mount: true      | rw                 | pass ok
            """)
    void whatHoldsNowDecides(String limits, String options, String expected) {
        assertThat(now(limits, options)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            has: [noatime]    | rw,noatime  | fstab 2 LABEL=D /data xfs noatime            | pass ok
            has: [noatime]    | rw,noatime  | fstab 2 LABEL=D /data xfs noatime,defaults   | pass ok
            has: [noatime]    | rw,noatime  | fstab 2 LABEL=D /data/ xfs defaults          | warning wrong-after-boot
            has: [relatime]   | rw,relatime | fstab 2 LABEL=D /data xfs defaults           | pass ok
            has: [relatime]   | rw,relatime | fstab 2 LABEL=D /data xfs noatime            | warning wrong-after-boot
            has: [inode64]    | rw          | fstab 2 LABEL=D /data xfs defaults           | pass ok
            has: [exec]       | rw          | fstab 2 LABEL=D /data xfs users,exec         | pass ok
            lacks: [noexec]   | rw          | fstab 2 LABEL=D /data xfs users              | warning wrong-after-boot
            lacks: [noexec]   | rw          | fstab 2 LABEL=D /data xfs noexec,exec        | pass ok
            type: [xfs]       | rw          | fstab 2 LABEL=D /data ext4 defaults          | warning wrong-after-boot
            type: [xfs]       | rw          | fstab 2 LABEL=D /data auto defaults          | pass ok
            type: [xfs]       | rw          | fstab 2 /srv /data none bind                 | pass ok
            has: [prjquota]   | rw,prjquota | fstab 2 LABEL=D /data xfs pquota             | pass ok
            type: [xfs]       | rw          | fstab 2 LABEL=D /data xfs noauto             | warning not-in-fstab
            type: [xfs]       | rw          | fstab 2 LABEL=D /data xfs noauto,x-systemd.automount | pass ok
            type: [xfs]       | rw          | fstab 2 LABEL=D /data1 xfs defaults          | warning not-in-fstab
            by: [label, uuid] | rw          | fstab 2 LABEL=D /data xfs defaults           | pass ok
            by: [UUID]        | rw          | fstab 2 LABEL=D /data xfs defaults           | warning by-device-name
            by: [UUID]        | rw          | fstab 2 /dev/disk/by-uuid/7 /data xfs rw     | pass ok
            by: [UUID]        | rw          | fstab 2 /dev/sdb1 /data xfs defaults         | warning by-device-name
            by: [path]        | rw          | fstab 2 /dev/sdb1 /data xfs defaults         | pass ok
            symlink: false    | rw          | fstab 2 LABEL=D /data1 xfs defaults          | pass ok
            """)
    void whatTheNextBootMountsIsJudgedApart(String limits, String held, String line, String expected) {
        assertThat(boot(limits, held, line + "\n")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /etc/systemd/system/data.mount     | noexec | yes | warning wrong-after-boot
            /etc/systemd/system/data.mount     | exec   | yes | pass ok
            /etc/systemd/system/data.mount     | exec   | no  | pass ok
            /usr/lib/systemd/system/data.mount | noexec | yes | pass ok
            """)
    void aUnitOfTheSiteWinsOverFstab(String file, String options, String wanted, String expected) {
        String unit = "unit " + file + "\n What LABEL=D\n Where /data\n Type xfs\n Options " + options + "\n"
                + (wanted.equals("yes") ? " wanted\n" : "");
        assertThat(boot("lacks: [noexec]", "rw", "fstab 2 LABEL=D /data xfs exec\n" + unit))
                .isEqualTo(expected);
    }

    @Test
    void aUnitThatNothingStartsMountsNothing() {
        String unit = "unit /etc/systemd/system/data.mount\n What LABEL=D\n Where /data\n";
        assertThat(boot("type: [xfs]", "rw", unit)).isEqualTo("warning not-in-fstab");
        assertThat(boot("type: [xfs]", "rw", unit + " wanted\n")).isEqualTo("pass ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8:1 / ext4 /dev/sda1 rw rw", "0:5 /run xfs none rw rw", "0:40 /data zfs tank/data rw rw"})
    void whatIsMountedWithoutFstabIsNotMissedThere(String mount) {
        assertThat(said("{type: [ext4, xfs, zfs]}", data(mount, ""))).containsExactly("pass ok");
    }

    @Test
    void theRootIsAMountOfItsOwn() {
        String printed = "path /\n asked /\n at /\n mount 8:1 / ext4 /dev/sda1 rw rw\n" + ROOT_LINE + "done\n";
        assertThat(Judged.said(
                        new FilesystemCheck(),
                        "{require: {/: {own_mount: true, type: [ext4]}}}",
                        Map.of("path-mounts", printed)))
                .containsExactly("pass ok path:/");
    }

    @Test
    void aContainerHasNoBoot() {
        String printed = data("8:17 /data xfs /dev/sdb1 rw,noatime rw", "");
        List<String> said = Judged.said(
                new FilesystemCheck(),
                "{require: {/data: {has: [noatime]}}}",
                Map.of("path-mounts", printed, "host-identity", CONTAINER));
        assertThat(said).containsExactly("pass ok path:/data");
    }

    @Test
    void whatIsWrongNowIsSaidWithoutTheNextBoot() {
        assertThat(said("{lacks: [noexec], has: [noatime]}", xfs("rw,noexec,relatime")))
                .containsExactly("fail option-missing", "fail option-forbidden");
    }

    @Test
    void aLineOfFstabThatIsReachedByALinkCounts() {
        String printed = "path /data/x\n asked /data/x\n at /mnt/d\n below /x\n mount 8:17 /mnt/d xfs /dev/sdb1 rw rw\n"
                + ROOT_LINE + "fstab 2 LABEL=D /data xfs defaults\ndone\n";
        List<String> said = Judged.said(
                new FilesystemCheck(), "{require: {/data/x: {type: [xfs]}}}", Map.of("path-mounts", printed));
        assertThat(said).containsExactly("pass ok path:/data/x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            xfs  | xfs naming =version 2 bsize=4096 ascii-ci=0, ftype=1 | pass ok
            xfs  | xfs naming =version 2 bsize=4096 ascii-ci=0, ftype=0 | fail no-ftype
            xfs  | xfs naming =version 2 bsize=4096                     | unknown not-readable
            xfs  | xfs no-tool                                          | unknown no-tool
            xfs  | link                                                 | unknown not-readable
            ext4 | link                                                 | pass ok
            """)
    void onlyXfsMayLackFileTypes(String type, String line, String expected) {
        String printed = data("8:17 /data " + type + " /dev/sdb1 rw rw\n " + line, "");
        assertThat(said("{ftype: true, at: [now]}", printed)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drwxr-xr-x  | 0    | 0    | pass ok
            drwxr-x---  | 0    | 0    | fail not-traversable
            drwxr-x---  | 0    | 27   | pass ok
            drwxr-xr-x  | 0    | 27   | pass ok
            drwx---r-x  | 0    | 27   | fail not-traversable
            drw-r-xr-x  | 1000 | 27   | fail not-traversable
            drwx------  | 1000 | 0    | pass ok
            drwxr-xr-t  | 0    | 0    | pass ok
            drwxr-xr-T  | 0    | 0    | fail not-traversable
            drwxr-xr-x+ | 0    | 0    | unknown ambiguous
            drwxr-x---+ | 1000 | 0    | pass ok
            drwxr-xr-x. | 0    | 0    | pass ok
            """)
    void aUserNeedsTheBitThatCountsForIt(String mode, String uid, String gid, String expected) {
        String dirs = "dir /\n drwxr-xr-x 0 0\ndir /data/\n " + mode + " " + uid + " " + gid + "\n";
        String printed = data("8:1 / ext4 /dev/sda1 rw rw", dirs + "user platform\n ids 1000 1000 27\n");
        assertThat(said("{traversable_by: platform}", printed)).containsExactly(expected);
    }

    @Test
    void whatIsPrintedOpensEveryDirectoryThatKeepsAUserOut() {
        String dirs = "dir /\n drwxr-xr-x 0 0\ndir /data/\n drwx------ 0 0\n";
        String printed = data("8:1 / ext4 /dev/sda1 rw rw", dirs + "user platform\n ids 1000 1000\n")
                .replace("dir /\n drwxr-xr-x", "dir /\n drwxr-x---");
        List<Judgement> said = judged("{traversable_by: platform}", printed);
        assertThat(said).hasSize(1);
        assertThat(said.get(0).args()).containsEntry("directory", Arg.text("/"));
        assertThat(said.get(0).remedies())
                .extracting(remedy -> remedy.args().get("directory"), Remedy::also)
                .containsExactly(tuple(Arg.text("/"), false), tuple(Arg.text("/data/"), true));
    }

    @Test
    void rootGetsThroughAndAUserWhoIsNotThereYetMayNot() {
        String dirs = "dir /\n drwxr-xr-x 0 0\ndir /data/\n drwx------ 7 7\n";
        String mount = "8:1 / ext4 /dev/sda1 rw rw";
        assertThat(said("{traversable_by: root}", data(mount, dirs + "user root\n ids 0 0\n")))
                .containsExactly("pass ok");
        assertThat(said("{traversable_by: later}", data(mount, dirs + "user later\n")))
                .containsExactly("unknown ambiguous");
        assertThat(said(
                        "{traversable_by: later}",
                        data(mount, dirs.replace("drwx------", "drwx--x--x") + "user later\n")))
                .containsExactly("pass ok");
        assertThat(said("{traversable_by: later}", data(mount, "dir /\n drwxr-xr-x 0 0\nuser later\n")))
                .containsExactly("unknown no-permission");
    }

    @ParameterizedTest
    @CsvSource({"drwxr-x---, 0750", "drwxrwxrwt, 1777", "drwsr-S--T, 7740", "d---------, 0000"})
    void theModeIsPutBackWithItsSpecialBits(String letters, String octal) {
        assertThat(Traversal.octal(letters)).isEqualTo(octal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lacks: [noexec, nosuid] | rw,noexec,nosuid | remount,exec,suid | remount,noexec,nosuid
            has: [noatime]          | rw,relatime      | remount,noatime   | remount,atime,relatime
            has: [noatime]          | rw               | remount,noatime   | remount,strictatime
            has: [nodev]            | rw               | remount,nodev     | remount,dev
            """)
    void aFlagIsMendedByARemountThatCanBeUndone(String limits, String held, String options, String before) {
        Judgement said = judged("{" + limits + "}", xfs(held)).get(0);
        assertThat(said.remedies().get(0).args())
                .containsEntry("options", Arg.text(options))
                .containsEntry("before", Arg.text(before));
    }

    /** A path that has no file system of its own lies on the root: its options are not changed for it. */
    @Test
    void theFileSystemOfOtherDirectoriesIsNotRemountedForOne() {
        String root = data("8:1 / ext4 /dev/sda1 rw,noexec,relatime rw", "fstab 1 UUID=1 / ext4 noexec\n");
        assertThat(judged("{has: [noatime]}", root))
                .flatExtracting(Judgement::remedies)
                .extracting(remedy -> remedy.id())
                .contains("remount-shared")
                .doesNotContain("remount");
        assertThat(judged("{lacks: [noexec], own_mount: true}", root))
                .flatExtracting(Judgement::remedies)
                .extracting(remedy -> remedy.id())
                .contains("remount-shared")
                .doesNotContain("remount");
        assertThat(judged("{lacks: [noexec]}", root))
                .as("taken away where it holds")
                .flatExtracting(Judgement::remedies)
                .extracting(remedy -> remedy.id())
                .contains("remount");
    }

    @Test
    void whatTheFileSystemIsMadeWithIsNotRemounted() {
        Judgement said = judged("{has: [prjquota]}", xfs("rw")).get(0);
        assertThat(said.remedies()).extracting(remedy -> remedy.id()).containsExactly("remount-by-hand");
    }

    @ParameterizedTest
    @CsvSource({"true, warning rotational", "false, pass ok"})
    void theDisksBelowDecideWhetherItRotates(boolean platters, String expected) {
        String disks = "device sda\n sectors 9\n ro 0\n number 8:16\n rotational " + (platters ? 1 : 0)
                + "\n removable 0\n physical\npartition sda1\n sectors 9\n ro 0\n number 8:17\nmounts\ndone\n";
        List<String> said = Judged.said(
                new FilesystemCheck(),
                "{require: {/data: {rotational: false, at: [now]}}}",
                Map.of("path-mounts", xfs("rw"), "block-devices", disks));
        assertThat(said).containsExactly(expected + " path:/data");
    }

    @Test
    void aShareOfAServerLiesOnNoDiskOfTheHost() {
        List<String> said = Judged.said(
                new FilesystemCheck(),
                "{require: {/data: {rotational: false}}}",
                Map.of("path-mounts", data("0:50 /data nfs4 s:/x rw rw", ""), "block-devices", "mounts\ndone\n"));
        assertThat(said).containsExactly("unknown ambiguous path:/data");
    }

    @ParameterizedTest
    @CsvSource({
        "LABEL=a, LABEL",
        "PARTLABEL=a, PARTLABEL",
        "/dev/disk/by-partuuid/1, PARTUUID",
        "/dev/mapper/vg-a, path",
        "/dev/disk/by-id/x, path",
        "server:/x, ''",
        "tmpfs, ''",
    })
    void aDeviceIsNamedInOneWay(String source, String word) {
        assertThat(Naming.of(source).map(Naming::word).orElse("")).isEqualTo(word);
    }

    @Test
    void anUnknownWayToNameADeviceAndARowOfNothingAreRefused() {
        assertThatThrownBy(() -> Naming.parse("serial")).hasMessageContaining("PARTLABEL");
        assertThatThrownBy(() -> judged("{symlink: true, ftype: false}", xfs("rw")))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theLastOfTheDeepestMountsCounts(Shell shell) throws IOException {
        tree(
                "25 1 8:2 / /data rw - ext4 /dev/sda2 rw\n26 25 8:3 / /data1 rw - xfs /dev/sda3 rw,usrquota\n"
                        + "27 25 8:4 / /data/a\\040b ro - xfs /dev/sda4 rw\n28 25 8:5 / /data1 rw,noexec - btrfs /dev/sda5 rw\n");
        Files.createDirectories(root.resolve("data/a b"));
        Files.createDirectories(root.resolve("data1"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("data1"));
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("gone"));
        Tree.put(root, "file", "");
        PathMounts read = read(shell, "/data10/x", "/data/x/", "/data/a b/c", "/link", "/nowhere/x", "/", "/file");
        assertThat(found(read, "/data10/x").mount().point()).isEqualTo("/");
        assertThat(found(read, "/data10/x").whole()).isEqualTo("/data10/x");
        assertThat(found(read, "/data/x/").mount().type()).isEqualTo("ext4");
        assertThat(found(read, "/data/x/").whole()).isEqualTo("/data/x");
        assertThat(found(read, "/data/a b/c").mount().options()).contains("ro");
        assertThat(read.places().get("/link").link()).isTrue();
        assertThat(found(read, "/link").mount().type()).isEqualTo("btrfs");
        assertThat(found(read, "/link").mount().options()).containsExactly("rw", "noexec");
        assertThat(found(read, "/").mount().point()).isEqualTo("/");
        assertThat(found(read, "/file").file()).isTrue();
        assertThat(read.places().get("/nowhere/x").found()).isEqualTo(Reading.missing(Reason.AMBIGUOUS, "/nowhere/x"));
        assertThat(read.dirs()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatIsMountedAtBootAndTheWayOfAUserAreRead(Shell shell) throws IOException {
        tree("");
        Files.createDirectories(root.resolve("mnt/disk"));
        Files.createSymbolicLink(root.resolve("data"), Path.of("mnt/disk"));
        Tree.put(root, "etc/fstab", "# a\n\nUUID=1 / ext4 rw 0 1\nLABEL=D /data xfs\nserver:/x none nfs rw 0 0\n");
        Files.createDirectories(root.resolve("run/systemd/system"));
        Tree.put(root, "etc/systemd/system/srv-x.mount", "[Mount]\nWhat=/dev/sdb\nWhere = /srv/x\nOptions=ro,exec\n");
        Tree.put(root, "usr/lib/systemd/system/tmp.mount", "[Mount]\nWhere=/tmp\nType=tmpfs\n");
        Files.createDirectories(root.resolve("etc/systemd/system/multi-user.target.wants"));
        Files.createSymbolicLink(
                root.resolve("etc/systemd/system/multi-user.target.wants/srv-x.mount"), Path.of("../srv-x.mount"));
        PathMounts read = read(shell, "/data/x", "root", "no-such-user-here");
        assertThat(read.wanted())
                .extracting(WantedMount::from, WantedMount::point, WantedMount::type, WantedMount::started)
                .containsExactly(
                        tuple("/etc/fstab:3", "/", "ext4", true),
                        tuple("/etc/fstab:4", "/data", "xfs", true),
                        tuple("/etc/systemd/system/srv-x.mount", "/srv/x", "auto", true),
                        tuple("/usr/lib/systemd/system/tmp.mount", "/tmp", "tmpfs", false));
        assertThat(read.wanted().get(2).options()).containsExactly("ro", "exec");
        assertThat(read.users().get("root")).map(PathMounts.User::uid).contains("0");
        assertThat(read.users()).containsEntry("no-such-user-here", Optional.empty());
        assertThat(read.dirs().keySet()).contains("/", "/data/", "/mnt/", "/mnt/disk/");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void xfsIsAskedForItsFileTypes(Shell shell) throws IOException {
        tree("25 1 8:2 / /data rw - xfs /dev/sda2 rw\n");
        Files.createDirectories(root.resolve("data"));
        assertThat(found(read(shell, "/data"), "/data").xfs()).contains("no-tool");
        Path tool = Tree.put(
                root, "usr/sbin/xfs_info", "#!/bin/sh\necho \"meta-data=$1\"\necho 'naming =version 2 ftype=1'\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(found(read(shell, "/data"), "/data").xfs()).contains("naming =version 2 ftype=1");
    }

    @Test
    void whatIsCutOrOddIsRefused() {
        for (String text : List.of(
                "path /data\n asked /data\n at /data\ndone\n",
                "path /data\n asked /data\n at /data\n mount 8:1 / xfs\ndone\n",
                "dir /\n 0755 0 0\ndone\n",
                "odd\ndone\n")) {
            assertThatThrownBy(() -> Printed.reading(PathMounts.FACT.request(), text))
                    .hasMessageContaining("expected");
        }
        assertThat(Printed.reading(PathMounts.FACT.request(), "unreadable\ndone\n"))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "/proc/self/mountinfo"));
    }

    private void tree(String mounts) throws IOException {
        Tree.put(root, "proc/self/mountinfo", "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n" + mounts);
    }

    private static Found found(PathMounts read, String path) {
        Place place = read.places().get(path);
        return place.found().fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }

    private PathMounts read(Shell shell, String... arguments) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<PathMounts> request = PathMounts.FACT.in(Context.EXEC).withArguments(List.of(arguments));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
    }
}
