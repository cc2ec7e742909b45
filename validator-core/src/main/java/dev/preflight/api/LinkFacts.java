package dev.preflight.api;

import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.Mesh;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;

/**
 * What was read on each host, and what each sent and heard in the exchange: all that a judge of a {@link LinkCheck} sees.
 */
public final class LinkFacts {
    /** What a host says in the exchange, beside the facts that a check asks for. */
    public static final List<FactRequest<?>> EXCHANGED =
            List.of(ListenReport.REQUEST, SendReport.REQUEST, ReceiveReport.REQUEST);

    private final FleetFacts fleet;
    private final List<Pair> pairs;

    /**
     * Holds the readings of the hosts, those of the exchange among them.
     *
     * @param traffic what all link checks together wanted sent
     * @param everybody all hosts of the exchange, sorted, also those that the check does not look at
     */
    public LinkFacts(FleetFacts fleet, Traffic traffic, List<String> everybody) {
        this.fleet = fleet;
        this.pairs = hosts().stream()
                .flatMap(from -> Mesh.peers(everybody, from, traffic.fullMesh()).stream()
                        .filter(to -> fleet.hosts().containsKey(to))
                        .sorted()
                        .map(to -> new Pair(from, to)))
                .toList();
    }

    /** What was read on each host. */
    public FleetFacts fleet() {
        return fleet;
    }

    /** The names of the hosts, sorted. */
    public List<String> hosts() {
        return List.copyOf(fleet.hosts().keySet());
    }

    /** The ordered pairs that were to be tried, sorted. */
    public List<Pair> pairs() {
        return pairs;
    }

    /** Where a host listened. */
    public Reading<ListenReport> ready(String host) {
        return reading(host, ListenReport.REQUEST);
    }

    /** What a host heard of all its peers. */
    public Reading<ReceiveReport> heard(String host) {
        return reading(host, ReceiveReport.REQUEST);
    }

    /** What the first host of a pair sent to the second. Nothing is sent to a host that did not listen in time. */
    public Reading<SendReport.Peer> sent(Pair pair) {
        return reading(pair.from(), SendReport.REQUEST)
                .flatMap(
                        sent -> sent.to(pair.to()).map(Reading::got).orElseGet(() -> notSentTo(pair.to(), sent.cut())));
    }

    private Reading<SendReport.Peer> notSentTo(String host, boolean cut) {
        return cut
                ? Reading.missing(Reason.TIMEOUT, "the sender's time had ended")
                : ready(host)
                        .fold(
                                late -> Reading.missing(Reason.TIMEOUT, host + " did not listen in time"),
                                missing -> Reading.missing(Reason.PEER_UNREACHABLE, host));
    }

    /** What was read on a host; {@link Reason#NOT_COLLECTED} if it was not requested. */
    public <T> Reading<T> reading(String host, FactRequest<T> request) {
        HostFacts facts = fleet.hosts().get(host);
        return facts == null ? Reading.missing(Reason.NOT_COLLECTED, "") : facts.reading(request);
    }
}
