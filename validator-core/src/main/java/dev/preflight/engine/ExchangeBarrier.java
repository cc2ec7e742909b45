package dev.preflight.engine;

import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.Mesh;
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
final class ExchangeBarrier {
    /** Sending begins when all hosts have said READY, or after this time. */
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
    private static final class Participant {
        private final List<String> groups;
        private Place place = Place.EXPECTED;
        private String address = "";
        private @Nullable ListenReport ready;
        private @Nullable ExchangeLane lane;

        private Participant(List<String> groups) {
            this.groups = groups;
        }
    }

    private final Traffic traffic;
    private final BiConsumer<Duration, Runnable> later;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final CountDownLatch all = new CountDownLatch(1);
    private Phase phase = Phase.COMING;

    /**
     * A rendezvous of these hosts.
     *
     * @param groups of each host, by its name
     * @param later runs something after a time
     */
    ExchangeBarrier(Traffic traffic, Map<String, List<String>> groups, BiConsumer<Duration, Runnable> later) {
        this.traffic = traffic;
        this.later = later;
        groups.forEach((name, of) -> participants.put(name, new Participant(of)));
    }

    /** A host has come. */
    synchronized void come(String host, String address, ExchangeLane lane) {
        Participant participant = participant(host);
        participant.address = address;
        participant.lane = lane;
        move(participant, Place.HERE);
    }

    /** Returns when all hosts have come, or will not. */
    void awaitAll() throws InterruptedException {
        all.await();
    }

    /** A host is ready; empty: it has nothing to listen with. */
    synchronized void listens(String host, Optional<ListenReport> ready) {
        Participant participant = participant(host);
        participant.ready = ready.orElse(null);
        if (participant.place == Place.HERE) {
            move(participant, Place.LISTENING);
        }
    }

    /** A host has sent all it had to. */
    synchronized void sent(String host) {
        move(participant(host), Place.SENT);
    }

    /** A host takes no part any more, for whatever reason. */
    synchronized void gone(String host) {
        Participant participant = participants.get(host);
        if (participant != null) {
            move(participant, Place.GONE);
            // What it heard stays with its host, and goes with it.
            participant.lane = null;
        }
    }

    private Participant participant(String host) {
        Participant participant = participants.get(host);
        if (participant == null) {
            throw new IllegalArgumentException("unexpected host " + host);
        }
        return participant;
    }

    private void move(Participant participant, Place to) {
        if (participant.place != Place.GONE) {
            participant.place = to;
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
        return participants.values().stream().noneMatch(participant -> participant.place == place);
    }

    private synchronized void send() {
        if (phase != Phase.OPENING) {
            return;
        }
        phase = Phase.SENDING;
        participants.forEach((name, participant) -> {
            if (participant.lane != null && participant.place == Place.LISTENING) {
                participant.lane.send(peers(name));
            } else if (participant.lane != null && participant.place == Place.HERE) {
                // The others begin without it.
                participant.place = Place.GONE;
                participant.lane.leave();
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
        return participants.values().stream()
                .filter(participant -> participant.place == Place.LISTENING || participant.place == Place.SENT)
                .flatMap(participant -> Optional.ofNullable(participant.lane).stream())
                .toList();
    }

    /** Who the peers of a host are and what each may be sent, a line each: what exchange.sh reads. */
    private String peers(String host) {
        List<String> everybody = List.copyOf(participants.keySet());
        Set<String> near = Mesh.neighbours(everybody, host);
        StringBuilder lines = new StringBuilder();
        for (String peer : Mesh.peers(everybody, host, traffic.fullMesh())) {
            Participant participant = participant(peer);
            if (participant.place != Place.LISTENING || participant.address.isEmpty()) {
                continue;
            }
            lines.append("peer ")
                    .append(HostTag.of(peer))
                    .append(' ')
                    .append(participant.address)
                    .append(' ')
                    .append(list(shaped(participant)))
                    .append(' ')
                    .append(list(flows(participant(host), participant)))
                    .append(' ')
                    .append(near.contains(peer) ? traffic.shortConnections() : 0)
                    .append('\n');
        }
        return lines.append("go\n").toString();
    }

    /** What looks like VXLAN goes only where our own listener holds the port: a tunnel in service may take it for its own. */
    private List<Integer> shaped(Participant peer) {
        ListenReport ready = peer.ready;
        return ready == null
                ? List.of()
                : traffic.udpPorts().stream().filter(ready::holds).toList();
    }

    private List<Integer> flows(Participant from, Participant to) {
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
