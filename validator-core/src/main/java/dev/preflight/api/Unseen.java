package dev.preflight.api;

import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;

/**
 * How many hosts of the inventory a check is about without that the run looked at them, as with {@code --limit}. Of which
 * systems they are, and which conditions hold for them, is not known.
 *
 * @param least so many are certain
 * @param most no more than these
 */
public record Unseen(int least, int most) {
    /** The run looked at every host. */
    public static final Unseen NONE = new Unseen(0, 0);

    /** Refuses what cannot be. */
    public Unseen {
        if (least < 0 || most < least) {
            throw new IllegalArgumentException(least + " to " + most);
        }
    }

    /** Whether there may be any. */
    public boolean any() {
        return most > 0;
    }

    /** Whether their number is known. */
    public boolean exact() {
        return least == most;
    }

    /**
     * Why it is not known what is so of all hosts.
     *
     * @param seen how many hosts the run looked at
     */
    public <T> Reading.Missing<T> why(int seen) {
        return new Reading.Missing<>(Reason.NOT_IN_RUN, seen + "/" + (seen + most));
    }
}
