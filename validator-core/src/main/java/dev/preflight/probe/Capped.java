package dev.preflight.probe;

import java.util.Arrays;

/**
 * Bytes up to a cap. What is over is dropped, and then only the beginning of the rest is kept: a truncated answer is judged
 * by no check, and a host that floods must not fill the memory with it.
 */
final class Capped {
    /** So much of a truncated answer is kept for people who read the evidence. */
    private static final int BEGINNING = 4096;

    /** Space grows to twice the content, but never by more than this, because the room does not count empty space. */
    private static final int LARGEST_STEP = 16 * 1024;

    private static final byte[] NONE = {};

    private final int cap;
    private final Room room;
    private byte[] space = NONE;
    private int size;
    private boolean overflown;

    /** At most so many bytes, and no more than there is room for. */
    Capped(int cap, Room room) {
        this.cap = cap;
        this.room = room;
    }

    void add(byte[] bytes, int offset, int length) {
        if (overflown) {
            return;
        }
        int taken = room.take(Math.min(cap - size, length));
        if (size + taken > space.length) {
            space = Arrays.copyOf(space, Math.max(size + taken, size + Math.min(size, LARGEST_STEP)));
        }
        System.arraycopy(bytes, offset, space, size, taken);
        size += taken;
        if (length > taken) {
            overflown = true;
            shorten();
        }
    }

    private void shorten() {
        if (size > BEGINNING && cap > PartialFrame.NOISE_CAP) {
            room.giveBack(size - BEGINNING);
            space = Arrays.copyOf(space, BEGINNING);
            size = BEGINNING;
        }
    }

    /** Forgets all that came. */
    void clear() {
        room.giveBack(size);
        space = NONE;
        size = 0;
        overflown = false;
    }

    boolean overflown() {
        return overflown;
    }

    /** The host caps as well, and of what it capped as many bytes came as there is room for. */
    boolean full() {
        return overflown || size >= cap;
    }

    byte[] bytes() {
        return Arrays.copyOf(space, size);
    }
}
