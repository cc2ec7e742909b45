package dev.preflight.checks.kernel;

import dev.preflight.checks.kernel.SysctlBoot.Init;
import dev.preflight.checks.kernel.SysctlBoot.Kind;
import dev.preflight.checks.kernel.SysctlBoot.Line;
import dev.preflight.checks.kernel.SysctlBoot.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which of the files that set a setting of the kernel has the last word at the next boot.
 *
 * <p>Sources: sysctl.d(5), systemd's src/sysctl/sysctl.c: of files of one name that in the first directory counts, all are
 * sorted by name, the last line for a setting wins, and a pattern leaves alone what has a line of its own. sysctl(8) of
 * procps, {@code --system}: the same, and {@code /etc/sysctl.conf} last. OpenRC's init.d/sysctl with busybox:
 * {@code /etc/sysctl.conf}, without which nothing is applied, then {@code /etc/sysctl.d}. The kernel's
 * kernel-parameters: {@code sysctl.*=} is set before process 1 starts. tuned's plugin_sysctl: what it applies again.
 */
final class BootSettings {
    /** One variable under two names: the kernel's ip-sysctl. */
    private static final List<String> FORWARDING = List.of("net/ipv4/ip_forward", "net/ipv4/conf/all/forwarding");

    private static final Comparator<Source> BY_NAME = Comparator.comparing(Source::basename);

    private final SysctlBoot boot;
    private final List<Stage> stages;

    /** Files that are applied in one go, in this order; {@code late} if that is after boot's own settings. */
    private record Stage(List<Source> files, boolean late) {}

    /** What one line sets: no value if that cannot be read from it. */
    record Setting(Optional<String> value, String file, int line, boolean late) {
        String where() {
            return file + ":" + line;
        }

        /** Whether a file of this name in a directory {@code sysctl.d} would have the last word. */
        boolean before(String name) {
            return !late
                    && !file.equals("/etc/sysctl.conf")
                    && file.substring(file.lastIndexOf('/') + 1).compareTo(name) < 0;
        }

        @Override
        public String toString() {
            return where() + value.map(set -> " (" + set + ")").orElse("");
        }
    }

    /**
     * What becomes of a setting.
     *
     * @param winner the line that has the last word; empty if none is about it
     * @param all every line that sets it, in the order in which they are applied
     * @param ignored lines that would set it, in files that are not applied
     * @param unreadable a file that could not be read and may have the last word
     */
    record Outlook(Optional<Setting> winner, List<Setting> all, List<Setting> ignored, Optional<String> unreadable) {}

    BootSettings(SysctlBoot boot) {
        this.boot = boot;
        this.stages = stages(boot);
    }

    private static List<Stage> stages(SysctlBoot boot) {
        List<Source> conf = of(boot, Kind.CONF);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(of(boot, Kind.CMDLINE), false));
        if (boot.never().isEmpty()) {
            if (boot.init() == Init.BUSYBOX) {
                stages.add(new Stage(conf, false));
                stages.add(new Stage(conf.isEmpty() ? List.of() : directories(boot, "/etc/"), false));
            } else {
                stages.add(new Stage(of(boot, Kind.FIRST), false));
                stages.add(new Stage(directories(boot, "/"), false));
            }
            if (boot.init() == Init.PROCPS) {
                stages.add(new Stage(conf, false));
            }
        }
        List<Source> tuned = new ArrayList<>(of(boot, Kind.TUNED));
        Collections.reverse(tuned);
        stages.add(new Stage(tuned, true));
        if (!tuned.isEmpty() && boot.reapplied()) {
            stages.add(new Stage(directories(boot, "/run/", "/etc/"), false));
            stages.add(new Stage(conf, false));
        }
        stages.add(new Stage(of(boot, Kind.SCRIPT), true));
        return List.copyOf(stages);
    }

    private static List<Source> of(SysctlBoot boot, Kind kind) {
        return boot.sources().stream().filter(file -> file.kind() == kind).toList();
    }

    /** The files below these directories that count, sorted. */
    private static List<Source> directories(SysctlBoot boot, String... below) {
        Map<String, Source> first = new LinkedHashMap<>();
        boot.sources().stream()
                .filter(file -> file.kind() == Kind.FILE || file.kind() == Kind.UNREADABLE)
                .filter(file -> Stream.of(below).anyMatch(file.path()::startsWith))
                .forEach(file -> first.putIfAbsent(file.basename(), file));
        return first.values().stream().sorted(BY_NAME).toList();
    }

    /** What becomes of the setting at this path. */
    Outlook of(String path) {
        List<String> names = FORWARDING.contains(path) ? FORWARDING : List.of(path);
        Optional<Setting> winner = Optional.empty();
        Optional<String> unreadable = Optional.empty();
        List<Setting> all = new ArrayList<>();
        for (Stage stage : stages) {
            boolean own = stage.files().stream()
                    .flatMap(file -> file.lines().stream())
                    .anyMatch(line -> line.counts() && names.contains(line.key()));
            for (Source file : stage.files()) {
                // A pattern loses against a line for the setting itself, which the file that could not be read may
                // have.
                unreadable = file.kind() == Kind.UNREADABLE ? Optional.of(file.path()) : unreadable;
                for (Line line : file.lines()) {
                    Optional<Setting> set = setting(file, line, names, own, stage.late());
                    if (set.isPresent()) {
                        winner = set;
                        all.add(set.get());
                        unreadable = names.contains(line.key()) || stage.late() ? Optional.empty() : unreadable;
                    }
                }
            }
        }
        return new Outlook(winner, all, ignored(names), unreadable);
    }

    /** What this line sets one of these names to: with {@code own}, patterns are not for them. */
    private static Optional<Setting> setting(Source file, Line line, List<String> names, boolean own, boolean late) {
        if (file.kind() == Kind.SCRIPT) {
            return names.stream()
                    .filter(name -> mentions(line.text(), name))
                    .findFirst()
                    .map(name -> new Setting(scripted(line.text(), name), file.path(), line.number(), late));
        }
        Predicate<String> named = own ? line.key()::equals : name -> SysctlValues.names(line.key(), name);
        if (names.stream().noneMatch(named)) {
            return Optional.empty();
        }
        // tuned has variables, and ">" in front of what is only to be raised.
        boolean plain = file.kind() != Kind.TUNED
                || line.value().filter(set -> set.matches("[^$>\"].*")).isPresent();
        return line.value()
                .map(set -> new Setting(plain ? Optional.of(set) : Optional.empty(), file.path(), line.number(), late));
    }

    private static boolean mentions(String text, String path) {
        return text.contains(path) || text.contains(SysctlValues.name(path));
    }

    /** What a line of a script writes: {@code sysctl -w NAME=VALUE}, {@code echo VALUE >/proc/sys/PATH}. */
    private static Optional<String> scripted(String text, String path) {
        for (String name : List.of(SysctlValues.name(path), path)) {
            int at = text.indexOf(name + "=");
            if (at >= 0) {
                String rest = text.substring(at + name.length() + 1);
                String value = rest.split("[\\s\"';&|>]", 2)[0];
                return Optional.of(value).filter(set -> set.matches("[\\w.-]+"));
            }
        }
        var echo = Pattern.compile("^echo \"?([0-9]{1,20})\"? ?> ?/proc/sys/" + Pattern.quote(path) + "$")
                .matcher(text.strip());
        return echo.find() ? Optional.of(echo.group(1)) : Optional.empty();
    }

    private List<Setting> ignored(List<String> names) {
        List<Source> applied =
                stages.stream().flatMap(stage -> stage.files().stream()).toList();
        List<Setting> ignored = new ArrayList<>();
        for (Source file : boot.sources()) {
            if (!applied.contains(file)) {
                for (Line line : file.lines()) {
                    setting(file, line, names, false, false).ifPresent(ignored::add);
                }
            }
        }
        return ignored;
    }
}
