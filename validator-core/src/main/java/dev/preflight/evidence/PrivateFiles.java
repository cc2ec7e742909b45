package dev.preflight.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Writes files for their owner alone: what hosts answered is for the one who asked, whatever the umask says. A thread that
 * is interrupted while it writes finishes the file: a bare channel would be closed, and the file cut.
 */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE);
    private static final FileAttribute<?> NEW_FOLDER = PosixFilePermissions.asFileAttribute(FOLDER);
    private static final String UNFINISHED = ".part";

    private PrivateFiles() {}

    /** Makes a folder that is not there yet. */
    static Path folder(Path path) throws IOException {
        Files.createDirectory(path, NEW_FOLDER);
        // A umask can only take rights away, but it may take the owner's.
        Files.setPosixFilePermissions(path, FOLDER);
        return path;
    }

    /** Takes the rights of all others from a folder that is there. */
    static void tighten(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, FOLDER);
    }

    /** Writes a file that is not there yet. */
    static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, false);
    }

    /** Writes a file so that it is there whole, also after the machine lost its power, or not at all. */
    static void writeWhole(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            write(beside, bytes, true);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(beside);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        // The name is in the folder for good when the folder itself has reached the disk: fsync(2).
        toTheEnd(() -> {
            try (FileChannel folder = FileChannel.open(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
                folder.force(true);
            }
        });
    }

    private static void write(Path file, byte[] bytes, boolean toDisk) throws IOException {
        toTheEnd(() -> {
            try {
                writeOnce(file, bytes, toDisk);
            } catch (ClosedByInterruptException e) {
                // It was made here, and is to be made again.
                Files.deleteIfExists(file);
                throw e;
            }
        });
    }

    private static void writeOnce(Path file, byte[] bytes, boolean toDisk) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel open = FileChannel.open(file, options, NEW_FILE)) {
            Files.setPosixFilePermissions(file, FILE);
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                open.write(all);
            }
            if (toDisk) {
                open.force(true);
            }
        }
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
