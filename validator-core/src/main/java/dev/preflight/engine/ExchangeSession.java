package dev.preflight.engine;

import dev.preflight.exchange.Traffic;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The one exchange of a run: what its hosts have in common. */
final class ExchangeSession {
    /** Below the ports that kernels give to clients (ip_local_port_range of ip-sysctl: 32768), and above what is usual. */
    private static final int FIRST_CONTROL_PORT = 22000;

    private static final int CONTROL_PORTS = 10000;

    private final Traffic traffic;
    private final Map<String, List<String>> groups;
    private final ExchangeBarrier barrier;
    private final String run;
    private final int control;

    private ExchangeSession(Traffic traffic, Map<String, List<String>> groups, BiConsumer<Duration, Runnable> later) {
        this.traffic = traffic;
        this.groups = groups;
        this.barrier = new ExchangeBarrier(traffic, groups, later);
        SecureRandom random = new SecureRandom();
        this.run = HexFormat.of().toHexDigits(random.nextInt());
        this.control = FIRST_CONTROL_PORT + random.nextInt(CONTROL_PORTS);
    }

    /**
     * The meeting of the hosts that a plan lets exchange something; empty if there are none.
     *
     * @param later runs something after a time
     */
    static Optional<ExchangeSession> of(RunPlan plan, BiConsumer<Duration, Runnable> later) {
        Map<String, List<String>> groups = new TreeMap<>();
        plan.exchanging()
                .forEach(host -> groups.put(host.host().name(), host.host().groups()));
        return groups.isEmpty() ? Optional.empty() : Optional.of(new ExchangeSession(plan.traffic(), groups, later));
    }

    /** A host's part; empty if it has none. */
    Optional<ExchangeLane> lane(ExchangeLane.Participant host, ReaderMaker readers) {
        return groups.containsKey(host.name())
                ? Optional.of(new ExchangeLane(
                        host, ExchangeScript.compile(traffic, run, host.name(), control), barrier, readers))
                : Optional.empty();
    }

    /** A host takes no part any more, if it ever did. */
    void gone(String host) {
        barrier.gone(host);
    }
}
