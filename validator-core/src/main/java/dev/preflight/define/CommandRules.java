package dev.preflight.define;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which commands a definition does not run: those that run others, and those that are known to write. It keeps from slips;
 * who writes a profile is trusted as who writes an installer.
 */
final class CommandRules {
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "busybox", "toybox");

    private static final Set<String> ROOTS = Set.of("sudo", "su", "doas", "runuser", "pkexec");

    private static final Set<String> RUNNERS = Set.of(
            "env",
            "xargs",
            "nohup",
            "setsid",
            "timeout",
            "ssh",
            "eval",
            "exec",
            "awk",
            "gawk",
            "mawk",
            "nawk",
            "perl",
            "ruby",
            "lua",
            "node",
            "nice",
            "ionice",
            "chroot",
            "nsenter",
            "unshare",
            "script",
            "watch",
            "flock",
            "strace",
            "parallel");

    private static final Set<String> WRITERS = Set.of(
            "rm",
            "mv",
            "cp",
            "dd",
            "tee",
            "touch",
            "kill",
            "pkill",
            "killall",
            "mount",
            "umount",
            "chmod",
            "chown",
            "chgrp",
            "ln",
            "mkdir",
            "rmdir",
            "truncate",
            "shred",
            "install",
            "reboot",
            "shutdown",
            "poweroff",
            "halt",
            "useradd",
            "userdel",
            "usermod",
            "groupadd",
            "passwd",
            "swapon",
            "swapoff",
            "insmod",
            "rmmod",
            "wipefs",
            "parted",
            "fdisk");

    private static final Set<String> FIND_WRITES =
            Set.of("-delete", "-exec", "-execdir", "-ok", "-okdir", "-fprint", "-fprint0", "-fprintf", "-fls");

    private static final Set<String> IP_WRITES =
            Set.of("add", "del", "delete", "set", "flush", "change", "replace", "append", "exec", "save", "restore");

    /** Of sysctl(8): they write, or load files of settings. */
    private static final Set<String> SYSCTL_WRITES = Set.of("-w", "--write", "-p", "--load", "--system", "-f");

    private static final Map<String, String> INSTEAD =
            Map.of("timeout", "give the read a `timeout`", "env", "name the program itself");

    private CommandRules() {}

    /** What is wrong with a command; words that a parameter gives are not known yet. */
    static Optional<String> refusal(List<Word> argv) {
        String path = argv.get(0).text();
        String name = path.substring(path.lastIndexOf('/') + 1);
        List<String> rest = argv.subList(1, argv.size()).stream()
                .filter(word -> !word.param())
                .map(Word::text)
                .toList();
        if (SHELLS.contains(name)) {
            return Optional.of("'" + name + "' is a shell; name the program itself, and select with `as`");
        }
        if (ROOTS.contains(name)) {
            return Optional.of("'" + name + "' becomes another user; write `as_root: true` instead");
        }
        if (RUNNERS.contains(name) || name.startsWith("python")) {
            return Optional.of("'" + name + "' runs what its words say; "
                    + INSTEAD.getOrDefault(name, "name the program itself, and select with `as`"));
        }
        return writes(name, rest).map(what -> what + ", and a check only reads");
    }

    private static Optional<String> writes(String name, List<String> rest) {
        if (WRITERS.contains(name) || name.startsWith("mkfs")) {
            return Optional.of("'" + name + "' is known to change a host");
        }
        return switch (name) {
            case "find" -> any(name, rest.stream().filter(FIND_WRITES::contains));
            case "modprobe" ->
                rest.stream().anyMatch(word -> word.equals("-n") || word.equals("--dry-run"))
                        ? Optional.empty()
                        : Optional.of("'modprobe' without -n loads a module");
            case "sysctl" ->
                any(name, rest.stream().filter(word -> SYSCTL_WRITES.contains(word) || word.contains("=")));
            case "systemctl" -> systemctl(rest);
            case "ip" -> any(name, rest.stream().filter(IP_WRITES::contains));
            default -> Optional.empty();
        };
    }

    private static Optional<String> any(String name, Stream<String> writing) {
        return writing.findFirst().map(word -> "'" + name + " ... " + word + "' changes a host");
    }

    private static Optional<String> systemctl(List<String> rest) {
        String verb =
                rest.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("list-units");
        boolean reads = verb.equals("show")
                || verb.equals("cat")
                || verb.equals("status")
                || verb.startsWith("is-")
                || verb.startsWith("list-");
        return reads ? Optional.empty() : Optional.of("'systemctl " + verb + "' changes a host");
    }
}
