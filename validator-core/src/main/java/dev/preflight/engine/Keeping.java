package dev.preflight.engine;

import dev.preflight.api.HostFacts;
import dev.preflight.api.LinkFacts;
import dev.preflight.exchange.Mesh;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of each host is kept until all have come, by {@link Weight}. What is over is missing, as
 * {@link Reason#TRUNCATED}. It follows from the plan alone, so that the same evidence always gives the same report.
 *
 * @param facts of what checks of several hosts ask for, beside the exchange
 * @param exchanged of what the exchange brought
 * @param findings of what was found
 */
record Keeping(long facts, long exchanged, long findings) {
    /** Of all hosts together, where they are few. */
    private static final long FACTS_OF_ALL = 32L * 1024 * 1024;

    private static final long FINDINGS_OF_ALL = 64L * 1024 * 1024;

    /** Of each host at least: many times what a healthy one has. */
    private static final long FACTS = 32L * 1024;

    /** Of each host at least: a healthy one has 1.5 KB with each check, most of it texts that all share. */
    private static final long FINDINGS = 96L * 1024;

    /** What was sent to a peer and heard of it, for itself and for each port and size. */
    static final long OF_TRY = 4L * 1024;

    /** References to the datagrams of a burst that a host heard, of all its peers together, by its sockets and at its wires. */
    static final long OF_BURST = 2L * 400 * 8;

    /** How much there is room for in a run of this plan. */
    static Keeping of(RunPlan plan) {
        long hosts = Math.max(1, plan.hosts().size());
        Traffic traffic = plan.traffic();
        long tries = 1L
                + traffic.udpPorts().size()
                + traffic.flows().size()
                + traffic.sizes().size();
        return new Keeping(
                Math.max(FACTS, FACTS_OF_ALL / hosts),
                Math.max(FACTS_OF_ALL / hosts, OF_BURST + OF_TRY * tries * peers(plan, traffic)),
                Math.max(FINDINGS, FINDINGS_OF_ALL / hosts));
    }

    private static int peers(RunPlan plan, Traffic traffic) {
        List<String> hosts =
                plan.exchanging().stream().map(host -> host.host().name()).toList();
        return hosts.isEmpty()
                ? 0
                : Mesh.peers(hosts, hosts.get(0), traffic.fullMesh()).size();
    }

    /** These facts of a host, but for the heaviest where all together are too heavy. */
    HostFacts of(HostFacts all, List<FactRequest<?>> requests) {
        HostFacts kept = all.only(requests);
        Set<String> heavy =
                heaviest(kept, requests.stream().filter(one -> !exchange(one)).toList(), facts);
        heavy.addAll(heaviest(kept, requests.stream().filter(Keeping::exchange).toList(), exchanged));
        return heavy.isEmpty()
                ? kept
                : kept.without(heavy, Reason.TRUNCATED, "more than is kept of a host to compare it with others");
    }

    private static boolean exchange(FactRequest<?> request) {
        return LinkFacts.EXCHANGED.stream().anyMatch(one -> one.key().equals(request.key()));
    }

    private static Set<String> heaviest(HostFacts facts, List<FactRequest<?>> requests, long most) {
        Map<String, Long> weights = new LinkedHashMap<>();
        for (FactRequest<?> request : requests) {
            weights.put(request.key(), Weight.of(facts.reading(request), most));
        }
        Set<String> heavy = new HashSet<>();
        long sum = 0;
        for (Map.Entry<String, Long> one : weights.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .toList()) {
            sum += one.getValue();
            if (sum > most) {
                heavy.add(one.getKey());
            }
        }
        return heavy;
    }
}
