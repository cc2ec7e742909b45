package dev.preflight.checks;

import static dev.preflight.checks.HostileTree.line;
import static dev.preflight.checks.HostileTree.lines;
import static dev.preflight.checks.HostileTree.linesOfPaths;
import static dev.preflight.checks.HostileTree.name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a {@link HostileTree} has of a machine: processors, memory, swap and disks. */
/** What a {@link HostileTree} has of a machine: processors, memory, swap and what starts it. */
/** What a {@link HostileTree} has of a machine: processors, memory, swap, what starts it and the limits that it sets. */
/** What a {@link HostileTree} has of a machine: processors, memory, swap, what starts it, and what it limits. */
/** What a {@link HostileTree} has of a machine: processors, memory, swap, and what it is itself. */
final class HostileMachine {
    private final Path root;

    private HostileMachine(Path root) {
        this.root = root;
    }

    static void add(Path root, String only) throws IOException {
        HostileMachine machine = new HostileMachine(root);
        machine.groups();
        machine.processors(line(only));
        machine.memory(line(only));
        machine.swap(line(only));
        machine.disks();
        machine.boot();
        machine.limits();
        machine.runtimes();
        machine.platform(line(only));
    }

    private void groups() throws IOException {
        put("proc/self/cgroup", lines("0::/%s\n1:cpu,memory:/%s\n"));
        put(
                "proc/self/mountinfo",
                linesOfPaths(
                        "24 22 0:24 / /%s rw - cgroup2 %s rw\n25 22 0:25 /%s /x rw - cgroup c rw,cpu,memory,cpuset\n"));
    }

    private void processors(String word) throws IOException {
        put("proc/self/exe", word);
        put("proc/cpuinfo", lines("flags : %s\n"));
        for (String file : List.of("online", "present", "smt/control", "cpu0/topology/thread_siblings_list")) {
            put("sys/devices/system/cpu/" + file, word);
        }
    }

    private void memory(String word) throws IOException {
        put("proc/meminfo", lines("MemTotal: %s kB\nMemAvailable: %s kB\n"));
        put("sys/devices/system/memory/block_size_bytes", word);
        put("sys/devices/system/memory/memory0/online", word);
        put("sys/kernel/kexec_crash_size", word);
        for (String name : HostileTree.WORDS) {
            put("sys/kernel/mm/hugepages/hugepages-" + name(name) + "kB/nr_hugepages", word);
        }
    }

    private void swap(String word) throws IOException {
        put("etc/fstab", lines("%s none swap %s 0 0\n"));
        put("proc/cmdline", lines(" fstab=%s").replace("\n", " "));
        for (String generator : List.of("zram-generator", "systemd-gpt-auto-generator")) {
            put("usr/lib/systemd/system-generators/" + generator, "x");
        }
        put("usr/lib/systemd/zram-generator.conf", lines("[zram%s]\nfs-type = %s\n"));
        put(
                "run/udev/data/b8:3",
                "E:ID_PART_ENTRY_TYPE=0657fd6d-a4ab-43c4-84e5-0933c84b4f4f\nE:ID_PART_ENTRY_FLAGS=" + word + "\n");
        put("sys/dev/block/8:3/uevent", lines("DEVNAME=%s\n"));
        for (String name : HostileTree.WORDS) {
            put("etc/systemd/system/" + name(name) + ".swap", "");
            put("etc/systemd/system/swap.target.wants/" + name(name) + ".swap", "x");
            put("etc/systemd/zram-generator.conf.d/" + name(name) + ".conf", "[zram" + name + "]\n");
        }
    }

    private void disks() throws IOException {
        for (String word : HostileTree.WORDS) {
            for (String at : List.of("sys/block/sdz/", "sys/block/" + name(word) + "/")) {
                put(at + "size", "9\n");
                put(at + "dev", "8:400\n");
                put(at + "holders/" + name(word), "");
                put(at + "slaves/" + name(word), "");
                put(at + name(word) + "/partition", "1\n");
            }
            for (String file : List.of("ro", "removable", "queue/rotational", "device/wwid", "dm/name", "dm/uuid")) {
                put("sys/block/sdz/" + file, word);
            }
            put("run/udev/data/b8:400", "E:ID_FS_TYPE=" + word + "\nE:ID_PART_TABLE_TYPE=" + word + "\n");
            put("dev/disk/by-id/" + name(word), "");
        }
        put("sys/block/sdy/size", "9\n");
        put("sys/block/sdy/dev", "8:401\n");
        put("dev/sdy", "");
    }

    /** What starts it, and sets files below /sys. */
    private void boot() throws IOException {
        put("boot/grub/grubenv", lines("saved_entry=%s\nkernelopts=jq=%s\n"));
        put("boot/grub/grub.cfg", lines("set default=%s\nlinux %s jq=%s $%s\nset tuned_params=%s jq\n"));
        put("boot/extlinux.conf", lines("append %s jq=%s\n"));
        put("boot/cmdline.txt", lines("%s jq=%s\n"));
        put("etc/kernel/cmdline", lines("jq=%s %s\n"));
        put("etc/init.d/sysfsutils", "x");
        put("etc/sysfs.conf", lines("jq/%s = %s\n"));
        for (String word : HostileTree.WORDS) {
            String name = name(word);
            put("boot/loader/entries/" + name + ".conf", "options " + word + " jq=" + word + "\n");
            put("etc/default/grub.d/" + name + ".cfg", "GRUB_CMDLINE_LINUX=\"jq=" + word + "\"\n");
            put("etc/udev/rules.d/" + name + ".rules", "ATTR{jq}=\"" + word + "\"\n");
            put("etc/tmpfiles.d/" + name + ".conf", "w /sys/jq - - - - " + word + "\n");
            put("etc/sysfs.d/" + name + ".conf", "jq = " + word + "\n");
            put("etc/systemd/system/a.wants/" + name + ".service", "Before=x\nExecStart=jq " + word + "\n");
        }
    }

    private void runtimes() throws IOException {
        put("proc/cgroups", lines("%s 1 1 %s\n"));
        put("sys/fs/cgroup/cgroup.controllers", lines("%s\n"));
        put("etc/containerd/config.toml", lines("SystemdCgroup = true %s\n"));
        put("var/lib/kubelet/config.yaml", lines("cgroupDriver: %s\ncontainerRuntimeEndpoint: %s\n"));
        for (String word : HostileTree.WORDS) {
            put("etc/crio/crio.conf.d/" + name(word), "cgroup_manager = \"x\" " + word + "\n");
        }
    }

    private void limits() throws IOException {
        put("proc/self/limits", lines("Max open files %s %s files\n"));
        put("etc/security/limits.conf", lines("%s - jq %s\n") + lines("%s -\n"));
        put(
                "etc/pam.d/sshd",
                lines("session include %s\n") + lines("@include %s\n") + lines("session x %s pam_limits.so\n"));
        put("etc/ssh/sshd_config", lines("UsePAM %s\n"));
        for (String word : HostileTree.WORDS) {
            put("etc/security/limits.d/" + name(word) + ".conf", word + " - jq " + word + "\n");
        }
    }

    private void platform(String word) throws IOException {
        put("proc/1/environ", "container=" + word + "\0");
        put("run/systemd/container", word);
        put("proc/self/mountinfo", "1 0 0:1 / / rw - overlay " + word + " rw,upperdir=/" + word + "\n");
        for (String file : List.of("sys_vendor", "product_name")) {
            put("sys/class/dmi/id/" + file, word);
        }
        for (String name : HostileTree.WORDS) {
            put("sys/fs/selinux/booleans/" + name(name), word);
        }
        for (String file : List.of("fs/selinux/enforce", "kernel/security/lsm", "module/apparmor/parameters/enabled")) {
            put("sys/" + file, word);
        }
        put("proc/self/attr/current", word);
        put("etc/selinux/config", lines("SELINUX=%s\n"));
        put("sys/kernel/security/apparmor/profiles", lines("%s (enforce)\n"));
        put("sys/hypervisor/type", word);
        put("sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", "1234" + word);
    }

    /** Behind what the tree has in this file. */
    private void put(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
