package dev.preflight.checks.storage;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Options of a mount: those that hold now, by mountinfo, or those that fstab asks for. What is the default is not
 * written: mountinfo never has {@code exec}, fstab never {@code relatime}. Sources: mount(8), "filesystem-independent
 * mount options" and those of ext4 and XFS; proc_pid_mountinfo(5).
 *
 * @param options as they are written, by one name each
 * @param written whether a default that is not written may have been set by the kernel (fstab), or was not (mountinfo)
 */
record MountOptions(Set<String> options, boolean written) {
    /** What holds if none of these is there. */
    private static final Map<String, List<String>> UNLESS = Map.ofEntries(
            Map.entry("rw", List.of("ro")),
            Map.entry("exec", List.of("noexec")),
            Map.entry("suid", List.of("nosuid")),
            Map.entry("dev", List.of("nodev")),
            Map.entry("async", List.of("sync")),
            Map.entry("symfollow", List.of("nosymfollow")),
            Map.entry("atime", List.of("noatime")),
            Map.entry("diratime", List.of("nodiratime")),
            Map.entry("delalloc", List.of("nodelalloc")));

    /** What {@code defaults} takes back: "rw, suid, dev, exec, auto, nouser, and async" of mount(8). */
    private static final Set<String> NOT_DEFAULT = Set.of("ro", "nosuid", "nodev", "noexec", "sync");

    /** What the kernel sets by itself and shows, so that it holds after a boot too. */
    private static final Set<String> BY_ITSELF = Set.of(
            "attr2",
            "inode64",
            "noquota",
            "logbufs=8",
            "logbsize=32k",
            "ssd",
            "discard=async",
            "space_cache",
            "space_cache=v2");

    /** Names of one option: mount(8) on XFS; mountinfo has the second. */
    private static final Map<String, String> NAMES = Map.of(
            "pquota", "prjquota",
            "uquota", "usrquota",
            "quota", "usrquota",
            "gquota", "grpquota",
            "barrier=1", "barrier",
            "barrier=0", "nobarrier");

    /** What lets users mount it: mount(8). */
    private static final Map<String, List<String>> IMPLIED = Map.of(
            "user", List.of("noexec", "nosuid", "nodev"),
            "users", List.of("noexec", "nosuid", "nodev"),
            "owner", List.of("nosuid", "nodev"),
            "group", List.of("nosuid", "nodev"));

    /** The options are copied. */
    MountOptions {
        options = Set.copyOf(options);
    }

    /** Those that hold: of the mount and of its file system, either of which may be read-only. */
    static MountOptions held(Collection<String> both) {
        Set<String> options =
                both.stream().map(MountOptions::named).collect(Collectors.toCollection(LinkedHashSet::new));
        if (options.contains("ro")) {
            options.remove("rw");
        }
        return new MountOptions(options, false);
    }

    /** Those that a line of fstab or a unit asks for; a later one overrides its opposite. */
    static MountOptions asked(Collection<String> inOrder) {
        Set<String> options = new LinkedHashSet<>();
        for (String written : inOrder) {
            String option = named(written);
            if (option.equals("defaults")) {
                options.removeAll(NOT_DEFAULT);
            }
            UNLESS.getOrDefault(option, List.of()).forEach(options::remove);
            options.removeIf(before -> UNLESS.getOrDefault(before, List.of()).contains(option));
            options.add(option);
            options.addAll(IMPLIED.getOrDefault(option, List.of()));
        }
        return new MountOptions(options, true);
    }

    private static String named(String option) {
        return NAMES.getOrDefault(option, option);
    }

    /** Whether an option holds. */
    boolean has(String wanted) {
        String option = named(wanted);
        if (options.contains(option)) {
            return true;
        }
        if (written && option.equals("relatime")) {
            return !options.contains("noatime") && !options.contains("strictatime");
        }
        List<String> unless = UNLESS.get(option);
        return unless != null && unless.stream().noneMatch(options::contains);
    }

    /** Whether an option holds, or the kernel sets it by itself. */
    boolean mayHave(String wanted) {
        return has(wanted) || BY_ITSELF.contains(named(wanted));
    }
}
