package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ListenReport.Bind;
import dev.preflight.exchange.Traffic;
import dev.preflight.exchange.Traffic.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ExchangeBarrierTest {
    private static final Traffic TRAFFIC = Traffic.none()
            .udp(List.of(4789, 8472), 1500)
            .tcp(List.of(new Flow(2377, "", "managers")))
            .connections(200);

    private final List<Runnable> later = new ArrayList<>();
    private final Map<String, ExchangeLane> lanes = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final ExchangeBarrier barrier = new ExchangeBarrier(
            TRAFFIC,
            new TreeMap<>(Map.of("h1", List.of("all", "managers"), "h2", List.of("all"), "h3", List.of("all"))),
            (delay, action) -> later.add(action));

    private static Optional<ListenReport> ready(Bind vxlan) {
        return Optional.of(new ListenReport(
                "python",
                true,
                true,
                new TreeMap<>(Map.of(4789, vxlan, 8472, Bind.READY)),
                new TreeMap<>(),
                23456,
                Bind.READY,
                Bind.READY));
    }

    private ExchangeLane come(String host) {
        ExchangeLane lane = mock(ExchangeLane.class);
        lanes.put(host, lane);
        waiting.put(host, CompletableFuture.runAsync(() -> {
            try {
                barrier.come(host, "10.0.0." + host.substring(1), lane);
                barrier.awaitAll();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        return lane;
    }

    private void allCame(String... hosts) throws Exception {
        for (String host : hosts) {
            CompletableFuture<Void> here = waiting.get(host);
            assertThat(here).isNotNull();
            here.get();
        }
    }

    private static String peer(String host, String rest) {
        return "peer " + HostTag.of(host) + " 10.0.0." + host.substring(1) + " " + rest + "\n";
    }

    @Test
    void eachIsToldItsPeersWhenAllListen() throws Exception {
        come("h1");
        come("h2");
        come("h3");
        allCame("h1", "h2", "h3");
        barrier.listens("h1", ready(Bind.READY));
        barrier.listens("h2", ready(Bind.IN_USE));
        verify(lanes.get("h1"), never()).send(any());
        barrier.listens("h3", Optional.empty());
        // What looks like VXLAN goes only where our own listener holds the port, and connections to managers alone.
        verify(lanes.get("h1")).send(peer("h2", "8472 - 200") + peer("h3", "- - 200") + "go\n");
        verify(lanes.get("h2")).send(peer("h1", "4789,8472 2377 200") + peer("h3", "- - 200") + "go\n");
    }

    @Test
    void theyReportWhenAllHaveSentAndNotAtOnce() throws Exception {
        come("h1");
        come("h2");
        barrier.gone("h3");
        allCame("h1", "h2");
        barrier.listens("h1", ready(Bind.READY));
        barrier.listens("h2", ready(Bind.READY));
        int timers = later.size();
        barrier.sent("h1");
        assertThat(later).hasSize(timers);
        barrier.sent("h2");
        assertThat(later).hasSize(timers + 1);
        verify(lanes.get("h1"), never()).report();
        later.get(timers).run();
        verify(lanes.get("h1")).report();
        verify(lanes.get("h2")).report();
    }

    @Test
    void nobodyWaitsForOneThatIsGoneOrThatNeverListens() throws Exception {
        come("h1");
        come("h2");
        barrier.gone("h3");
        allCame("h1", "h2");
        barrier.listens("h1", ready(Bind.READY));
        // The limit for listening.
        later.get(0).run();
        verify(lanes.get("h1")).send("go\n");
        verify(lanes.get("h2")).leave();
        verify(lanes.get("h2"), never()).send(any());
        barrier.listens("h2", ready(Bind.READY));
        verify(lanes.get("h2"), never()).send(any());
        barrier.gone("h1");
        later.get(later.size() - 1).run();
        verify(lanes.get("h1"), never()).report();
    }

    @Test
    void aHostThatFailsWhileOthersWaitLetsThemGoOn() throws Exception {
        come("h1");
        come("h2");
        barrier.gone("h3");
        allCame("h1", "h2");
    }
}
