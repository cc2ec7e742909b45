package dev.preflight.checks.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformKindCheckTest {
    private static final String DISK = "root ext4 /dev/vda1;firmware none;kvm;dev";
    private static final String EFI = "8be4df61-93ca-11d2-aa0d-00e098032b8c";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String answer(String lines) {
        return lines.replace(";", "\n") + "\ndone\n";
    }

    private static String kind(String lines, String container) {
        return Printed.reading(Virt.REQUEST, answer(lines))
                .fold(
                        virt -> virt.kind(container).map(Virt.Kind::describe).orElse("?"),
                        missing -> missing.reason().toString());
    }

    private static String codes(String yaml, String lines) {
        return Judged.by(new PlatformKindCheck(), yaml, Map.of("virt", answer(lines))).stream()
                .map(Judgement::code)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            systemd on a server           | detect-vm none;flags                                        | physical
            EL7, a flag systemd missed    | detect-vm none;flags; hypervisor                            | vm: other
            Hyper-V without systemd       | dmi sys_vendor Microsoft Corporation;dmi product_name Virtual Machine;flags; hypervisor | vm: microsoft
            Surface without systemd       | dmi sys_vendor Microsoft Corporation;flags                  | physical
            Oracle's server               | dmi sys_vendor Oracle Corporation;flags                     | physical
            QEMU with KVM                 | detect-vm kvm;dmi sys_vendor QEMU;flags; hypervisor         | vm: kvm, qemu
            EC2 of systemd before 247     | detect-vm kvm;dmi sys_vendor Amazon EC2;flags; hypervisor   | vm: amazon, kvm
            EC2 without hypervisor        | dmi sys_vendor Amazon EC2;dmi product_name m5.metal;flags   | physical
            EC2 of Arm, metal             | dmi sys_vendor Amazon EC2;dmi product_name a1.metal         | ?
            EC2 of Arm                    | dmi sys_vendor Amazon EC2;dmi product_name a1.large         | vm: amazon
            host of Xen                   | hypervisor xen;dom0;flags; hypervisor                       | physical
            guest of Xen                  | hypervisor xen;flags; hypervisor                            | vm: xen
            LXC with OpenRC               | mark lxc;flags                                              | container: lxc
            a container in a machine      | detect-vm kvm;detect-container docker;flags; hypervisor     | container: docker
            WSL 2 of old systemd          | detect-vm microsoft;detect-container none;osrelease 5.15.90.1-microsoft-standard-WSL2 | wsl
            WSL 1                         | osrelease 4.4.0-19041-Microsoft                             | wsl
            WSL as systemd says           | detect-container wsl;flags                                  | wsl
            Docker on WSL                 | mark docker;osrelease 5.15.90.1-microsoft-standard-WSL2     | container: docker
            Azure is no WSL               | detect-vm microsoft;osrelease 6.5.0-1025-azure              | vm: microsoft
            Arm that says nothing         | osrelease 6.6.0                                             | ?
            an odd manager                | mark $(touch x)                                             | container: other
            """)
    void aHostIsWhatItSays(String host, String lines, String expected) {
        assertThat(kind(lines, "")).as(host).isEqualTo(expected);
    }

    @Test
    void theControlGroupOfProcessOneCountsToo() {
        assertThat(kind("flags", "cgroup")).isEqualTo("container: cgroup");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kinds: [physical]             | detect-vm none;flags         | ok
            kinds: [vm]                   | detect-vm none;flags         | wrong-kind
            kinds: [vm]                   | detect-vm kvm;flags          | ok
            kinds: ['vm:vmware']          | detect-vm kvm;flags          | wrong-kind
            kinds: [vm]                   | mark lxc                     | container
            kinds: [container]            | mark lxc                     | ok
            kinds: [container]            | detect-vm none               | wrong-kind
            kinds: ['container:docker']   | mark lxc                     | container
            kinds: [physical]             | osrelease x-WSL2             | wrong-kind
            kinds: [physical]             | osrelease 6.6.0              | no-tool
            firmware: bios                | detect-vm kvm                | ok
            firmware: uefi                | detect-vm kvm                | firmware-differs
            secure_boot: off              | detect-vm kvm                | ok
            secure_boot: on               | detect-vm kvm                | secure-boot-differs
            nested: true                  | detect-vm kvm                | ok
            """)
    void aHostIsOfARequiredKind(String yaml, String lines, String codes) {
        assertThat(codes(yaml, lines + ";" + DISK)).isEqualTo(codes);
    }

    /** What a container sees of the firmware is not that of the machine. */
    @Test
    void whatIsTheMachinesIsNotAskedInAContainer() {
        String container = "mark lxc;root overlay overlay;upper hidden";
        assertThat(codes("{kinds: [container], firmware: uefi, secure_boot: on, nested: true}", container))
                .isEqualTo("ok in-container");
        assertThat(codes("kinds: [container]", container)).isEqualTo("ok");
        assertThat(codes("{firmware: uefi}", "mark lxc;root overlay overlay;upper tmpfs"))
                .isEqualTo("in-container");
    }

    @Test
    void thatNoVirtualMachinesHaveToRunIsNoRequirement() {
        assertThatThrownBy(() -> codes("nested: false", DISK)).hasMessageContaining("requires nothing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            firmware uefi;efivar SecureBoot 1;efivars                        | ok
            firmware uefi;efivar SecureBoot 0;efivars                        | secure-boot-differs
            firmware uefi;efivar SecureBoot 1;efivar MokSBStateRT 1;efivars  | secure-boot-differs
            firmware uefi;efivar SecureBoot 1;efivar MokSBStateRT 0;efivars  | ok
            firmware uefi;efivars                                            | secure-boot-differs
            firmware uefi;efivar SecureBoot ?;efivars                        | not-readable
            firmware uefi                                                    | not-readable
            firmware none                                                    | secure-boot-differs
            dev                                                              | not-readable
            """)
    void secureBootIsWhatFirmwareAndShimSay(String lines, String codes) {
        assertThat(codes("secure_boot: on", "detect-vm kvm;root ext4 /dev/vda1;" + lines))
                .isEqualTo(codes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Debian live                | root overlay overlay;upper tmpfs;word boot=live                  | live-system
            Ubuntu live                | root overlay /cow;upper hidden;word boot=casper                  | live-system
            Ubuntu live that keeps     | root overlay /cow;upper hidden;word boot=casper;word persistent  | ambiguous
            Fedora live                | root ext4 /dev/mapper/live-rw;word root=live:CDLABEL=x           | live-system
            Alpine from a stick        | root tmpfs tmpfs                                                 | live-system
            an initramfs               | root rootfs rootfs                                               | live-system
            a rescue image             | root squashfs /dev/loop0                                         | live-system
            Ubuntu Core                | root squashfs /dev/loop0;word snapd_recovery_mode=run            | ok
            bootc with composefs       | root overlay composefs;upper ;ostree                             | ok
            OpenWrt                    | root overlay overlayfs:/overlay;upper f2fs                       | ok
            an overlay of something    | root overlay overlay;upper hidden                                | ambiguous
            overlayroot                | root overlay overlayroot;upper tmpfs;word overlayroot=tmpfs      | live-system
            a disk                     | root xfs /dev/mapper/rl-root                                     | ok
            the network                | root nfs4 10.0.0.9:/srv/root                                     | ok
            nothing is known           | dom0                                                             | not-readable
            """)
    void whatIsInMemoryIsLostAtARestart(String host, String lines, String codes) {
        assertThat(codes("firmware: bios", "detect-vm kvm;firmware none;" + lines))
                .as(host)
                .isEqualTo(codes);
    }

    @Test
    void kvmIsThereOrNot() {
        assertThat(codes("nested: true", "flags; vmx;root ext4 /dev/vda1;dev")).isEqualTo("no-kvm");
        assertThat(codes("nested: true", "flags; vmx;root ext4 /dev/vda1")).isEqualTo("not-readable");
        assertThat(codes("{nested: false, kinds: [physical]}", "flags;root ext4 /dev/vda1;dev"))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"server", "'vm:vmwear'", "'physical:x'", "VM"})
    void anUnknownKindIsAnErrorOfTheProfile(String kind) {
        assertThatThrownBy(() -> codes("kinds: ['" + kind + "']", DISK)).hasMessageContaining("kinds");
    }

    private Virt read(Shell shell) {
        FactRequest<Virt> request = Virt.FACT.in(Context.EXEC);
        ScriptRun.Answer answer =
                ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
        assertThat(answer.err(request)).isEmpty();
        return answer.reading(request).fold(virt -> virt, missing -> {
            throw new AssertionError(missing);
        });
    }

    private void detect(String vm) throws IOException {
        Tree.put(root, "usr/bin/systemd-detect-virt", "#!/bin/sh\n[ \"$1\" = --vm ] && echo " + vm + " || echo none\n");
        Files.setPosixFilePermissions(
                root.resolve("usr/bin/systemd-detect-virt"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aVirtualMachineWithUefiIsRead(Shell shell) throws IOException {
        detect("vmware");
        Tree.put(root, "proc/cpuinfo", "processor : 0\nflags\t\t: fpu vmx hypervisor lahf_lm\n\nflags : svm\n");
        Tree.put(root, "sys/class/dmi/id/sys_vendor", "VMware, Inc.\n");
        Tree.put(
                root,
                "proc/self/mountinfo",
                "1 0 8:1 / / rw - xfs /dev/sda1 rw\n2 1 8:2 / /boot rw - xfs /dev/sda2 rw\n");
        Tree.put(root, "sys/firmware/efi/efivars/SecureBoot-" + EFI, "\6\0\0\0\1");
        Tree.put(root, "proc/cmdline", "ro quiet\n");
        Tree.put(root, "dev/kvm", "");
        Virt virt = read(shell);
        assertThat(virt.kind("").map(Virt.Kind::describe)).contains("vm: vmware");
        assertThat(virt.root()).contains(new Virt.Root("xfs", "/dev/sda1", "", false, List.of()));
        assertThat(virt.uefi()).contains(true);
        assertThat(virt.secureBoot()).contains(true);
        assertThat(virt.nested()).isTrue();
        assertThat(virt.kvm()).contains(true);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatAnOverlayKeepsIsOnTheMountBelow(Shell shell) throws IOException {
        String overlay =
                " / / rw,relatime shared:1 - overlay overlay rw,lowerdir=/run/live/rootfs,upperdir=/run/live/overlay/rw,"
                        + "workdir=/w\n";
        Tree.put(root, "proc/cmdline", "boot=live quiet\n");
        Tree.put(root, "sys/firmware/x", "");
        String run = "2 1 0:2 / /run rw - tmpfs tmpfs rw\n";
        Tree.put(root, "proc/self/mountinfo", "1 0 0:1" + overlay + run + "3 1 8:1 / /runs rw - ext4 /dev/sda rw\n");
        assertThat(read(shell).root())
                .contains(new Virt.Root("overlay", "overlay", "tmpfs", false, List.of("boot=live")));
        Tree.put(
                root,
                "proc/self/mountinfo",
                "1 0 0:1" + overlay + run + "3 2 8:1 / /run/live/overlay rw - ext4 /dev/sda rw\n");
        assertThat(read(shell).root()).map(Virt.Root::upper).contains("ext4");
        Tree.put(root, "proc/self/mountinfo", "1 0 0:1" + overlay);
        assertThat(read(shell).root()).map(Virt.Root::upper).contains("hidden");
        assertThat(read(shell).uefi()).contains(false);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aContainerIsKnownByWhatItsManagerLeaves(Shell shell) throws IOException {
        Tree.put(root, "proc/1/environ", "PATH=/bin\0container=lxc\0A=b\0");
        assertThat(read(shell).containers()).containsExactly("lxc");
        Tree.put(root, "run/systemd/container", "systemd-nspawn\n");
        Tree.put(root, ".dockerenv", "");
        assertThat(read(shell).containers()).containsExactly("docker", "systemd-nspawn", "lxc");
        assertThat(read(shell).kvm()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void isReadOnThisMachine(Shell shell) {
        ScriptRun.Answer answer = ScriptRun.under(shell).run(Virt.REQUEST);
        assertThat(answer.out(Virt.REQUEST)).endsWith("done\n");
        assertThat(answer.err(Virt.REQUEST)).isEmpty();
    }
}
