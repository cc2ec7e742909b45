package dev.preflight.checks.docker.containers;

import java.util.Optional;

/**
 * How runtimes write CPU shares as {@code cpu.weight} of cgroup v2. There are two formulas, neither can be turned
 * round, and the weight stays as the runtime wrote it that created the container. Sources: opencontainers/cgroups
 * {@code utils.go}, runc CHANGELOG 1.3.2, crun NEWS 1.23.
 */
enum CpuWeight {
    /** runc before 1.3.2 and crun before 1.23: linear. */
    OLD,
    /** Later ones: 1024 shares, the default, become 100, the default. */
    NEW;

    /** Least and largest shares that the kernel takes: {@code kernel/sched/sched.h}, {@code MIN_SHARES}, {@code MAX_SHARES}. */
    static final long MIN_SHARES = 2;

    /** See {@link #MIN_SHARES}. */
    static final long MAX_SHARES = 262_144;

    /** The kernel's default weight, such as that of a container without configured shares. */
    static final long UNSET = 100;

    /** The shares, both ends included, that become one weight. */
    record Range(long least, long most) {}

    /** The weight of these shares, which are not 0. */
    long of(long shares) {
        long taken = Math.min(Math.max(shares, MIN_SHARES), MAX_SHARES);
        return this == OLD ? 1 + (taken - 2) * 9999 / 262_142 : logarithmic(taken);
    }

    /** Which shares become this weight; empty if none do. */
    Optional<Range> sharesOf(long weight) {
        long least = first(weight);
        long behind = first(weight + 1);
        return behind > least && of(least) == weight ? Optional.of(new Range(least, behind - 1)) : Optional.empty();
    }

    /** The least shares with at least this weight; one more than the largest if there are none. */
    private long first(long weight) {
        long low = MIN_SHARES;
        long high = MAX_SHARES + 1;
        while (low < high) {
            long middle = (low + high) / 2;
            if (of(middle) >= weight) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long logarithmic(long shares) {
        if (shares <= MIN_SHARES) {
            return 1;
        }
        if (shares >= MAX_SHARES) {
            return 10_000;
        }
        double l = Math.log((double) shares) / Math.log(2);
        double weight = Math.pow(10, (l * l + 125 * l) / 612 - 7.0 / 34);
        // Of 1024 shares it is exactly 100, which a last binary digit too much would make 101.
        return (long) Math.ceil(weight - 1e-9);
    }
}
