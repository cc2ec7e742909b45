package dev.preflight.engine;

import dev.preflight.probe.FrameReader;
import dev.preflight.probe.HostRoom;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Nonce;
import dev.preflight.probe.Redactor;
import java.time.Clock;

/**
 * Makes the readers of one host's lanes.
 *
 * @param room holds what all of them keep
 */
record ReaderMaker(Redactor redactor, Clock clock, HostRoom room) {
    /** A reader of this script, as sent with this nonce. */
    FrameReader reader(LaneScript script, Nonce nonce) {
        return new FrameReader(script, nonce, redactor, clock, room);
    }
}
