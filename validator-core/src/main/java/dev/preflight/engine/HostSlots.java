package dev.preflight.engine;

import java.time.Duration;

/**
 * How many hosts of a run hold a slot, and how many may. A host that is slow to connect may lend its slot: it holds no more than
 * a socket and two threads that sleep. Safe for many threads.
 */
final class HostSlots {
    /** How many hosts may have lent their slot at once. */
    static final int MOST_LENT = 64;

    private final RoundTrips roundTrips = new RoundTrips();
    private Slots allowed = Slots.exactly(1);
    private int now = 1;
    private int taken;
    private int lent;
    private int wantedBack;
    private boolean ended;

    /** From now on there are so many. */
    synchronized void allow(Slots slots) {
        allowed = slots;
        now = slots.first();
    }

    /** A host is that far away: where most are far there are more slots. */
    synchronized void seen(Duration roundTrip) {
        now = allowed.at(roundTrips.with(roundTrip));
        notifyAll();
    }

    /** Takes one for a host that begins, if one is free. */
    synchronized boolean take() {
        if (taken + wantedBack >= now) {
            return false;
        }
        taken++;
        return true;
    }

    /** Gives one back. */
    synchronized void free() {
        taken--;
        notifyAll();
    }

    /** Whether a host may free its slot and go on; if so, {@link #lendingOver} follows. */
    synchronized boolean mayLend() {
        if (lent >= MOST_LENT) {
            return false;
        }
        lent++;
        return true;
    }

    /** The host that lent its slot has one again, or needs none. */
    synchronized void lendingOver() {
        lent--;
    }

    /** Takes one for a host that had lent its own: waits for it, before hosts that did not begin. */
    synchronized void takeBack() throws InterruptedException {
        wantedBack++;
        try {
            while (taken >= now && !ended) {
                wait();
            }
            taken++;
        } finally {
            wantedBack--;
        }
    }

    /** The run is over: no host waits for a slot any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** How many are not free. */
    synchronized int taken() {
        return taken;
    }
}
