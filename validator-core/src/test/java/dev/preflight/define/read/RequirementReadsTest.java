package dev.preflight.define.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.LinePattern;
import dev.preflight.define.read.Form.Document.Language;
import dev.preflight.define.read.Source.Command.Stream;
import dev.preflight.define.read.Source.Glob;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What installers and vendors ask of hosts, as a site would define it: the reads, and what they give. */
class RequirementReadsTest {
    @TempDir
    Path root;

    static java.util.stream.Stream<Shell> shells() {
        return Shells.all();
    }

    private static FieldTypes types(String separator, Map<String, FieldType> types) {
        return new FieldTypes(types, separator);
    }

    private static Glob glob(String... steps) {
        return new Glob(java.util.stream.Stream.of(steps)
                .map(step -> new Glob.Step(step, step.contains("*")))
                .toList());
    }

    private void program(String name, String text) throws IOException {
        Path file = Tree.put(root, "bin/" + name, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void filesOfAHost(Shell shell) throws IOException {
        Tree.put(root, "etc/hosts", "127.0.0.1\tlocalhost\n::1 localhost ip6\n10.0.0.7 n7.example n7 # this\n");
        Tree.put(root, "etc/fstab", "# a\nLABEL=d1 /mnt/disk1 xfs defaults,noatime 0 2\n/dev/sdb1 /mnt/disk2 xfs rw\n");
        Tree.put(
                root,
                "etc/NetworkManager/conf.d/cni.conf",
                "[keyfile]\nunmanaged-devices=interface-name:cali*;interface-name:flannel*\n");
        Tree.put(root, "etc/docker/certs.d/r.example:5000/ca.crt", "-----BEGIN CERTIFICATE-----\nx\n");
        Tree.put(root, "etc/acme/licence.json", "{\"expires\": \"2027-03-01\", \"nodes\": 12}\n");
        Tree.put(root, "proc/sys/vm/max_map_count", "262144\n");
        Tree.put(root, "proc/sys/vm/min_free_kbytes", "67584\n");
        Form hosts = new Form.Table(List.of("address", "name", "aliases"), true, " ", 0, "#", FieldTypes.NONE);
        Form fstab = new Form.Table(
                List.of("device", "at", "type", "options", "dump", "pass"),
                false,
                " ",
                0,
                "#",
                types(",", Map.of("options", FieldType.LIST)));
        Form unmanaged =
                new Form.Ini(false, Repeated.UNCLEAR, types(";", Map.of("keyfile.unmanaged-devices", FieldType.LIST)));
        Form licence = new Form.Document(
                Language.JSON,
                DocumentPath.WHOLE,
                types(",", Map.of("expires", FieldType.DATE, "nodes", FieldType.INT)));
        Expecting.of(ScriptRun.under(shell).with("PROBE_ROOT", root.toString()))
                .is(
                        Asking.file(hosts, "/etc/hosts"),
                        "[{address=127.0.0.1, name=localhost, aliases=[]}, {address=::1, name=localhost, aliases=[ip6]},"
                                + " {address=10.0.0.7, name=n7.example, aliases=[n7]}]")
                .is(
                        Asking.file(fstab, "/etc/fstab"),
                        "[{device=LABEL=d1, at=/mnt/disk1, type=xfs, options=[defaults, noatime], dump=0, pass=2},"
                                + " {device=/dev/sdb1, at=/mnt/disk2, type=xfs, options=[rw]}]")
                .is(
                        Read.of(glob("etc", "NetworkManager", "conf.d", "*.conf"), unmanaged),
                        "[{path=/etc/NetworkManager/conf.d/cni.conf, keyfile={unmanaged-devices="
                                + "[interface-name:cali*, interface-name:flannel*]}}]")
                .is(
                        Read.of(glob("etc", "docker", "certs.d", "r.example:5000", "*.crt"), Form.Plain.TEXT),
                        "[{path=/etc/docker/certs.d/r.example:5000/ca.crt, text=-----BEGIN CERTIFICATE-----\nx}]")
                .is(Read.of(glob("etc", "docker", "certs.d", "other", "*.crt"), Form.Plain.TEXT), "[]")
                .is(Asking.file(licence, "/etc/acme/licence.json"), "{expires=2027-03-01T00:00:00Z, nodes=12}")
                .is(Read.of(new Source.Sysctl("vm.max_map_count"), new Form.Auto()), "262144")
                .is(Read.of(new Source.Sysctl("vm.min_free_kbytes"), new Form.Auto()), "67584")
                .ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void programsOfAHost(Shell shell) throws IOException {
        program(
                "busctl",
                "[ \"$*\" = \"get-property org.freedesktop.login1 /org/freedesktop/login1"
                        + " org.freedesktop.login1.Manager RemoveIPC\" ] && echo 'b false'\n");
        program("java", "echo 'openjdk version \"1.8.0_181\"' >&2\necho 'OpenJDK Runtime' >&2\n");
        Form version = new Form.Match(
                LinePattern.parse("version \"(?<v>[0-9._]+)"), false, types(",", Map.of("v", FieldType.VERSION)));
        Read ipc = Read.of(
                Asking.command(
                        "busctl",
                        "get-property",
                        "org.freedesktop.login1",
                        "/org/freedesktop/login1",
                        "org.freedesktop.login1.Manager",
                        "RemoveIPC"),
                Form.Plain.TEXT);
        Read java = Read.of(Asking.command(Stream.STDERR, "java", "-version"), version);
        ScriptRun login = ScriptRun.under(shell).with("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        Expecting.of(login)
                .is(ipc, "b false")
                .is(java, "{v=v1.8.0_181, exit=0}")
                .ask();
        assertThat(java.type().toString()).contains("v=VERSION", "exit=INT");
        program("java", "echo 'Picked up _JAVA_OPTIONS' >&2\n");
        Expecting.of(login).is(java, "absent").ask();
    }
}
