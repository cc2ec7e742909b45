package dev.preflight.probe;

/**
 * How many bytes of one host may be kept at once, by all its lanes together. Each frame has a cap of its own; this one holds
 * a host that fills them all. Safe for many threads.
 */
public final class HostRoom implements AutoCloseable {
    /** The largest cap of a single frame is 2 MiB; a healthy host's frames have some 30 KB together. */
    static final int BYTES = 2 * 1024 * 1024 + 256 * 1024;

    private final RunRoom run;
    private int kept;
    private boolean closed;

    HostRoom(RunRoom run) {
        this.run = run;
    }

    /** The room of a host that is looked at alone. */
    public static HostRoom alone() {
        return RunRoom.of(Long.MAX_VALUE, 1).host();
    }

    /** Takes as many of these bytes as there is room for, and says how many. */
    synchronized int take(int wanted) {
        int most = closed ? 0 : Math.min(wanted, BYTES - kept);
        int beyond = beyond(kept + most) - beyond(kept);
        int taken = beyond == 0 ? most : most - beyond + run.take(beyond);
        kept += taken;
        return taken;
    }

    /** Gives bytes back that are kept no more. */
    synchronized void giveBack(int bytes) {
        if (!closed) {
            run.giveBack(beyond(kept) - beyond(kept - bytes));
            kept -= bytes;
        }
    }

    /** How many bytes are kept. */
    public synchronized int kept() {
        return kept;
    }

    /** Gives all back: the host has been judged, and whatever may still come of it is not kept. */
    @Override
    public synchronized void close() {
        giveBack(kept);
        closed = true;
    }

    private int beyond(int bytes) {
        return Math.max(0, bytes - run.share());
    }
}
