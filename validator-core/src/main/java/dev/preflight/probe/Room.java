package dev.preflight.probe;

/** What one reader has of its host's room, so that it can be given back as a whole. For one thread at a time. */
final class Room {
    private final HostRoom host;
    private int kept;
    private boolean closed;

    Room(HostRoom host) {
        this.host = host;
    }

    /** Takes as many of these bytes as there is room for, and says how many. */
    int take(int wanted) {
        int taken = closed ? 0 : host.take(wanted);
        kept += taken;
        return taken;
    }

    /** Gives bytes back that are kept no more. */
    void giveBack(int bytes) {
        host.giveBack(bytes);
        kept -= bytes;
    }

    /** How many bytes are kept. */
    int kept() {
        return kept;
    }

    /** Gives all back, and takes nothing more. */
    void close() {
        giveBack(kept);
        closed = true;
    }
}
