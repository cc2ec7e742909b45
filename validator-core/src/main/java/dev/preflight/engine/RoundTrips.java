package dev.preflight.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How far away the hosts are, by the last that were reached. Not safe for threads. */
final class RoundTrips {
    /** Few enough to follow from hosts that are near to those that are far, enough that one of them decides nothing. */
    private static final int KEPT = 31;

    private final Deque<Duration> last = new ArrayDeque<>();

    /** Takes the next, and gives the median. */
    Duration with(Duration next) {
        last.addLast(next);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        return last.stream().sorted().skip(last.size() / 2).findFirst().orElse(next);
    }
}
