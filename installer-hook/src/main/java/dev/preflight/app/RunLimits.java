package dev.preflight.app;

import dev.preflight.engine.RunOptions;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a run.
 *
 * @param concurrency how many hosts at once; empty: what this machine can carry, and more of them on slow networks
 * @param deadline how long the whole run may take, in addition to the time that samplers watch hosts
 * @param hostDeadline how long one host may take, in addition to the time that samplers watch it
 * @param bootPatience for how long hosts are tried again that may still boot, in addition to the other limits; zero: not
 */
public record RunLimits(
        Optional<Integer> concurrency, Duration deadline, Duration hostDeadline, Duration bootPatience) {
    /** The limits of a request that names none. */
    public static final RunLimits DEFAULT =
            new RunLimits(Optional.empty(), RunOptions.DEFAULT_RUN_DEADLINE, RunOptions.DEFAULT_HOST_DEADLINE);

    /** Limits for hosts that are up. */
    public RunLimits(Optional<Integer> concurrency, Duration deadline, Duration hostDeadline) {
        this(concurrency, deadline, hostDeadline, Duration.ZERO);
    }

    /** Names the option of the first limit that is not positive. */
    void check() throws ProblemsException {
        if (concurrency.filter(number -> number < 1).isPresent()) {
            throw new ProblemsException(
                    Place.of("--concurrency"), "at least one host at a time, found " + concurrency.get(), "");
        }
        checkPositive("--deadline", deadline);
        checkPositive("--host-deadline", hostDeadline);
    }

    static void checkPositive(String option, Duration duration) throws ProblemsException {
        if (duration.isZero() || duration.isNegative()) {
            throw new ProblemsException(Place.of(option), "expected a time above 0", "such as 60s or 10m");
        }
    }
}
