package dev.preflight.checks.docker.containers;

import dev.preflight.checks.docker.containers.CpuDemand.Share;
import java.util.List;

/**
 * How standalone Swarm counts CPUs. It counts 1024 CPU shares as a whole host and reserves them for every container,
 * running or not. Sources: classicswarm {@code cluster/engine.go} (shares times CPUs by 1024, whole numbers; the
 * overcommit) and {@code cluster/swarm/cluster.go} (a container is placed if reserved and requested fit).
 *
 * @param cpus CPUs of the host
 * @param overcommitPercent what Swarm adds to them; 5 unless its {@code swarm.overcommit} option says otherwise
 */
record SwarmCapacity(int cpus, int overcommitPercent) {
    /** Shares that stand for the whole host. */
    private static final long WHOLE_HOST = 1024;

    /** The CPUs that Swarm gives away on the host. */
    long capacity() {
        return cpus + (long) cpus * overcommitPercent / 100;
    }

    /** The CPUs that these shares reserve. */
    long reserved(long shares) {
        return shares * cpus / WHOLE_HOST;
    }

    /** The CPUs that all of them reserve. */
    long reserved(List<Share> shares) {
        return shares.stream().mapToLong(share -> reserved(share.shares())).sum();
    }

    /** Whether these shares reserve the host as a whole. */
    static boolean wholeHost(Share share) {
        return share.shares() >= WHOLE_HOST;
    }
}
