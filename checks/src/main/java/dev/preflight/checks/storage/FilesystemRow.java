package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.storage.FilesystemLimits.Naming;
import dev.preflight.checks.storage.PathMounts.Found;
import dev.preflight.checks.storage.PathMounts.Mount;
import dev.preflight.checks.storage.PathMounts.Place;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file system of one path beside what is required of it. */
final class FilesystemRow {
    /** What is mounted there by the kernel, systemd or a container's runtime: file-hierarchy(7). */
    private static final List<String> NOT_OF_FSTAB = List.of("/dev", "/proc", "/run", "/sys");

    /** What is mounted without fstab: the root by the initramfs, data sets by zfs-mount(8), others by what uses them. */
    private static final Set<String> MOUNTS_ITSELF = Set.of("zfs", "autofs", "overlay", "rootfs", "squashfs");

    private final Rows.Row<FilesystemLimits> row;
    private final FilesystemLimits limits;
    private final Subject subject;
    private final PathMounts mounts;
    private final boolean boots;

    FilesystemRow(Rows.Row<FilesystemLimits> row, PathMounts mounts, boolean boots) {
        this.row = row;
        this.limits = row.limits();
        this.subject = Subject.of("path", row.key());
        this.mounts = mounts;
        this.boots = boots;
    }

    /** What is said of the path, but for its disks; at least one. */
    List<Judgement> judged() {
        Place place = place(row, mounts);
        return place.found()
                .fold(
                        found -> judged(place, found),
                        missing -> List.of(Judgement.unknown(missing, subject).with("path", row.key())));
    }

    /** A host answers for each path that it is asked for. */
    static Place place(Rows.Row<FilesystemLimits> row, PathMounts mounts) {
        return Optional.ofNullable(mounts.places().get(row.key()))
                .orElseThrow(() -> new IllegalStateException("not asked: " + row.key()));
    }

    private List<Judgement> judged(Place place, Found found) {
        List<Judgement> said = new ArrayList<>();
        if (limits.at().contains(At.NOW)) {
            now(found, said);
        }
        boolean holds = said.isEmpty();
        if (boots && limits.at().contains(At.BOOT)) {
            afterBoot(place, found, holds, said);
        }
        if (!limits.symlink().orElse(true) && place.link()) {
            said.add(Judgement.fail("symlink", subject).with("at", found.whole()));
        }
        limits.traversableBy()
                .flatMap(user -> new Traversal(subject, mounts, user).judged(place, found))
                .ifPresent(said::add);
        if (said.isEmpty()) {
            said.add(Judgement.pass(subject));
        }
        return said.stream().map(one -> with(one, found)).toList();
    }

    private Judgement with(Judgement judgement, Found found) {
        Mount mount = found.mount();
        Judgement said = judgement
                .with("path", row.key())
                .with("mount", mount.point())
                .with("type", mount.type())
                .with("source", mount.source())
                .with("options", String.join(",", mount.options()));
        return found.below().isEmpty() ? said : said.with("nearest", found.at());
    }

    private void now(Found found, List<Judgement> said) {
        Mount mount = found.mount();
        if (!limits.type().isEmpty() && !limits.type().contains(mount.type())) {
            said.add(Judgement.fail("wrong-type", subject).with("wanted", Arg.texts(limits.type())));
        }
        if (limits.ftype().orElse(false) && mount.type().equals("xfs")) {
            ftype(found).ifPresent(said::add);
        }
        boolean own = found.whole().equals(mount.point());
        if (limits.ownMount().orElse(false) && !own) {
            said.add(Judgement.fail("not-a-mount", subject));
        }
        MountOptions held = MountOptions.held(mount.options());
        List<String> missing =
                limits.has().stream().filter(option -> !held.has(option)).toList();
        List<String> forbidden = limits.lacks().stream().filter(held::has).toList();
        if (!missing.isEmpty()) {
            said.add(Judgement.fail("option-missing", subject)
                    .with("missing", Arg.texts(missing))
                    .withRemedy(own ? Remount.with(mount, missing) : shared(mount)));
        }
        if (!forbidden.isEmpty()) {
            said.add(Judgement.fail("option-forbidden", subject)
                    .with("forbidden", Arg.texts(forbidden))
                    .withRemedy(
                            own || !limits.ownMount().orElse(false)
                                    ? Remount.without(mount, forbidden)
                                    : shared(mount)));
        }
    }

    /** What holds other directories as well is not mounted anew for one of them, least of all the root. */
    private static Remedy shared(Mount mount) {
        return Remedy.manual("remount-shared").with("mount", Arg.text(mount.point()));
    }

    private Optional<Judgement> ftype(Found found) {
        String said = found.xfs().orElse("");
        List<String> words = List.of(said.split("[ ,]+"));
        if (words.contains("ftype=1")) {
            return Optional.empty();
        }
        if (words.contains("ftype=0")) {
            return Optional.of(Judgement.fail("no-ftype", subject).withRemedy(Remedy.manual("mkfs")));
        }
        return Optional.of(
                said.equals("no-tool")
                        ? Judgement.unknown(Reason.NO_TOOL, subject).with("detail", "xfs_info")
                        : Judgement.unknown(Reason.NOT_READABLE, subject)
                                .with("detail", "xfs_info " + found.mount().point()));
    }

    /** If it is wrong now, that is said, and not what the next boot makes of it. */
    private void afterBoot(Place place, Found found, boolean holds, List<Judgement> said) {
        Optional<WantedMount.At> next = WantedMount.above(found, place.asked(), mounts.wanted());
        String point = found.mount().point();
        boolean listed =
                next.filter(at -> at.point().length() >= point.length()).isPresent();
        boolean matters = !limits.type().isEmpty()
                || !limits.has().isEmpty()
                || !limits.lacks().isEmpty()
                || !limits.by().isEmpty()
                || limits.ownMount().orElse(false)
                || limits.ftype().orElse(false);
        if (!listed) {
            if (holds && matters && !byItself(found.mount())) {
                said.add(Judgement.warning("not-in-fstab", subject).withRemedy(Remedy.manual("fstab-line")));
            }
            return;
        }
        WantedMount mount = next.get().mount();
        Optional<Naming> naming = Naming.of(mount.source());
        if (!limits.by().isEmpty()
                && naming.filter(one -> !limits.by().contains(one)).isPresent()) {
            said.add(from(Judgement.warning("by-device-name", subject), mount)
                    .with("device", mount.source())
                    .with(
                            "wanted",
                            Arg.texts(limits.by().stream().map(Naming::word).toList())));
        }
        if (holds) {
            wrong(mount).ifPresent(said::add);
        }
    }

    private static boolean byItself(Mount mount) {
        String point = mount.point();
        return point.equals("/")
                || MOUNTS_ITSELF.contains(mount.type())
                || NOT_OF_FSTAB.stream().anyMatch(top -> point.equals(top) || point.startsWith(top + "/"));
    }

    private Optional<Judgement> wrong(WantedMount mount) {
        MountOptions asked = MountOptions.asked(mount.options());
        // A bind mount has the type of what it shows, and of its options those of a mount only.
        boolean bind = asked.options().contains("bind") || asked.options().contains("rbind");
        boolean type = !limits.type().isEmpty()
                && !bind
                && List.of(mount.type().split(",")).stream()
                        .noneMatch(one -> one.equals("auto") || limits.type().contains(one));
        List<String> missing = limits.has().stream()
                .filter(option -> !asked.mayHave(option) && !(bind && !Remount.isOfMount(option)))
                .toList();
        List<String> forbidden = limits.lacks().stream().filter(asked::has).toList();
        if (!type && missing.isEmpty() && forbidden.isEmpty()) {
            return Optional.empty();
        }
        Judgement said = from(Judgement.warning("wrong-after-boot", subject), mount)
                .with("nextType", mount.type())
                .with("nextOptions", String.join(",", mount.options()))
                .withRemedy(Remedy.manual("fstab-field"));
        said = type ? said.with("wanted", Arg.texts(limits.type())) : said;
        said = missing.isEmpty() ? said : said.with("missing", Arg.texts(missing));
        return Optional.of(forbidden.isEmpty() ? said : said.with("forbidden", Arg.texts(forbidden)));
    }

    private static Judgement from(Judgement judgement, WantedMount mount) {
        return judgement.with("from", mount.from());
    }

    /** Mounting it once more with other options, which lasts until the next boot. */
    private static final class Remount {
        /** Flags of a mount that can be set and unset while it is used: mount(2), MS_REMOUNT. */
        private static final Set<String> FLAGS = Set.of("exec", "suid", "dev", "diratime");

        private Remount() {}

        static boolean isOfMount(String option) {
            return FLAGS.contains(positive(option))
                    || Set.of("noatime", "relatime", "ro", "rw").contains(option);
        }

        static Remedy with(Mount mount, List<String> options) {
            return remedy(mount, options);
        }

        static Remedy without(Mount mount, List<String> options) {
            return remedy(mount, options.stream().map(Remount::opposite).toList());
        }

        private static Remedy remedy(Mount mount, List<String> options) {
            boolean all = options.stream().allMatch(o -> FLAGS.contains(positive(o)) || o.equals("noatime"));
            // The kernel escapes what a path may not hold there; a program takes the path as it is.
            return all && mount.point().matches("/[A-Za-z0-9_./-]*")
                    ? Remedy.confirm("remount", Privilege.ROOT)
                            .with("options", Arg.text("remount," + String.join(",", options)))
                            .with(
                                    "before",
                                    Arg.text("remount,"
                                            + String.join(
                                                    ",",
                                                    options.stream()
                                                            .map(option -> before(mount, option))
                                                            .toList())))
                            .with("mount", Arg.text(mount.point()))
                    : Remedy.manual("remount-by-hand");
        }

        private static String before(Mount mount, String option) {
            if (option.equals("noatime")) {
                return mount.options().contains("relatime") ? "atime,relatime" : "strictatime";
            }
            return opposite(option);
        }

        private static String opposite(String option) {
            return option.startsWith("no") ? option.substring(2) : "no" + option;
        }

        private static String positive(String option) {
            return option.startsWith("no") ? option.substring(2) : option;
        }
    }
}
