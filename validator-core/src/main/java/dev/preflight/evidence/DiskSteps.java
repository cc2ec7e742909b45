package dev.preflight.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * The steps by which evidence reaches the disk. Between any two of them, and within a write, the process may be killed:
 * whatever is on the disk then must be resumable. Tests do that at each step.
 */
interface DiskSteps {
    /** The disk. */
    DiskSteps REAL = new DiskSteps() {};

    /** Makes a folder that is not there yet. */
    default void folder(Path path, FileAttribute<?> attributes) throws IOException {
        Files.createDirectory(path, attributes);
    }

    /**
     * Writes a file that is not there yet.
     *
     * @param toDisk whether to wait until it has reached the disk
     */
    default void write(Path file, byte[] bytes, boolean toDisk) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel open = FileChannel.open(file, options, PrivateFiles.NEW_FILE)) {
            Files.setPosixFilePermissions(file, PrivateFiles.FILE);
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                open.write(all);
            }
            if (toDisk) {
                open.force(true);
            }
        }
    }

    /** Gives a file the name of another, which it replaces: rename(2), so there is no moment without that name. */
    default void replace(Path file, Path name) throws IOException {
        Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits until the names in a folder have reached the disk: fsync(2). */
    default void sync(Path folder) throws IOException {
        try (FileChannel open = FileChannel.open(folder)) {
            open.force(true);
        }
    }

    /** Deletes a file or an empty folder, if it is there. */
    default void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }
}
