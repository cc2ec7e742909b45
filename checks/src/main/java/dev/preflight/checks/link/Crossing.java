package dev.preflight.checks.link;

import dev.preflight.api.LinkFacts;
import dev.preflight.api.Pair;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ListenReport.Bind;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.ReceiveReport.Datagram;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.SendReport.Datagrams;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What of the datagrams from one host to one UDP port of another arrived.
 *
 * @param sent what the kernel of the sender took
 * @param small how many different small ones arrived
 * @param full how many of the full-size one
 * @param shaped how many of those that look like VXLAN
 * @param burst how many of the burst, which is sent to the control port only
 * @param sources the addresses that they seemed to come from, as far as the listener can tell
 * @param atInterface how many reached the interface, whether or not a socket got them; empty if the interface was not watched
 */
record Crossing(
        Datagrams sent, int small, int full, int shaped, int burst, Set<String> sources, OptionalInt atInterface) {

    /** Five plain ones: four small, and the full-size one, which is sent again in case it is lost. */
    static final int PLAIN = 5;

    /** How many different plain ones arrived. */
    int received() {
        return small + Math.min(full, 1);
    }

    /** Whether anything at all arrived. */
    boolean any() {
        return small + full + shaped > 0;
    }

    /** One direction at a port of the list; or why it is not known. */
    static Reading<Crossing> of(LinkFacts facts, Pair pair, int port) {
        return of(facts, pair, ready -> new Listener(port, ready.udp().getOrDefault(port, Bind.FAILED)));
    }

    /** One direction at the port that nothing else uses. */
    static Reading<Crossing> control(LinkFacts facts, Pair pair) {
        return of(facts, pair, ready -> new Listener(ready.controlPort(), ready.control()));
    }

    /** A port of the receiving host, and whether it could be listened at. */
    private record Listener(int port, Bind bind) {}

    private static Reading<Crossing> of(LinkFacts facts, Pair pair, Function<ListenReport, Listener> listener) {
        return facts.sent(pair)
                .flatMap(peer -> facts.ready(pair.to())
                        .flatMap(ready -> facts.heard(pair.to())
                                .flatMap(heard -> of(pair, listener.apply(ready), ready, peer, heard))));
    }

    private static Reading<Crossing> of(
            Pair pair, Listener listener, ListenReport ready, SendReport.Peer peer, ReceiveReport heard) {
        int port = listener.port();
        Bind bind = listener.bind();
        Datagrams sent = peer.udp().get(port);
        if (sent == null) {
            return Reading.missing(Reason.TIMEOUT, "the sender's time had ended");
        }
        List<Datagram> wire = heard.wireFrom(pair.from(), port).toList();
        if (bind == Bind.DENIED) {
            return Reading.missing(Reason.NO_PERMISSION, "only root listens at " + port);
        }
        if (bind == Bind.FAILED) {
            return Reading.missing(Reason.NO_TOOL, ready.tool() + " cannot listen at " + port);
        }
        if (bind == Bind.IN_USE && !ready.sniffs()) {
            return Reading.missing(Reason.PORT_IN_USE, String.valueOf(port));
        }
        List<Datagram> arrived =
                bind == Bind.IN_USE ? wire : heard.from(pair.from(), port).toList();
        Set<String> sources = new TreeSet<>();
        arrived.stream()
                .map(Datagram::source)
                .filter(source -> !source.isEmpty())
                .forEach(sources::add);
        return Reading.got(new Crossing(
                sent,
                (int) arrived.stream()
                        .map(Datagram::sequence)
                        .filter(sequence -> sequence.matches("\\d"))
                        .distinct()
                        .count(),
                count(arrived, ReceiveReport.FULL),
                count(arrived, ReceiveReport.SHAPED),
                count(arrived, ReceiveReport.BURST),
                sources,
                ready.sniffs() ? OptionalInt.of(wire.size()) : OptionalInt.empty()));
    }

    private static int count(List<Datagram> arrived, String sequence) {
        return (int)
                arrived.stream().filter(one -> one.sequence().equals(sequence)).count();
    }
}
