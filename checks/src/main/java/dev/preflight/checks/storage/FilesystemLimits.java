package dev.preflight.checks.storage;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Shape;
import dev.preflight.checks.fact.At;
import dev.preflight.node.Ascii;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is required of the file system of a path, and of the way to it. */
record FilesystemLimits(
        @Param(
                value = "Types that it may have, as /proc/mounts names them",
                example = "[xfs, ext4]",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        List<String> type,

        @Param(
                value = "Options that it must have, of the mount or of the file system",
                example = "[noatime]",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        List<String> has,

        @Param(
                value = "Options that it may not have",
                example = "[noexec, nosuid]",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        List<String> lacks,

        @Param(
                value = "Whether directories of XFS must have file types, as layers of containers need them",
                example = "true",
                kind = Kind.THRESHOLD)
        Optional<Boolean> ftype,

        @Param(value = "Whether the path must be a mount point of its own", example = "true", kind = Kind.THRESHOLD)
        Optional<Boolean> ownMount,

        @Param(value = "Whether the path may be a symbolic link", example = "false", kind = Kind.THRESHOLD)
        Optional<Boolean> symlink,

        @Param(
                value = "User who must get through all directories on the way, and into the path",
                example = "platform",
                shape = Shape.USER,
                kind = Kind.LOCATOR)
        Optional<String> traversableBy,

        @Param(
                value = "Whether it lies on disks with platters (true) or without (false), by what they say themselves",
                example = "false",
                kind = Kind.THRESHOLD)
        Optional<Boolean> rotational,

        @Param(
                value = "How /etc/fstab may name its device: LABEL, UUID, PARTUUID, PARTLABEL or path",
                example = "[LABEL, UUID]",
                kind = Kind.THRESHOLD)
        List<Naming> by,

        @Param(
                value = "When its type and options are required",
                defaultValue = "[now, boot]",
                example = "[now]",
                filled = true,
                kind = Kind.THRESHOLD)
        List<At> at)
        implements Rows.Needed {

    /**
     * A way to name a device: fstab(5), the first field.
     *
     * @param word {@code LABEL}, {@code UUID}, {@code PARTUUID}, {@code PARTLABEL} or {@code path}
     */
    record Naming(String word) {
        private static final String PATH = "path";
        private static final Set<String> TAGS = Set.of("LABEL", "UUID", "PARTUUID", "PARTLABEL");
        private static final String LINKS = "/dev/disk/by-";

        /**
         * Reads one, in any case.
         *
         * @throws IllegalArgumentException if it is none
         */
        static Naming parse(String text) {
            String tag = text.toUpperCase(Locale.ROOT);
            if (!TAGS.contains(tag) && !text.equalsIgnoreCase(PATH)) {
                throw new IllegalArgumentException("expected LABEL, UUID, PARTUUID, PARTLABEL or path");
            }
            return new Naming(TAGS.contains(tag) ? tag : PATH);
        }

        /** How a device is named; empty for what is no device, such as a share of a server. */
        static Optional<Naming> of(String source) {
            String tag = source.startsWith(LINKS)
                    ? source.substring(LINKS.length()).split("/", 2)[0].toUpperCase(Locale.ROOT)
                    : source.split("=", 2)[0];
            if (TAGS.contains(tag) && !source.equals(tag)) {
                return Optional.of(new Naming(tag));
            }
            return source.startsWith("/dev/") ? Optional.of(new Naming(PATH)) : Optional.empty();
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** The lists are copied. */
    FilesystemLimits {
        type = List.copyOf(type);
        has = List.copyOf(has);
        lacks = List.copyOf(lacks);
        by = List.copyOf(by);
        at = List.copyOf(at);
        type.stream()
                .filter(name -> !Ascii.lower(name).equals(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "type: the kernel does not write '" + name + "'; write " + Ascii.lower(name));
                });
        refuseDashes("has", has);
        refuseDashes("lacks", lacks);
    }

    /** None of the options of mount(8) that begin with no has a dash behind it. */
    private static void refuseDashes(String name, List<String> options) {
        options.stream().filter(option -> option.startsWith("no-")).findFirst().ifPresent(option -> {
            throw new IllegalArgumentException(
                    name + ": there is no option '" + option + "'; write " + option.replaceFirst("-", ""));
        });
    }

    @Override
    public boolean requiresNothing() {
        return Stream.of(type, has, lacks, by).allMatch(List::isEmpty)
                && !ftype.orElse(false)
                && !ownMount.orElse(false)
                && symlink.orElse(true)
                && traversableBy.isEmpty()
                && rotational.isEmpty();
    }

    /** What the host is asked for beside the path. */
    Stream<String> users() {
        return traversableBy.stream();
    }
}
