package dev.preflight.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What bounds how many hosts this machine can look at side by side. Read before each run, so it must cost next to nothing:
 * one small file and what the JVM knows; tests hold it against what oshi finds.
 *
 * @param cores processors that this process may use
 * @param heap bytes that the heap may grow to
 * @param files files and sockets that this process may have open
 * @param threads processes and threads that this user may have
 */
public record Machine(int cores, long heap, long files, long threads) {
    /** The limits of this process (proc(5)); other systems than Linux have no such file, and no limit that is near. */
    private static final Path LIMITS = Path.of("/proc/self/limits");

    /**
     * Hosts for each core, where they are near: with 32 on two cores they were all busy, and 64 or 256 made none faster
     * (measured).
     */
    private static final int PER_CORE = 16;

    /** Fewer do not make a run lighter, as most of the time each of them waits. */
    private static final int LEAST = 16;

    /** The most that were tried, near or far. */
    private static final int MOST_NEAR = 64;

    private static final int MOST = 256;

    /** A host that is looked at takes 0.3 MB (measured) and what it says; half of the heap is for all else. */
    private static final long HEAP_OF_HOST = 2 * 1024 * 1024;

    /** A socket, files of evidence, and as many again for all else. */
    private static final int FILES_OF_HOST = 8;

    /** Its lanes, the reader of its session, who opens it and who waits for them, and as many again. */
    private static final int THREADS_OF_HOST = 12;

    /** This one. */
    public static Machine read() {
        List<String> limits = limits();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                limit(limits, "Max open files"),
                limit(limits, "Max processes"));
    }

    /** How many hosts at once it can carry. */
    public int hosts() {
        long carried = Math.min(heap / HEAP_OF_HOST, Math.min(files / FILES_OF_HOST, threads / THREADS_OF_HOST));
        return (int) Math.max(1, Math.min(MOST, carried));
    }

    /** How many hosts at once keep it busy, where they are near. */
    public int nearHosts() {
        return Math.min(hosts(), Math.max(LEAST, Math.min(MOST_NEAR, cores * PER_CORE)));
    }

    private static List<String> limits() {
        try {
            return Files.readAllLines(LIMITS);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The soft limit of that name: the number behind it. */
    static long limit(List<String> limits, String name) {
        return limits.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                .filter(number -> number.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
