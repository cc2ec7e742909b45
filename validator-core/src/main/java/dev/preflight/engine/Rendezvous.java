package dev.preflight.engine;

import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.Mesh;
import dev.preflight.exchange.Ready;
import dev.preflight.exchange.Traffic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the hosts of an exchange together: they listen when all have come, they send when all listen, they report when
 * all have sent. No host waits for one that is gone, and every wait has a limit. Asks no host anything itself.
 */
final class Rendezvous {
    /** Specs section 2: when all have said READY, or after this. */
    private static final Duration LISTENING_LIMIT = Duration.ofSeconds(10);

    /** A sender ends by itself before. */
    private static final Duration SENDING_LIMIT = ExchangeScript.SENDING.plusSeconds(5);

    /** What the last datagrams may be on their way. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    private enum Phase {
        COMING,
        OPENING,
        SENDING,
        REPORTING
    }

    private enum Place {
        EXPECTED,
        HERE,
        LISTENING,
        SENT,
        GONE
    }

    /** One host. */
    private static final class Seat {
        private final List<String> groups;
        private Place place = Place.EXPECTED;
        private String address = "";
        private @Nullable Ready ready;
        private @Nullable ExchangeLane lane;

        private Seat(List<String> groups) {
            this.groups = groups;
        }
    }

    private final Traffic traffic;
    private final BiConsumer<Duration, Runnable> later;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final CountDownLatch all = new CountDownLatch(1);
    private Phase phase = Phase.COMING;

    /**
     * A rendezvous of these hosts.
     *
     * @param groups of each host, by its name
     * @param later runs something after a time
     */
    Rendezvous(Traffic traffic, Map<String, List<String>> groups, BiConsumer<Duration, Runnable> later) {
        this.traffic = traffic;
        this.later = later;
        groups.forEach((name, of) -> seats.put(name, new Seat(of)));
    }

    /** A host has come. */
    synchronized void come(String host, String address, ExchangeLane lane) {
        Seat seat = seat(host);
        seat.address = address;
        seat.lane = lane;
        move(seat, Place.HERE);
    }

    /** Returns when all hosts have come, or will not. */
    void awaitAll() throws InterruptedException {
        all.await();
    }

    /** A host is ready; empty: it has nothing to listen with. */
    synchronized void listens(String host, Optional<Ready> ready) {
        Seat seat = seat(host);
        seat.ready = ready.orElse(null);
        if (seat.place == Place.HERE) {
            move(seat, Place.LISTENING);
        }
    }

    /** A host has sent all it had to. */
    synchronized void sent(String host) {
        move(seat(host), Place.SENT);
    }

    /** A host takes no part any more, for whatever reason. */
    synchronized void gone(String host) {
        Seat seat = seats.get(host);
        if (seat != null) {
            move(seat, Place.GONE);
            // What it heard stays with its host, and goes with it.
            seat.lane = null;
        }
    }

    private Seat seat(String host) {
        Seat seat = seats.get(host);
        if (seat == null) {
            throw new IllegalArgumentException("unexpected host " + host);
        }
        return seat;
    }

    private void move(Seat seat, Place to) {
        if (seat.place != Place.GONE) {
            seat.place = to;
        }
        if (phase == Phase.COMING && none(Place.EXPECTED)) {
            phase = Phase.OPENING;
            all.countDown();
            later.accept(LISTENING_LIMIT, this::send);
        }
        if (phase == Phase.OPENING && none(Place.HERE)) {
            send();
        }
        if (phase == Phase.SENDING && none(Place.LISTENING)) {
            report();
        }
    }

    private boolean none(Place place) {
        return seats.values().stream().noneMatch(seat -> seat.place == place);
    }

    private synchronized void send() {
        if (phase != Phase.OPENING) {
            return;
        }
        phase = Phase.SENDING;
        seats.forEach((name, seat) -> {
            if (seat.lane != null && seat.place == Place.LISTENING) {
                seat.lane.send(peers(name));
            } else if (seat.lane != null && seat.place == Place.HERE) {
                // The others begin without it.
                seat.place = Place.GONE;
                seat.lane.leave();
            }
        });
        later.accept(SENDING_LIMIT, this::report);
    }

    private void report() {
        synchronized (this) {
            if (phase != Phase.SENDING) {
                return;
            }
            phase = Phase.REPORTING;
        }
        later.accept(ON_THE_WAY, () -> present().forEach(ExchangeLane::report));
    }

    private synchronized List<ExchangeLane> present() {
        return seats.values().stream()
                .filter(seat -> seat.place == Place.LISTENING || seat.place == Place.SENT)
                .flatMap(seat -> Optional.ofNullable(seat.lane).stream())
                .toList();
    }

    /** Who the peers of a host are and what each may be sent, a line each: what exchange.sh reads. */
    private String peers(String host) {
        List<String> everybody = List.copyOf(seats.keySet());
        Set<String> near = Mesh.neighbours(everybody, host);
        StringBuilder lines = new StringBuilder();
        for (String peer : Mesh.peers(everybody, host, traffic.fullMesh())) {
            Seat seat = seat(peer);
            if (seat.place != Place.LISTENING || seat.address.isEmpty()) {
                continue;
            }
            lines.append("peer ")
                    .append(HostTag.of(peer))
                    .append(' ')
                    .append(seat.address)
                    .append(' ')
                    .append(list(shaped(seat)))
                    .append(' ')
                    .append(list(flows(seat(host), seat)))
                    .append(' ')
                    .append(near.contains(peer) ? traffic.shortConnections() : 0)
                    .append('\n');
        }
        return lines.append("go\n").toString();
    }

    /** What looks like VXLAN goes only where our own listener holds the port: a tunnel in service may take it for its own. */
    private List<Integer> shaped(Seat peer) {
        Ready ready = peer.ready;
        return ready == null
                ? List.of()
                : traffic.udpPorts().stream().filter(ready::holds).toList();
    }

    private List<Integer> flows(Seat from, Seat to) {
        return traffic.flows().stream()
                .filter(flow -> flow.joins(from.groups, to.groups))
                .map(Traffic.Flow::port)
                .distinct()
                .toList();
    }

    private static String list(List<Integer> ports) {
        return ports.isEmpty()
                ? "-"
                : String.join(",", ports.stream().map(String::valueOf).toList());
    }
}
