package dev.preflight.engine;

import dev.preflight.api.LinkFacts;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.SavedRun;
import dev.preflight.inventory.Host;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a run need not ask again, as an earlier part of it did.
 *
 * @param hosts names of the hosts that were done
 * @param since when the first of them was asked; empty if there is none
 * @param read the evidence of such a host; asked for one host after another
 */
public record Earlier(Set<String> hosts, Optional<Instant> since, Function<Host, HostEvidence> read) {
    /** Nothing: every host is asked. */
    public static final Earlier NONE = new Earlier(Set.of(), Optional.empty(), host -> {
        throw new IllegalArgumentException("there is no evidence of " + host.name());
    });

    /** An unmodifiable set. */
    public Earlier {
        hosts = Set.copyOf(hosts);
    }

    /**
     * What of saved evidence a plan can go on with.
     *
     * @param comparable whether the clock of a host, as it was read then, can be compared with those of hosts that are read
     *     now; asked where a check of the plan compares clocks
     */
    public static Earlier of(RunPlan plan, SavedRun saved, Predicate<HostEvidence> comparable) {
        Map<String, Instant> done = new HashMap<>();
        boolean clocks = plan.comparesClocks();
        boolean exchanged = true;
        List<String> exchanging =
                plan.exchanging().stream().map(host -> host.host().name()).toList();
        for (HostPlan host : plan.hosts()) {
            String name = host.host().name();
            HostEvidence its = saved.read(host.host());
            boolean nothing = its.nothingCame().isPresent();
            if (its.done() && (!clocks || nothing || comparable.test(its))) {
                done.put(name, its.collectedAt());
                exchanged &= nothing || !exchanging.contains(name) || exchanged(its);
            }
        }
        // An exchange is of all its hosts at once: what one heard is no answer to what another sends later. One that
        // was
        // cut short by the end of the run shows it in no host's failure; if the run ended by itself, it was as good as
        // it gets.
        boolean complete =
                saved.end().filter(end -> end.how() == RunEnd.How.COMPLETE).isPresent();
        if (!done.keySet().containsAll(exchanging) || !(exchanged || complete)) {
            exchanging.forEach(done::remove);
        }
        return new Earlier(done.keySet(), done.values().stream().min(Comparator.naturalOrder()), saved::read);
    }

    private static boolean exchanged(HostEvidence host) {
        return LinkFacts.EXCHANGED.stream()
                .allMatch(request -> host.frame(request.key())
                        .filter(frame -> frame.end() == FrameEnd.COMPLETE)
                        .isPresent());
    }

    boolean has(HostPlan host) {
        return hosts.contains(host.host().name());
    }
}
