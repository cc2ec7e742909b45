package dev.preflight.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A host, as far as probes see one under {@code PROBE_ROOT}, on which whatever has a name bears one that would do something
 * if it were taken for more than a name. What it would do is harmless: make the file {@code x} where the probe stands, or
 * print. None of them may delete: a probe on this machine sees the processes of every namespace on it.
 */
final class HostileTree {
    /** Operands of find, options, programs of the shell, of its arithmetic and of sed, formats, patterns, long ones. */
    static final List<String> WORDS = List.of(
            "-fprint",
            "-printf",
            "--help",
            "-",
            "$(touch x)",
            "`touch x`",
            ";touch x;",
            "a\ntouch x\nprocess dockerd",
            "|touch x",
            ">x",
            "*",
            "%n%s%d%1000000s",
            "\\n\\c\\0101\\ndone",
            "a[$(touch x)]",
            "' \"; touch x; '",
            "&touch x&",
            "x/e;e touch x",
            "../../../x",
            "{x,y} ~ !!",
            "\rdone\r\ndone\r",
            "x".repeat(65_536));

    private static final String NUMBERS =
            IntStream.range(0, 40).mapToObj(Integer::toString).collect(Collectors.joining(" "));

    private final Path root;
    private final Path log;
    private String only;

    /**
     * Makes the tree.
     *
     * @param root where; an empty directory
     * @param log file to which the programs of the host write what they were called with, an argument a line
     * @param only the word of which there is one on a host: its name, the option of its dockerd
     */
    HostileTree(Path root, Path log, String only) throws IOException {
        this.root = root;
        this.log = log;
        this.only = only;
        processes();
        kernel();
        interfaces();
        settings();
        containers();
        programs();
        HostileMachine.add(root, only);
    }

    /** Gives another word to what a daemon of Docker, of which there is one on a host, is started and set with. */
    void daemonWith(String word) throws IOException {
        only = word;
        daemon();
    }

    private void daemon() throws IOException {
        process(100, "dockerd", "dockerd\0--config-file\0" + only + "\0--data-root=" + only + "\0-D\0", only);
        put("etc/docker/daemon.json", "{\"data-root\": \"" + only + "\", \"" + only + "\": 1}");
    }

    private void processes() throws IOException {
        List<String> names = List.of(
                "dockerd",
                "cron",
                "crond",
                "chronyd",
                "ntpd",
                "NetworkManager",
                "dhclient",
                "busybox",
                "syslogd",
                "ovs-vswitchd",
                "kubelet",
                "systemd-logind",
                "openvpn",
                "rsyslogd");
        process(1, "systemd", "/sbin/init", "init.scope");
        daemon();
        int pid = 101;
        for (String name : names) {
            process(pid++, name, name + "\0" + String.join("\0", WORDS) + "\0", "docker/" + "0".repeat(64));
        }
        for (String word : WORDS) {
            process(pid++, word, word + "\0" + word + "\0-s\0" + word + "\0", word);
        }
        put("proc/self/mountinfo", mountinfo(""));
        put("proc/self/stat", "99 (sh) S 1 99 99 " + NUMBERS + "\n");
        put("proc/self/loginuid", only);
        link("proc/self/ns/net", "net:[1]");
    }

    private void process(int pid, String name, String arguments, String group) throws IOException {
        String at = "proc/" + pid + "/";
        put(at + "comm", name.substring(0, Math.min(15, name.length())) + "\n");
        put(at + "cmdline", arguments);
        put(
                at + "status",
                "Name:\t" + line(name) + "\nUmask:\t0022\nState:\tS\nPPid:\t" + line(only)
                        + "\nUid:\t0\t0\t0\t0\nNSpid:\t" + pid + "\n");
        put(at + "stat", pid + " (" + name + ") S " + line(only) + " " + NUMBERS + "\n");
        put(at + "cgroup", "0::/system.slice/" + line(group) + ".service\n1:pids:/docker/" + line(group) + "\n");
        put(at + "mountinfo", mountinfo(name));
        put(at + "limits", "Max cpu time " + line(name) + " seconds\n");
        put(at + "net/netstat", "TcpExt: ListenDrops " + line(name) + "\nTcpExt: " + line(name) + " 1\n");
        if (!Files.exists(root.resolve(at + "fd"))) {
            link(at + "fd/3", "/var/tmp/" + name(name) + " (deleted)");
            link(at + "ns/net", "net:[" + pid + "]");
        }
    }

    private static String mountinfo(String more) {
        return "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 8:2 / /" + line(more) + " rw - ext4 /dev/sda2 ro\n";
    }

    private void kernel() throws IOException {
        put("proc/uptime", line(only) + " 1\n");
        put("proc/loadavg", line(only) + " 0 0 1/" + line(only) + " 1\n");
        put(
                "proc/stat",
                "cpu  " + (line(only) + " ").repeat(8) + "\ncpu0 " + line(only) + "\nprocs_blocked " + line(only)
                        + "\n");
        put("proc/mdstat", lines("md0 : active raid1 %s\n"));
        put("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n" + lines("%s partition 8 0 -2\n"));
        put("proc/cmdline", line(only));
        put("proc/net/route", lines("%s 00000000 %s 0003 0 0 0 00000000\n"));
        put("proc/net/fib_trie", lines("     |-- %s\n        /32 host LOCAL\n") + lines("Id %s:\n"));
        put("proc/net/arp", lines("%s 0x1 0x2 %s * %s\n"));
        put("proc/net/snmp", "Tcp: RtoAlgorithm OutSegs RetransSegs \nTcp: 1 " + line(only) + "\n");
        put("proc/net/netstat", "TcpExt: ListenDrops\nTcpExt: " + line(only) + "\n");
        put("proc/net/tcp", "sl\n" + lines("0: 00000000:0016%s %s 0A\n"));
        put("proc/net/udp", "sl\n" + lines("0: %s %s 07\n"));
        put("proc/net/if_inet6", lines("%s 1 1 1 1 %s\n"));
        put("proc/net/vlan/config", lines("%s | 7 | %s\n"));
        put(
                "proc/self/mounts",
                "/dev/sda1 / ext4 rw 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n"
                        + linesOfPaths("cgroup2 %s cgroup2 rw 0 0\n"));
        for (String file : List.of("hostname", "osrelease", "tainted", "threads-max", "pid_max", "random/boot_id")) {
            put("proc/sys/kernel/" + file, only);
        }
        for (String file : List.of("tcp_timestamps", "ip_local_port_range", "ip_local_reserved_ports")) {
            put("proc/sys/net/ipv4/" + file, only);
        }
        for (String word : WORDS) {
            String name = name(word);
            put("proc/net/bonding/" + name, "Slave Interface: " + word + "\nMII Status: " + word + "\n");
            put("proc/spl/kstat/zfs/" + name + "/state", word);
            put("sys/bus/pci/devices/" + name + "/class", "0x010400\n");
            link("sys/bus/pci/devices/" + name + "/driver", "../" + name);
            put("sys/fs/cgroup/cpu/docker/" + name + "/cpu.shares", word);
            put("sys/block/md0/md/dev-" + name + "/slot", word);
            put("lib/modules/" + name + "/modules.dep", "");
            put("boot/vmlinuz-" + name, "");
            Files.createDirectories(root.resolve("sys/kernel/livepatch/" + name));
        }
    }

    private void interfaces() throws IOException {
        for (String word : WORDS) {
            String at = "sys/class/net/" + name(word) + "/";
            for (String file : List.of("address", "mtu", "ifindex", "operstate", "speed", "queues/tx-0/tx_timeout")) {
                put(at + file, word);
            }
            put(at + "flags", "0x1" + word);
            put(at + "carrier", "1\n");
            put(at + "bonding/slaves", line(word));
            link(at + "lower_" + name(word), "../" + name(word));
            link(at + "device/driver", "../" + name(word));
        }
    }

    private void settings() throws IOException {
        put("etc/resolv.conf", lines("nameserver %s\n"));
        put("run/systemd/resolve/resolv.conf", lines("nameserver %s\n"));
        put("etc/passwd", lines("%s:x:0:0::/:/bin/sh\n"));
        put("etc/group", lines("%s:x:0:%s\n"));
        put("etc/subuid", lines("jq:1:%s\n") + lines("%s:1:1\n"));
        put("etc/hosts", lines("10.0.0.7 %s %s\n"));
        put("etc/k/key", lines("%s\n") + "done\nat /etc/k\n");
        put("etc/hostname", only);
        put("etc/locale.conf", lines("LANG=%s\n") + lines("LC_ALL=%s\n"));
        put("etc/login.defs", "UMASK " + line(only) + "\n");
        put("etc/fstab", linesOfPaths("/dev/sda1 /%s ext4 %s 0 0\n"));
        put("proc/modules", lines("%s 1 0 - Live 0x0\n"));
        put("etc/modules", lines("%s\n"));
        put("etc/sysctl.conf", lines("%s = %s\n") + lines("jq.%s=%s\n") + lines("net.%s.jq=%s\n"));
        put("etc/tuned/active_profile", line(only) + " balanced\n");
        put("etc/tuned/balanced/tuned.conf", lines("include=%s\n") + lines("%s.jq=%s\n"));
        put("etc/tuned/tuned-main.conf", lines("reapply_sysctl = %s\n"));
        put("etc/mdadm.conf", lines("ARRAY %s spares=%s\n"));
        put("etc/os-release", lines("ID=%s\n"));
        put("etc/machine-id", only);
        put("etc/pam.d/cron", lines("@include %s\n"));
        put("var/run/docker.pid", "1");
        put("var/lib/kubelet/config.yaml", lines("containerLogMaxSize: %s\n"));
        put("var/log/kern.log", lines("Jan  1 00:00:00 h kernel: EXT4-fs error %s\n"));
        put("var/log/messages", lines("Jan  1 00:00:00 %s kernel: XFS %s\n"));
        for (String service : List.of("docker", "containerd", "kubelet")) {
            put("etc/init.d/" + service, "");
            put("etc/conf.d/" + service, lines("export http_proxy=%s\n") + lines("%s NO_PROXY='%s'\n"));
        }
        put("etc/rc.conf", lines("rc_ulimit=%s\n") + lines("ulimit %s\n"));
        link("etc/localtime", "/usr/share/zoneinfo/" + name(only));
        Files.createDirectories(root.resolve("run/systemd/system"));
        String unit = lines(
                "[Service]\nExecStart=/usr/bin/dockerd --config-file=%s $A ${B}\nEnvironment=\"A=%s\" %s\nEnvironmentFile=%s\n");
        put("etc/systemd/system/docker.service", unit);
        for (String word : WORDS) {
            String name = name(word);
            put("etc/systemd/system/docker.service.d/" + name + ".conf", unit);
            put("etc/systemd/journald.conf.d/" + name + ".conf", "SystemMaxUse=" + word + "\n");
            put("etc/systemd/logind.conf.d/" + name + ".conf", "KillUserProcesses=" + word + "\n");
            put("etc/systemd/system/raid-check.timer.d/" + name + ".conf", "OnCalendar=" + word + "\n");
            put("etc/systemd/system/" + name + ".mount", "Where=/" + word + "\n");
            put("etc/modprobe.d/" + name + ".conf", "install jq " + word + "\nblacklist " + word + "\n");
            put("etc/modules-load.d/" + name + ".conf", word + "\njq\n");
            put("etc/sysctl.d/" + name + ".conf", "-" + line(word) + "\nnet.jq = " + word + "\n" + word + "\n");
            put("etc/logrotate.d/" + name, "/" + word + "\n{\n}\n");
            put("etc/cron.d/" + name, "PATH=" + word + "\n* * * * * root umask 022; " + word + "\n");
            put("etc/profile.d/" + name + ".sh", "umask " + word + "\nTMOUT=1" + word + "\n");
            put("etc/sudoers.d/" + name, "Defaults umask=" + word + "\n");
            put("etc/cni/net.d/" + name, "{\"mtu\": 1500, \"name\": \"" + word + "\"}\n");
            put("etc/NetworkManager/system-connections/" + name, "[ipv4]\nmethod=" + word + "\n");
            put("etc/sysconfig/network-scripts/ifcfg-" + name, "DNS1=" + word + "\n");
            put("var/log/" + name + ".log", word);
            put("-" + name, word);
        }
    }

    private void containers() throws IOException {
        for (String word : WORDS) {
            String at = "var/lib/docker/containers/" + name(word) + "/";
            put(
                    at + "hostconfig.json",
                    "{\"LogConfig\":{\"Type\":\"" + word + "\",\"Config\":{}},\"CpuShares\":2,"
                            + "\"RestartPolicy\":{\"Name\":\"" + word + "\"}}");
            put(
                    at + "config.v2.json",
                    "{\"Name\":\"/" + word + "\",\"Networks\":{\"" + word + "\":{}},\"Service\":null}");
        }
    }

    /** Programs of the host print such words too, and tell what they were called with. */
    private void programs() throws IOException {
        Files.createDirectories(root.resolve("run/log/journal"));
        put("says", String.join("\n", WORDS) + "\n");
        for (String name : List.of(
                "docker",
                "podman",
                "crictl",
                "dmesg",
                "journalctl",
                "systemctl",
                "systemd-detect-virt",
                "chronyc",
                "ntpq",
                "timedatectl",
                "busctl",
                "getent",
                "locale",
                "sudo",
                "chage",
                "ss",
                "nft",
                "iptables",
                "ufw",
                "firewall-cmd",
                "modinfo",
                "modprobe",
                "logrotate",
                "ovs-vswitchd",
                "rpm",
                "zpool",
                "blkid",
                "xfs_info",
                "storcli64")) {
            program(
                    name,
                    "[ \"$1\" != --version ] || set -- version\n[ \"$1\" = version ] || cat '" + root + "/says'\n");
        }
        program("dockerd", "[ \"$1\" = --version ] && echo 'Docker version 26.1.3' || cat '" + root + "/says'\n");
    }

    private void program(String name, String body) throws IOException {
        Path file = put(
                "usr/sbin/" + name, "#!/bin/sh\nprintf '%s\\n' 'called " + name + "' \"$@\" >>'" + log + "'\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The word as a file may be called. */
    static String name(String word) {
        String name = word.replace('/', '_');
        return "0".repeat(name.equals("-") ? 1 : 0) + name.substring(0, Math.min(200, name.length()));
    }

    /** The word for places where the kernel, or the writer of the file, allows no line break. */
    static String line(String word) {
        return word.replace("\n", "\\n").replace(" ", "\\040");
    }

    static String lines(String format) {
        return lines(format, Integer.MAX_VALUE);
    }

    /** As {@link #lines(String)}, of words that a path may be: at most 4,095 bytes (PATH_MAX of limits.h). */
    static String linesOfPaths(String format) {
        return lines(format, 4095);
    }

    private static String lines(String format, int longest) {
        return WORDS.stream()
                .map(word -> line(word.substring(0, Math.min(longest, word.length()))))
                .map(word -> format.replace("%s", word))
                .collect(Collectors.joining());
    }

    private void link(String path, String to) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(to));
    }

    private Path put(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
