package dev.preflight.probe;

import java.io.ByteArrayOutputStream;

/**
 * Bytes up to a cap. What is over is dropped, and then only the beginning of the rest is kept: a truncated answer is judged
 * by nobody, and a host that floods must not fill the memory with it.
 */
final class Capped {
    /** So much of a truncated answer is kept for whoever looks at the evidence. */
    private static final int BEGINNING = 4096;

    private final int cap;
    private final Room room;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean overflown;

    /** At most so many bytes, and no more than there is room for in the lane. */
    Capped(int cap, Room room) {
        this.cap = cap;
        this.room = room;
    }

    void add(byte[] bytes, int offset, int length) {
        if (overflown) {
            return;
        }
        int taken = room.take(Math.min(cap - kept.size(), length));
        kept.write(bytes, offset, taken);
        if (length > taken) {
            overflown = true;
            shorten();
        }
    }

    private void shorten() {
        if (kept.size() > BEGINNING && cap > PartialFrame.NOISE_CAP) {
            byte[] all = kept.toByteArray();
            kept = new ByteArrayOutputStream(BEGINNING);
            kept.write(all, 0, BEGINNING);
            room.giveBack(all.length - BEGINNING);
        }
    }

    boolean overflown() {
        return overflown;
    }

    /** The host caps as well, and of what it capped as many bytes came as there is room for. */
    boolean full() {
        return overflown || kept.size() >= cap;
    }

    byte[] bytes() {
        return kept.toByteArray();
    }
}
