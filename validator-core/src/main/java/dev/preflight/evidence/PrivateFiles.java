package dev.preflight.evidence;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes files for their owner alone: what hosts answered is for the one who asked, whatever the umask says. A thread that
 * is interrupted while it writes finishes the file: a bare channel would be closed, and the file cut.
 */
final class PrivateFiles {
    static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    static final FileAttribute<?> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE);
    private static final FileAttribute<?> NEW_FOLDER = PosixFilePermissions.asFileAttribute(FOLDER);
    private static final String UNFINISHED = ".part";

    private final DiskSteps disk;

    PrivateFiles(DiskSteps disk) {
        this.disk = disk;
    }

    /** Makes a folder that is not there yet. */
    Path folder(Path path) throws IOException {
        disk.folder(path, NEW_FOLDER);
        // A umask can only take rights away, but it may take the owner's.
        tighten(path);
        return path;
    }

    /** Makes a folder unless it is there; a link to one does not count as one. */
    void folderIfMissing(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            folder(path);
        }
    }

    /** Takes the rights of all others from a folder that is there. */
    static void tighten(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, FOLDER);
    }

    /** Writes a file that is not there yet. */
    void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, false);
    }

    /** Writes a file so that it is there whole, also after the machine lost its power, or not at all. */
    void writeWhole(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + UNFINISHED);
        // A run that was killed may have left one.
        disk.delete(beside);
        try {
            write(beside, bytes, true);
            disk.replace(beside, file);
        } catch (IOException e) {
            try {
                disk.delete(beside);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        toTheEnd(() -> disk.sync(Objects.requireNonNull(file.toAbsolutePath().getParent())));
    }

    private void write(Path file, byte[] bytes, boolean toDisk) throws IOException {
        toTheEnd(() -> {
            try {
                disk.write(file, bytes, toDisk);
            } catch (ClosedByInterruptException e) {
                // It was made here, and is to be made again.
                disk.delete(file);
                throw e;
            }
        });
    }

    /** Deletes a file, if it is there. */
    void delete(Path file) throws IOException {
        disk.delete(file);
    }

    /** Deletes a folder with all that is in it, if it is there; what a link points to stays. */
    void deleteAll(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> inside;
            try (Stream<Path> all = Files.list(folder)) {
                inside = all.sorted().toList();
            }
            for (Path one : inside) {
                deleteAll(one);
            }
        }
        disk.delete(folder);
    }

    /** Something that uses a channel, and may be done again when that was closed under it. */
    private interface Work {
        void run() throws IOException;
    }

    /** Does it, as often as an interruption closes its channel; the thread hears of the interruption afterwards. */
    private static void toTheEnd(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether two files belong to one user. */
    static boolean sameOwner(Path one, Path other) throws IOException {
        return Files.getOwner(one).equals(Files.getOwner(other, LinkOption.NOFOLLOW_LINKS));
    }
}
