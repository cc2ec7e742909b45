package dev.preflight.transport.ssh;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One at a time at a file: threads by a lock of this process, processes by one of the system. The system's alone does
 * not do, because it belongs to the process: a second thread that asks for it gets an exception, and one that closes
 * the file frees it for all (fcntl(2)).
 */
final class FileLocks {
    /** The holder writes a line of a few hundred bytes. Below the usual connect timeout, so that this failure is reported. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long POLL_MILLIS = 5;

    private static final ConcurrentMap<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

    /** Something done at a file. */
    interface Action<T> {
        T run() throws IOException;
    }

    private FileLocks() {}

    /** Does something while no other thread is at the file. */
    static <T> T exclusively(Path path, Action<T> action) throws IOException {
        ReentrantLock lock = OF_THIS_PROCESS.computeIfAbsent(real(path), file -> new ReentrantLock());
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("another run of this process holds " + path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    /** The same for every spelling of a file that exists. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** Keeps other processes out until the channel is closed. */
    static void lock(FileChannel channel) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (tried(channel) == null) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("another process holds its lock");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This program, loaded twice into one process by two class loaders.
            return null;
        }
    }
}
