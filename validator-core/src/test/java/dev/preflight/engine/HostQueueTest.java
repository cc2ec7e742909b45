package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.preflight.engine.HostQueue.Entry;
import dev.preflight.engine.HostQueue.Turn;
import dev.preflight.engine.LoginGate.End;
import dev.preflight.transport.Transport.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostQueueTest {
    private final HostQueue queue = new HostQueue();

    private static Entry at(String address) {
        return new Entry(Way.direct(address), () -> mock(HostRun.class));
    }

    private void add(String address, int hosts) {
        for (int i = 0; i < hosts; i++) {
            queue.add(at(address));
        }
    }

    /** All whose turn it is. */
    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (Optional<Turn> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            turns.add(next.get());
        }
        return turns;
    }

    private void end(List<Turn> turns, End how) {
        turns.forEach(turn -> queue.ended(turn, how));
    }

    /** They wait no longer than that before they come back. */
    private void turnedAway(List<Turn> turns) {
        end(turns, End.TURNED_AWAY);
        turns.forEach(turn -> queue.addAgain(turn.entry().again(turn.host())));
    }

    @Test
    void oneAddressTakesTenAtOnceAndOthersPass() {
        add("a", 24);
        add("b", 1);
        List<Turn> first = turns();
        assertThat(first)
                .extracting(turn -> turn.entry().way().address())
                .endsWith("b")
                .hasSize(11);
        end(first.subList(0, 1), End.OTHER);
        assertThat(turns()).hasSize(1);
    }

    @Test
    void whatIsNotReachedOverANetworkHasNoDoor() {
        add("", 500);
        assertThat(turns()).hasSize(500);
    }

    /** What came in one rush tells one thing, not ten. */
    @Test
    void aRushThatIsTurnedAwayHalvesTheLimitOnce() {
        add("a", 24);
        List<Turn> first = turns();
        end(first.subList(0, 2), End.LOGGED_IN);
        turnedAway(first.subList(2, 10));
        // Of the eight still on their way when the first was turned away.
        assertThat(turns()).hasSize(4);
    }

    @Test
    void asManyLoginsAsTheLimitRaiseItByOne() {
        add("a", 40);
        List<Turn> first = turns();
        end(first.subList(0, 9), End.LOGGED_IN);
        List<Turn> second = turns();
        assertThat(second).hasSize(9);
        end(first.subList(9, 10), End.LOGGED_IN);
        assertThat(turns()).hasSize(2);
    }

    @Test
    void theLimitIsNeverLessThanOne() {
        add("a", 24);
        List<Turn> turns = turns();
        for (int i = 0; i < 8; i++) {
            turnedAway(turns);
            turns = turns();
        }
        assertThat(turns).hasSize(1);
        // And so everyone gets in, one after the other at first.
        int in = 0;
        while (!turns.isEmpty()) {
            in += turns.size();
            end(turns, End.LOGGED_IN);
            turns = turns();
        }
        assertThat(in).isEqualTo(24);
    }

    /** Twenty-four addresses, and one server with MaxStartups behind them. */
    @Test
    void hostsThatWereTurnedAwayByAddressesOfTheirOwnComeBackTogether() {
        for (int i = 0; i < 24; i++) {
            add("a" + i, 1);
        }
        List<Turn> first = turns();
        assertThat(first).hasSize(24);
        turnedAway(first);
        List<Turn> second = turns();
        assertThat(second).hasSize(10);
        turnedAway(second);
        List<Turn> third = turns();
        assertThat(third).hasSize(5);
        end(third, End.LOGGED_IN);
        assertThat(turns()).hasSize(6);
    }

    @Test
    void whoWasTurnedAwayComesBeforeWhoWasNotAskedYet() {
        add("a", 1);
        List<Turn> first = turns();
        add("b", 1);
        turnedAway(first);
        assertThat(turns()).extracting(turn -> turn.entry().way().address()).containsExactly("a", "b");
    }

    @Test
    void anAddressIsReachedWhenSomebodyGotInThere() {
        add("a", 2);
        List<Turn> turns = turns();
        queue.ended(turns.get(0), End.OTHER);
        assertThat(queue.reached(at("a"))).isFalse();
        assertThat(queue.ended(turns.get(1), End.LOGGED_IN)).isTrue();
        assertThat(queue.ended(turns.get(1), End.TURNED_AWAY)).isFalse();
        assertThat(queue.reached(at("a"))).isTrue();
        assertThat(queue.reached(at("b"))).isFalse();
    }

    @Test
    void whatIsDroppedAreThoseThatHadNoTurn() {
        add("a", 12);
        List<Turn> first = turns();
        turnedAway(first.subList(0, 3));
        assertThat(queue.clear()).isEqualTo(2);
        assertThat(turns()).isEmpty();
    }
}
