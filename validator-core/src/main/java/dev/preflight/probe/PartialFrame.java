package dev.preflight.probe;

import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.FrameProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What came of one frame so far, or of the group that frames are part of. */
final class PartialFrame {
    /** Text outside the frames is kept for the report up to this size, and so is what start-up files print. */
    static final int NOISE_CAP = 16 * 1024;

    /** The cap of a probe's standard error, which the script holds too. */
    private static final int ERR_CAP = 16 * 1024;

    /** What the watch tells of what it ends comes behind all that the probe said. */
    private static final int TOLD_ROOM = 4 * 1024;

    private final @Nullable PartialFrame group;
    private final Capped out;
    private final Capped err;
    private boolean begun;
    private boolean begunErr;
    private boolean entered;
    private OptionalInt status = OptionalInt.empty();
    private OptionalInt endStatus = OptionalInt.empty();
    private @Nullable Instant receivedAt;
    private OptionalInt upAtBegin = OptionalInt.empty();
    private OptionalInt upAtEnd = OptionalInt.empty();

    PartialFrame(@Nullable PartialFrame group, int capBytes, Room room) {
        this.group = group;
        this.out = new Capped(capBytes, room);
        this.err = new Capped(ERR_CAP + TOLD_ROOM, room);
    }

    Capped out() {
        return out;
    }

    Capped err() {
        return err;
    }

    boolean memberOf(@Nullable PartialFrame other) {
        return group != null && group == other;
    }

    /** Whether the context of this group was entered: its start-up files had ended by then. */
    boolean hasEntered() {
        return entered;
    }

    OptionalInt status() {
        return status;
    }

    Optional<Instant> receivedAt() {
        return Optional.ofNullable(receivedAt);
    }

    /** A frame begins; one that has begun before is run once more, and what came of it then does not count. */
    void begin(String up) {
        if (begun) {
            out.clear();
            status = OptionalInt.empty();
            endStatus = OptionalInt.empty();
            receivedAt = null;
            upAtEnd = OptionalInt.empty();
        }
        begun = true;
        upAtBegin = centiseconds(up);
    }

    /** The same on standard error. */
    void beginErr() {
        if (begunErr) {
            err.clear();
        }
        begunErr = true;
    }

    void enter() {
        entered = true;
    }

    void status(OptionalInt said) {
        status = said;
    }

    void end(OptionalInt said, String up, Instant at) {
        endStatus = said;
        upAtEnd = centiseconds(up);
        receivedAt = at;
    }

    /** How it ended: by its own end, or by that of its group, if it ran in it or the group entered a context for it. */
    FrameEnd end() {
        if (out.overflown()) {
            return FrameEnd.TRUNCATED;
        }
        if (status.isPresent()) {
            return FrameEnd.COMPLETE;
        }
        PartialFrame within = group;
        OptionalInt closing =
                endStatus.isEmpty() && within != null && (begun || within.entered) ? within.endStatus : endStatus;
        if (closing.isEmpty()) {
            return begun ? FrameEnd.CUT : FrameEnd.NEVER;
        }
        return closing.getAsInt() == FrameProtocol.STOPPED ? FrameEnd.TIMED_OUT : FrameEnd.DIED;
    }

    Optional<Duration> took() {
        return upAtBegin.isPresent() && upAtEnd.isPresent()
                ? Optional.of(Duration.ofMillis(10L * (upAtEnd.getAsInt() - upAtBegin.getAsInt())))
                : Optional.empty();
    }

    /** {@code /proc/uptime} counts seconds with two decimals (proc(5)). */
    private static OptionalInt centiseconds(String text) {
        return text.matches("\\d{1,7}\\.\\d\\d")
                ? OptionalInt.of(Integer.parseInt(text.replace(".", "")))
                : OptionalInt.empty();
    }
}
