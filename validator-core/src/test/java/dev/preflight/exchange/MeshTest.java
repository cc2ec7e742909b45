package dev.preflight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeshTest {
    private static List<String> hosts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "h" + i).toList();
    }

    private static long pairs(int count, boolean full) {
        List<String> hosts = hosts(count);
        return hosts.stream()
                .mapToLong(host -> Mesh.peers(hosts, host, full).size())
                .sum();
    }

    @Test
    void upToTheLimitEachSendsToEach() {
        assertThat(pairs(2, false)).isEqualTo(2);
        assertThat(pairs(63, false)).isEqualTo(63 * 62);
        assertThat(pairs(64, false)).isEqualTo(64 * 63);
        assertThat(pairs(65, true)).isEqualTo(65 * 64);
    }

    /** Distances 1 to 128 to both sides: sixteen peers of two hundred hosts, and not one hundred and ninety-nine. */
    @Test
    void aboveItPairsGrowAsHostsTimesTheirLogarithm() {
        assertThat(pairs(65, false)).isLessThanOrEqualTo(65 * 14);
        assertThat(pairs(200, false)).isEqualTo(200 * 16);
        assertThat(pairs(1000, false)).isEqualTo(1000 * 20);
    }

    @Test
    void everyPairIsTriedBothWaysAndNobodySendsToItself() {
        List<String> hosts = hosts(100);
        for (String host : hosts) {
            List<String> peers = Mesh.peers(hosts, host, false);
            assertThat(peers).doesNotContain(host).doesNotHaveDuplicates();
            assertThat(peers)
                    .allSatisfy(
                            peer -> assertThat(Mesh.peers(hosts, peer, false)).contains(host));
        }
    }

    @Test
    void noPartOfTheHostsIsCutOffFromTheRest() {
        List<String> hosts = hosts(200);
        Set<String> reached = new HashSet<>(Set.of("h0"));
        for (int step = 0; step < 8; step++) {
            for (String host : List.copyOf(reached)) {
                reached.addAll(Mesh.peers(hosts, host, false));
            }
        }
        assertThat(reached).hasSize(200);
    }

    @Test
    void twoNeighboursAndOneOfTwoHosts() {
        assertThat(Mesh.neighbours(hosts(5), "h0")).containsExactly("h1", "h4");
        assertThat(Mesh.neighbours(hosts(2), "h0")).containsExactly("h1");
    }
}
