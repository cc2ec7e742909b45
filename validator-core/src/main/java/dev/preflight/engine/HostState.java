package dev.preflight.engine;

import dev.preflight.result.HostActivity;

/**
 * Where a host of a run is. Each of the states between the first and the last may end early.
 *
 * <pre>
 * QUEUED -> CONNECTING -------> COLLECTING ---------------------> DONE
 *   ^          |    \-> SLOW -----/    \-> PARKED -> EXCHANGING ---/
 *   \-- WAITING <--------/
 * </pre>
 */
enum HostState {
    /** It holds no slot, and this time is not its own: others are before it in line. */
    QUEUED,
    /** Its session is being opened. It holds a slot, and its deadline counts. */
    CONNECTING,
    /** The same for longer: it has lent its slot, because most of those are dead. */
    SLOW,
    /** It was turned away and will be tried again. Its slot is free, and this time is its own. */
    WAITING,
    /** Its session is open. It holds a slot, and its deadline counts. */
    COLLECTING,
    /** It waits for the other hosts of the exchange. Its slot is free, and this time is not its own. */
    PARKED,
    /** It takes part in the exchange, within {@link HostRun#EXCHANGE_LIMIT}. It holds no slot: there may be none. */
    EXCHANGING,
    /** Its result was handed over. */
    DONE;

    /** What people call it. */
    HostActivity.Step step() {
        return switch (this) {
            case CONNECTING, SLOW -> HostActivity.Step.CONNECTING;
            case WAITING -> HostActivity.Step.WAITING;
            case QUEUED, PARKED -> HostActivity.Step.IN_LINE;
            case EXCHANGING -> HostActivity.Step.EXCHANGING;
            case COLLECTING, DONE -> HostActivity.Step.READING;
        };
    }

    /** Whether one slot is its. */
    boolean holdsSlot() {
        return this == CONNECTING || this == COLLECTING;
    }

    /** Whether its deadline ends it: while it waits for another try, none begins that is too late. */
    boolean ownTime() {
        return this == CONNECTING || this == SLOW || this == COLLECTING;
    }
}
