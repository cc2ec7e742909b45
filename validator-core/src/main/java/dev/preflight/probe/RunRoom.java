package dev.preflight.probe;

/**
 * How many bytes of all hosts of a run may be kept at once before they are judged. Each host that is looked at has a share
 * that no other can take from it; what is left beside the shares goes to the hosts that need more, in the order in which
 * they ask. Safe for many threads.
 */
public final class RunRoom {
    /** What a host is sure of: a healthy one with every check has some 30 KB in all. */
    static final int SHARE = 256 * 1024;

    /**
     * The part of the heap that this is: what is kept is copied when it is redacted, parsed into something larger than it
     * was, and the rest of the program has to live as well.
     */
    private static final int PART = 8;

    private final int share;
    private long left;

    private RunRoom(long bytes, int hosts) {
        this.share = (int) Math.min(SHARE, bytes / 2 / hosts);
        this.left = bytes - (long) share * hosts;
    }

    /**
     * The room of a run.
     *
     * @param heap how large the heap may grow, in bytes
     * @param hosts how many hosts may be under way at once, at least 1
     */
    public static RunRoom of(long heap, int hosts) {
        return new RunRoom(heap / PART, hosts);
    }

    /** The room of one more host; its share is there as long as no more are open than was said. */
    public HostRoom host() {
        return new HostRoom(this);
    }

    /** What each host is sure of. */
    int share() {
        return share;
    }

    /** Takes as many bytes beyond a share as there are, and says how many. */
    synchronized int take(int wanted) {
        int taken = (int) Math.min(wanted, left);
        left -= taken;
        return taken;
    }

    /** Gives bytes beyond a share back. */
    synchronized void giveBack(int bytes) {
        left += bytes;
    }
}
