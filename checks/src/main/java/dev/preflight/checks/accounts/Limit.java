package dev.preflight.checks.accounts;

import dev.preflight.fact.CodeName;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A limit of processes, under the names that it has in different places. Sources: limits.conf(5), whose sizes are in KiB;
 * proc(5) on {@code /proc/pid/limits}, and systemd.exec(5), whose sizes are in bytes.
 */
enum Limit {
    /** Open files. */
    NOFILE("Max open files", 1),
    /** Threads of the user, on the whole host. */
    NPROC("Max processes", 1),
    /** Memory that is not swapped. */
    MEMLOCK("Max locked memory", 1024),
    /** Stack of the first thread. */
    STACK("Max stack size", 1024),
    /** Core dump. */
    CORE("Max core file size", 1024),
    /** Addresses of a process. */
    AS("Max address space", 1024),
    /** Size of a file. */
    FSIZE("Max file size", 1024);

    private final String proc;
    private final long unit;

    Limit(String proc, long unit) {
        this.proc = proc;
        this.unit = unit;
    }

    /** The name in limits.conf and in profiles. */
    String item() {
        return CodeName.of(this);
    }

    /** How its line in {@code /proc} begins. */
    String proc() {
        return proc;
    }

    /** The setting of a unit. */
    String directive() {
        return "Limit" + name();
    }

    /** How much a number in limits.conf counts: bytes, or pieces. */
    long unit() {
        return unit;
    }

    /** Whether it is a number of bytes. */
    boolean isSize() {
        return unit > 1;
    }

    /** The limit of this name. */
    static Optional<Limit> of(String item) {
        return Stream.of(values()).filter(limit -> limit.item().equals(item)).findFirst();
    }
}
