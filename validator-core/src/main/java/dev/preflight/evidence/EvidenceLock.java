package dev.preflight.evidence;

import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * That one run alone writes a directory of evidence. The kernel gives the lock back when its process ends in any way:
 * fcntl(2). Its file stays, as deleting it could let two runs in.
 */
public final class EvidenceLock implements AutoCloseable {
    static final String FILE = "lock";

    private final FileChannel channel;

    private EvidenceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a directory, which is there.
     *
     * @param option what problems name
     * @throws ProblemsException if another run writes it, or another user owns it
     * @throws IOException if it cannot be written
     */
    public static EvidenceLock take(Path directory, String option) throws IOException, ProblemsException {
        Path file = directory.resolve(FILE);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PrivateFiles.NEW_FILE);
        boolean taken = false;
        try {
            if (!PrivateFiles.sameOwner(directory, file)) {
                throw new ProblemsException(
                        Place.of(option), "directory " + directory + " belongs to another user", "go on as that user");
            }
            Files.setPosixFilePermissions(file, PrivateFiles.FILE);
            taken = lock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new ProblemsException(
                    Place.of(option),
                    "another run is writing to " + directory,
                    "wait until it has ended, or end it first");
        }
        return new EvidenceLock(channel);
    }

    private static boolean lock(FileChannel channel) {
        try {
            // It is held as long as the channel is open.
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // A file system without locks, as NFS may be, is no reason to keep no evidence.
            return true;
        }
    }

    /** Gives it back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
