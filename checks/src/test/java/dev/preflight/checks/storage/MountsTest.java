package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is mounted, what hides it, and which file systems are asked for their room. */
class MountsTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static List<String> points(String... lines) {
        return Printed.reading(Mounts.FACT.request(), String.join("\n", lines) + "\ndone\n")
                .fold(
                        mounts -> mounts.seen().stream()
                                .map(mount -> mount.point() + " " + mount.source())
                                .toList(),
                        missing -> List.of(missing.toString()));
    }

    @Test
    void theLastOnAPlaceHidesTheOthers() {
        assertThat(points("mount 1 1 / rw rootfs rw rootfs", "mount 2 1 / rw ext4 rw a", "mount 3 2 /x rw ext4 rw b"))
                .containsExactly("/ a", "/x b");
        assertThat(points(
                        "mount 2 1 / rw ext4 rw a",
                        "mount 3 2 /x rw ext4 rw b",
                        "mount 4 3 /x/y rw ext4 rw c",
                        "mount 5 3 /x rw ext4 rw d",
                        "mount 6 5 /x/y rw ext4 rw e"))
                .containsExactly("/ a", "/x d", "/x/y e");
    }

    @Test
    void whatIsMountedOverADirectoryHidesWhatLiesBelow() {
        assertThat(points(
                        "mount 2 1 / rw ext4 rw a",
                        "mount 3 2 /x/y/z rw ext4 rw b",
                        "mount 4 3 /x/y/z/c rw ext4 rw c",
                        "mount 5 2 /x/yy rw ext4 rw d",
                        "mount 6 2 /x/y rw ext4 rw e"))
                .containsExactly("/ a", "/x/yy d", "/x/y e");
    }

    @Test
    void whatAHostMayPrintEnds() {
        // Each on the other; and without a source.
        assertThat(points("mount 2 3 /a rw ext4 rw a", "mount 3 2 /b rw tmpfs rw "))
                .containsExactly("/a a", "/b ");
        for (String wrong : List.of(
                "mount 2 1 / rw ext4",
                "mount 2 1 a rw ext4 rw a",
                "mount x 1 / rw ext4 rw a",
                "mount 2 1 / rw ext4 rw a\nroom 1 2 /",
                "mount 2 1 / rw ext4 rw a\nroom 1 -2 3 /",
                "other")) {
            assertThatThrownBy(() -> points(wrong))
                    .as(wrong)
                    .isInstanceOf(AssertionError.class)
                    .hasCauseInstanceOf(FactFormatException.class);
        }
    }

    private Mounts read(Shell shell) {
        FactRequest<Mounts> request = Mounts.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(mounts -> mounts, missing -> {
                    throw new AssertionError(missing);
                });
    }

    @ParameterizedTest
    @MethodSource("shells")
    void onlyFileSystemsOfTheHostItselfAreAskedForTheirRoom(Shell shell) throws IOException {
        for (String point : List.of("nfs/local", "auto/local", "data", "layers", "gone")) {
            Files.createDirectories(root.resolve(point));
        }
        Files.delete(root.resolve("gone"));
        Tree.put(root, "proc/self/mountinfo", """
                27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
                30 27 0:40 / /nfs rw - nfs4 nas:/a rw
                31 30 254:1 / /nfs/local rw - ext4 /dev/vdb rw
                32 27 0:41 / /auto rw - autofs systemd-1 rw
                33 32 254:1 / /auto/local rw - ext4 /dev/vdb rw
                34 27 254:2 / /data ro,noatime master:1 propagate_from:2 - xfs /dev/vdc rw,attr2
                35 27 0:42 / /layers rw - overlay overlay rw,lowerdir=/l1:/l2,upperdir=/u
                36 27 254:3 / /gone rw - ext4 /dev/vdd rw
                37 27 0:43 / /sys rw - sysfs sysfs rw
                38 27 0:44 / /empty rw - tmpfs  rw,size=4k
                """);
        Mounts mounts = read(shell);
        assertThat(mounts.seen())
                .extracting(Mounts.Mount::point)
                .containsExactly(
                        "/",
                        "/nfs",
                        "/nfs/local",
                        "/auto",
                        "/auto/local",
                        "/data",
                        "/layers",
                        "/gone",
                        "/sys",
                        "/empty");
        assertThat(mounts.seen().stream()
                        .filter(mount -> mount.room().isPresent())
                        .map(Mounts.Mount::point))
                .containsExactly("/", "/data", "/layers");
        assertThat(mounts.seen().get(5).options()).containsExactly("ro", "noatime", "rw", "attr2");
        assertThat(mounts.seen().get(5).readOnly()).isTrue();
        assertThat(mounts.seen().get(6).options()).containsExactly("rw");
        assertThat(mounts.seen().get(9).source()).isEmpty();
        long room = Files.getFileStore(root).getTotalSpace();
        assertThat(mounts.seen().get(0).room().orElseThrow().size()).isEqualTo(room);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aHostWithTooManyIsNotReadInPart(Shell shell) throws IOException {
        Tree.put(
                root,
                "proc/self/mountinfo",
                "27 1 254:0 / / rw - proc proc rw\n" + "28 27 0:1 / /a rw - proc proc rw\n".repeat(3000));
        FactRequest<Mounts> request = Mounts.FACT.in(Context.EXEC);
        Reading<Mounts> reading = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
        assertThat(reading.<String>fold(
                        mounts -> "read", missing -> missing.reason().code()))
                .isEqualTo("truncated");
    }
}
