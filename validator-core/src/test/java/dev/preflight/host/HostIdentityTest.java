package dev.preflight.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostIdentityTest {
    private static HostIdentity parse(String text) throws FactFormatException {
        return parse(HostIdentity.FACT.format(), text + "done\n");
    }

    private static HostIdentity parse(int format, String text) throws FactFormatException {
        ProbeOutput output = new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
        return HostIdentity.FACT.parser(format).orElseThrow().parse(output).fold(got -> got, missing -> {
            throw new AssertionError(missing);
        });
    }

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @Test
    void anEnterpriseLinuxIsKnownByIdLikeAndVersion() throws FactFormatException {
        HostIdentity rocky = parse("""
                Linux 5.14.0-503.el9.x86_64 x86_64
                1000
                container=none
                NAME="Rocky Linux"
                VERSION="9.5 (Blue Onyx)"
                ID="rocky"
                ID_LIKE="rhel centos fedora"
                VERSION_ID="9.5"
                PRETTY_NAME="Rocky Linux 9.5 (Blue Onyx)"
                """);
        assertThat(rocky.id()).isEqualTo("rocky");
        assertThat(rocky.version()).isEqualTo("9.5");
        assertThat(rocky.isLike(List.of("rhel"))).isTrue();
        assertThat(rocky.isLike(List.of("debian"))).isFalse();
        assertThat(rocky.container()).isEmpty();
        assertThat(rocky.describe()).isEqualTo("Rocky Linux 9.5 (Blue Onyx), x86_64, kernel 5.14.0-503.el9.x86_64");
    }

    @Test
    void aRollingAlpineInAContainerHasNoVersionAndSaysItsRuntime() throws FactFormatException {
        HostIdentity alpine = parse("Linux 6.6.1 aarch64\n0\ncontainer=docker\nID=alpine\nPRETTY_NAME='Alpine edge'\n");
        assertThat(alpine.version()).isEmpty();
        assertThat(alpine.container()).isEqualTo("docker");
        assertThat(alpine.arch()).isEqualTo("aarch64");
    }

    @Test
    void aHostWithoutOsReleaseIsJustLinux() throws FactFormatException {
        assertThat(parse("Linux 2.6.32 x86_64\n0\ncontainer=none\n").id()).isEqualTo("linux");
    }

    @Test
    void anythingElseIsMalformed() {
        for (String text : List.of("", "Linux\n", "a b c\nx\ncontainer=none\n", "a b\n0\ncontainer=none\n")) {
            assertThatThrownBy(() -> parse(text)).isInstanceOf(FactFormatException.class);
        }
    }

    @Test
    void anAnswerWithoutItsEndIsMalformed() {
        assertThatThrownBy(() -> parse(2, "Linux 6.1.0 x86_64\n0\ncontainer=none\nPRETTY_NAME='Debian 12'\n"))
                .isInstanceOf(FactFormatException.class)
                .hasMessageContaining("done");
    }

    @Test
    void evidenceFromBeforeTheEndMarkIsRead() throws FactFormatException {
        assertThat(parse(1, "Linux 6.1.0 x86_64\n0\ncontainer=none\nID=debian\n")
                        .id())
                .isEqualTo("debian");
        assertThatThrownBy(() -> parse(1, "Linux 6.1.0 x86_64\n0\ncontainer=no"))
                .isInstanceOf(FactFormatException.class);
    }

    @Test
    void selinuxIsSaidWhereItIsOn() throws FactFormatException {
        HostIdentity rocky =
                parse("Linux 5.14.0 x86_64\n0\ncontainer=none\nselinux=enforcing\nID=rocky\nPRETTY_NAME='Rocky 9'\n");
        assertThat(rocky.describe()).isEqualTo("Rocky 9, x86_64, kernel 5.14.0, SELinux enforcing");
        assertThat(rocky.id()).isEqualTo("rocky");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatTheKernelSaysOfSelinuxIsRead(Shell shell, @TempDir Path root) throws IOException {
        Path selinux = Files.createDirectories(root.resolve("sys/fs/selinux"));
        // The kernel's file has no line feed.
        Files.writeString(selinux.resolve("enforce"), "1");
        // A clean child would lose PROBE_ROOT.
        var request = HostIdentity.FACT.in(Context.EXEC);
        var reading = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
        assertThat(reading.<String>fold(HostIdentity::selinux, missing -> missing.toString()))
                .isEqualTo("enforcing");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeSpeaksTheSameUnderEveryShell(Shell shell) {
        var reading = ScriptRun.under(shell).run(HostIdentity.REQUEST).reading(HostIdentity.REQUEST);
        assertThat(reading.<String>fold(HostIdentity::arch, missing -> missing.toString()))
                .isEqualTo(System.getProperty("os.arch").replace("amd64", "x86_64"));
    }

    /** A container of 32 bits on a kernel of 64: LXC sets its personality. */
    @ParameterizedTest
    @MethodSource("shells")
    void theMachineIsTheOneThatProgramsSee(Shell shell, @TempDir Path folder) throws IOException {
        Path setarch = Requirement.tool("setarch");
        Requirement.that(System.getProperty("os.arch").equals("amd64"), "a machine that runs programs of 32 bits");
        Path sh = Files.writeString(
                folder.resolve("sh"), "#!" + shell.sh() + "\nexec " + setarch + " linux32 " + shell.sh() + " \"$@\"\n");
        Files.setPosixFilePermissions(sh, PosixFilePermissions.fromString("rwxr-xr-x"));
        var reading = ScriptRun.under(new Shell(shell.name(), sh))
                .run(HostIdentity.REQUEST)
                .reading(HostIdentity.REQUEST);
        assertThat(reading.<String>fold(HostIdentity::arch, missing -> missing.toString()))
                .isEqualTo("i686");
    }
}
