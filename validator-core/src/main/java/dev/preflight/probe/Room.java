package dev.preflight.probe;

/** What one reader has of its host's room, so that it can be given back as a whole. For one thread at a time. */
final class Room {
    /** Bytes come one by one where a host says nothing but line feeds; the host's room is asked for so many at least. */
    private static final int STEP = 4096;

    private final HostRoom host;
    private int had;
    private int kept;
    private boolean closed;

    Room(HostRoom host) {
        this.host = host;
    }

    /** Takes as many of these bytes as there is room for, and says how many. */
    int take(int wanted) {
        if (closed) {
            return 0;
        }
        if (wanted > had - kept) {
            had += host.take(Math.max(STEP, wanted - (had - kept)));
        }
        int taken = Math.min(wanted, had - kept);
        kept += taken;
        return taken;
    }

    /** Gives bytes back that are kept no more. */
    void giveBack(int bytes) {
        host.giveBack(bytes);
        had -= bytes;
        kept -= bytes;
    }

    /** How many bytes are kept. */
    int kept() {
        return kept;
    }

    /** Gives all back, and takes nothing more. */
    void close() {
        host.giveBack(had);
        had = 0;
        kept = 0;
        closed = true;
    }
}
