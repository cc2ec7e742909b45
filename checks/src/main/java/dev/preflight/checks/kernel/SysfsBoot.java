package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.BootConfig;
import dev.preflight.checks.fact.BootConfig.Argument;
import dev.preflight.checks.fact.BootConfig.Kind;
import dev.preflight.checks.fact.BootConfig.Line;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the next boot makes of one file below {@code /sys}: the last of the kernel's command line, options of modules,
 * rules of udev, tmpfiles.d, sysfsutils, tuned, units and late scripts.
 */
final class SysfsBoot {
    private static final String HUGE_PAGES = "transparent_hugepage";

    private static final Comparator<Line> BY_NAME =
            Comparator.comparing(line -> line.file().substring(line.file().lastIndexOf('/') + 1));

    private final BootConfig config;
    private final String path;

    /**
     * What one line sets.
     *
     * @param value empty if that cannot be read from it
     * @param certain whether it is applied for certain: the conditions of some rules cannot be judged
     * @param kind what holds the line; empty for the kernel's command line
     */
    record Setting(Optional<String> value, String where, boolean certain, Optional<Kind> kind, boolean late) {
        @Override
        public String toString() {
            return where + value.map(set -> " (" + set + ")").orElse("");
        }
    }

    SysfsBoot(BootConfig config, String path) {
        this.config = config;
        this.path = path;
    }

    /** Every line that sets it, in the order in which they are applied. */
    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        argument()
                .flatMap(found -> found.fold(set -> set, missing -> Optional.empty()))
                .ifPresent(set -> settings.add(
                        new Setting(Optional.of(set.value()), set.where(), true, Optional.empty(), false)));
        Stream.of(Kind.MODPROBE, Kind.UDEV).forEach(kind -> settings.addAll(of(sorted(kind))));
        if (config.systemd()) {
            settings.addAll(of(tmpfiles()));
        }
        settings.addAll(of(lines(Kind.SYSFS)));
        settings.addAll(of(tuned()));
        if (config.systemd()) {
            settings.addAll(of(lines(Kind.UNIT)));
        }
        settings.addAll(of(lines(Kind.SCRIPT)));
        return List.copyOf(settings);
    }

    /** What the next command line has; empty if none of its parameters sets this file. */
    private Optional<Reading<Optional<Argument>>> argument() {
        return SysfsName.of(path).flatMap(SysfsName::parameter).map(config::after);
    }

    /** Why it is not known whether the next command line sets it; empty if it is known. */
    Optional<Reading.Missing<?>> hiddenArgument() {
        return argument().flatMap(found -> found.fold(set -> Optional.empty(), Optional::of));
    }

    /** What would set it in files from which the boot loader's configuration is made, and is not in that. */
    List<String> unused() {
        String name = SysfsName.of(path).flatMap(SysfsName::parameter).orElse("");
        List<String> used = config.next().fold(all -> all, missing -> List.<Argument>of()).stream()
                .map(Argument::word)
                .toList();
        return config.unused().stream()
                .filter(one -> one.name().equals(name) && !used.contains(one.word()))
                .map(one -> one.where() + " (" + one.value() + ")")
                .toList();
    }

    /** A file that could not be read and comes behind this setting, or with no setting anywhere. */
    Optional<String> unreadable(Optional<Setting> last) {
        Optional<Kind> from = last.flatMap(Setting::kind);
        return config.unreadable().stream()
                .filter(file ->
                        from.filter(kind -> kind(file).compareTo(kind) < 0).isEmpty())
                .filter(file -> kind(file) != Kind.MODPROBE || path.startsWith("/sys/module/"))
                .findFirst();
    }

    private static Kind kind(String file) {
        return file.contains("/modprobe.d")
                ? Kind.MODPROBE
                : file.contains("/udev/")
                        ? Kind.UDEV
                        : file.contains("/tmpfiles.d")
                                ? Kind.TMPFILES
                                : file.contains("/sysfs")
                                        ? Kind.SYSFS
                                        : file.endsWith(".service") ? Kind.UNIT : Kind.SCRIPT;
    }

    private List<Line> lines(Kind kind) {
        return config.lines().stream().filter(line -> line.kind() == kind).toList();
    }

    private List<Line> sorted(Kind kind) {
        return lines(kind).stream().sorted(BY_NAME).toList();
    }

    /**
     * Of lines for the same path only the first one is applied, unless a later one has a plus; patterns that differ are
     * applied in the order in which they were read (tmpfiles.d(5), and {@code parse_line} of systemd's tmpfiles.c).
     */
    private List<Line> tmpfiles() {
        Map<String, List<Line>> byPath = new LinkedHashMap<>();
        for (Line line : sorted(Kind.TMPFILES)) {
            Optional<String[]> fields = new SysfsLine(line, path).tmpfile();
            if (fields.isPresent()) {
                List<Line> same = byPath.computeIfAbsent(fields.get()[1], unused -> new ArrayList<>());
                if (same.isEmpty() || fields.get()[0].contains("+")) {
                    same.add(line);
                }
            }
        }
        return byPath.values().stream().flatMap(List::stream).toList();
    }

    /** What is included comes first. tuned leaves huge pages alone if the command line has them (its plugin_vm). */
    private List<Line> tuned() {
        boolean leaves = path.endsWith("/transparent_hugepage/enabled")
                && config.after(HUGE_PAGES).fold(Optional::isPresent, missing -> false);
        List<List<Line>> files = new ArrayList<>();
        for (Line line : lines(Kind.TUNED)) {
            if (files.isEmpty() || !files.get(files.size() - 1).get(0).file().equals(line.file())) {
                files.add(new ArrayList<>());
            }
            files.get(files.size() - 1).add(line);
        }
        Collections.reverse(files);
        return files.stream()
                .flatMap(List::stream)
                .filter(line -> !leaves || line.text().startsWith("/"))
                .toList();
    }

    private List<Setting> of(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> new SysfsLine(line, path)
                        .set().stream()
                                .map(set -> new Setting(
                                        set.value(),
                                        line.where(),
                                        set.certain(),
                                        Optional.of(line.kind()),
                                        late(line))))
                .toList();
    }

    private static boolean late(Line line) {
        return switch (line.kind()) {
            case TUNED, SCRIPT -> true;
            case UNIT -> !line.early();
            default -> false;
        };
    }
}
