package dev.preflight.checks.storage;

import dev.preflight.checks.fact.HeadedText.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mount that a line of fstab or a unit of systemd asks for.
 *
 * @param from the file, with its line if it is fstab
 * @param source the device, or its tag such as {@code LABEL=data}
 * @param point where, as fstab writes names
 * @param options as they are written
 * @param listed whether it is a line of fstab, or something starts the unit
 */
record WantedMount(String from, String source, String point, String type, List<String> options, boolean listed) {
    /** Of two with one mount point the unit wins: systemd.unit(5), systemd-fstab-generator(8). */
    private static final List<String> STRONGEST =
            List.of("/etc/systemd/system/", "/run/systemd/system/", "/etc/fstab:", "");

    WantedMount {
        options = List.copyOf(options);
    }

    /** One with the mount point that it comes to, where a path leads there through a link. */
    record At(String point, WantedMount mount) {}

    /** The unit; empty if it does not say where it mounts. */
    static Optional<WantedMount> unit(Part part) {
        return value(part, "Where")
                .map(where -> new WantedMount(
                        part.argument(),
                        value(part, "What").orElse(""),
                        where.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011"),
                        value(part, "Type").orElse("auto"),
                        List.of(value(part, "Options").orElse("defaults").split(",")),
                        part.lines().contains("wanted")));
    }

    private static Optional<String> value(Part part, String key) {
        return part.values(key).stream().map(String::strip).reduce((first, last) -> last);
    }

    /** Whether boot mounts it. */
    boolean started() {
        return listed && (!options.contains("noauto") || options.contains("x-systemd.automount"));
    }

    /** Of these the one on which a path will lie after the next boot; empty if none of them is above it. */
    static Optional<At> above(PathMounts.Found found, String asked, List<WantedMount> all) {
        List<At> above = all.stream()
                .flatMap(
                        mount -> point(mount.point(), found.whole(), asked).map(point -> new At(point, mount)).stream())
                .toList();
        return above.stream()
                .filter(at -> at.mount().started())
                .map(At::point)
                .max(Comparator.comparingInt(String::length))
                .flatMap(deepest -> strongest(
                        above.stream().filter(at -> at.point().equals(deepest)).toList()));
    }

    /** Of lines of fstab the last one: it is mounted over the others. */
    private static Optional<At> strongest(List<At> all) {
        return STRONGEST.stream()
                .flatMap(
                        prefix -> all.stream()
                                .filter(at -> at.mount().from().startsWith(prefix))
                                .reduce((first, last) -> last)
                                .stream())
                .findFirst();
    }

    /** The mount point, without links, if it is above the path. */
    private static Optional<String> point(String written, String whole, String asked) {
        String point = trimmed(written);
        if (isAbove(point, whole)) {
            return Optional.of(point);
        }
        String rest =
                isAbove(point, asked) ? trimmed(asked).substring(trimmed(point).length()) : "";
        return isAbove(point, asked) && whole.endsWith(rest)
                ? Stream.of(whole.substring(0, whole.length() - rest.length()))
                        .map(WantedMount::trimmed)
                        .findFirst()
                : Optional.empty();
    }

    /** By whole names: /data1 is not above /data10. */
    private static boolean isAbove(String point, String path) {
        return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
    }

    private static String trimmed(String path) {
        String trimmed = path;
        while (trimmed.endsWith("/") && trimmed.length() > 1) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.isEmpty() ? "/" : trimmed;
    }
}
