package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.testing.DeadPort;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Upload;
import dev.preflight.transport.ssh.Client;
import dev.preflight.transport.ssh.SshTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand addresses, fifty of which are dead in every way that there is: counted, not timed. */
class DeadHostsTest {
    private static final Duration NEVER = Duration.ofMinutes(30);
    private static final int LIVE = 950;

    /** The waits between tries are that much shorter. */
    private static final int FAST = 50;

    @TempDir
    Path folder;

    private final Map<DeadServer.Way, DeadServer> dead = new EnumMap<>(DeadServer.Way.class);
    private final DeadPort closed = DeadPort.take();
    private final HostScheduler scheduler =
            new HostScheduler(new HostScheduler.Timing(new FastTimer(FAST), System::nanoTime, () -> 0.9));
    private final TestRun tested = new TestRun(scheduler);

    @BeforeEach
    void listen() {
        for (DeadServer.Way way : DeadServer.Way.values()) {
            dead.put(way, new DeadServer(way));
        }
    }

    @AfterEach
    void close() {
        dead.values().forEach(DeadServer::close);
        closed.close();
    }

    /** Reaches the living without a network, and the dead as ever. */
    private record Mixed(Transport ssh) implements Transport {
        @Override
        public Way way(Host host) {
            return ssh.way(host);
        }

        @Override
        public Session open(Host host, Cancellation cancellation) throws TransportException {
            return host.name().startsWith("live") ? new Idle() : ssh.open(host, cancellation);
        }
    }

    /** A session of a host that has nothing to say. */
    private static final class Idle implements Session {
        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public OptionalInt run(Call call, OutputSink sink) {
            return OptionalInt.of(0);
        }

        @Override
        public Optional<Upload> upload(List<String> directories) {
            return Optional.empty();
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    private Transport transport(Duration connectTimeout) {
        return new Mixed(
                new SshTransport(Client.options(folder.resolve("known_hosts")).withConnectTimeout(connectTimeout)));
    }

    private static Host host(String name, String address, int port) {
        return new Host(
                name,
                address,
                port,
                Optional.of("nobody"),
                Optional.empty(),
                Optional.empty(),
                Host.Connection.SSH,
                Become.NONE,
                List.of("all"),
                Map.of(),
                Place.of("test"));
    }

    /** So many of each kind, each at an address of its own. */
    private List<Host> dead(int ofEach) {
        List<Host> hosts = new ArrayList<>();
        for (int i = 1; i <= ofEach; i++) {
            hosts.add(host("no-name" + i, "host" + i + ".invalid", 22));
            hosts.add(host("REFUSES" + i, "127.1.0." + i, closed.port()));
            int network = 0;
            for (DeadServer.Way way : DeadServer.Way.values()) {
                hosts.add(host(
                        way.name() + i,
                        "127.2." + network++ + "." + i,
                        dead.get(way).port()));
            }
        }
        return hosts;
    }

    private TransportFailure failure(String host) {
        return tested.failure(host).orElseThrow().failure();
    }

    @Test
    void theDeadHoldUpNoneOfTheLiving() throws InterruptedException {
        List<Host> hosts = dead(7);
        hosts.add(host("MUTE8", "127.2.2.8", dead.get(DeadServer.Way.MUTE).port()));
        IntStream.range(0, LIVE).forEach(i -> hosts.add(TestHost.at("live" + i, "10.0." + i / 250 + "." + i % 250)));
        assertThat(hosts).hasSize(1000);
        // A dead host takes as long as all else, and there are fewer slots than such hosts.
        Thread run = new Thread(() -> tested.run(transport(NEVER), 4, NEVER, hosts));
        run.setDaemon(true);
        run.start();
        while (live() < LIVE) {
            Thread.onSpinWait();
        }
        assertThat(tested.came().keySet()).noneMatch(name -> name.startsWith("BLACK_HOLE") || name.startsWith("MUTE"));
        scheduler.end(TransportFailure.RUN_DEADLINE);
        run.join();
        assertThat(tested.came()).hasSize(1000);
    }

    private long live() {
        return tested.came().keySet().stream()
                .filter(name -> name.startsWith("live"))
                .count();
    }

    @Test
    void onlyAResetBeforeTheBannerIsTriedAgain() {
        tested.run(transport(Duration.ofSeconds(1)), 8, NEVER, dead(3));
        for (int i = 1; i <= 3; i++) {
            assertThat(failure("no-name" + i)).isEqualTo(TransportFailure.NAME_NOT_FOUND);
            assertThat(failure("REFUSES" + i)).isEqualTo(TransportFailure.REFUSED);
            assertThat(failure("BLACK_HOLE" + i)).isEqualTo(TransportFailure.TIMED_OUT);
            assertThat(failure("RESETS" + i)).isEqualTo(TransportFailure.TURNED_AWAY);
            assertThat(failure("MUTE" + i)).isEqualTo(TransportFailure.TIMED_OUT);
            assertThat(failure("GARBAGE" + i)).isEqualTo(TransportFailure.TIMED_OUT);
            assertThat(failure("CLOSES_AFTER_BANNER" + i)).isEqualTo(TransportFailure.DROPPED_BEFORE_LOGIN);
        }
        assertThat(dead.get(DeadServer.Way.RESETS).connections()).isEqualTo(3 * Backoff.MOST_TRIES);
        assertThat(dead.get(DeadServer.Way.MUTE).connections()).isEqualTo(3);
        assertThat(dead.get(DeadServer.Way.GARBAGE).connections()).isEqualTo(3);
        assertThat(dead.get(DeadServer.Way.CLOSES_AFTER_BANNER).connections()).isEqualTo(3);
        assertThat(tested.came().values()).extracting(HostEvidence::lanes).allMatch(List::isEmpty);
    }
}
