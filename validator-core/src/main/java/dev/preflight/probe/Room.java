package dev.preflight.probe;

/**
 * How many bytes of one lane may be kept at once. Each frame has a cap of its own; this one holds a host that fills them
 * all. For one thread at a time.
 */
final class Room {
    /** The largest cap of a single frame is 2 MiB; a healthy host's frames have some 30 KB together. */
    static final int BYTES = 2 * 1024 * 1024 + 256 * 1024;

    private int left = BYTES;

    /** Takes as many of these bytes as there is room for, and says how many. */
    int take(int wanted) {
        int taken = Math.min(wanted, left);
        left -= taken;
        return taken;
    }

    /** Gives bytes back that are kept no more. */
    void giveBack(int bytes) {
        left += bytes;
    }

    /** How many bytes are kept. */
    int kept() {
        return BYTES - left;
    }
}
