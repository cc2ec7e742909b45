package dev.preflight.evidence;

import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reason;
import java.util.Optional;
import java.util.stream.Stream;

/** How a probe's frame ended. */
public enum FrameEnd {
    /** Whole, with its status. */
    COMPLETE(Reason.CHECK_ERROR),
    /** Longer than its cap. */
    TRUNCATED(Reason.TRUNCATED),
    /** Stopped at its limit. */
    TIMED_OUT(Reason.TIMEOUT),
    /** Ended without its status: killed, or its start-up file ended the shell. */
    DIED(Reason.DIED),
    /** The lane ended in the middle of it. */
    CUT(Reason.DIED),
    /** It never began. */
    NEVER(Reason.DIED),
    /** Saved evidence: its file is not the one that was written; standard error has the file's name. */
    DAMAGED(Reason.DAMAGED);

    private final Reason reason;
    private final String code = CodeName.of(this);

    FrameEnd(Reason reason) {
        this.reason = reason;
    }

    /** The stable spelling, such as {@code timed-out}. */
    public String code() {
        return code;
    }

    /** Why there is no fact; of no meaning for {@link #COMPLETE}. */
    public Reason reason() {
        return reason;
    }

    /** The end with this code, or empty. */
    public static Optional<FrameEnd> ofCode(String code) {
        return Stream.of(values()).filter(e -> e.code.equals(code)).findFirst();
    }
}
