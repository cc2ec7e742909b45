package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunRoomTest {
    private static final long HEAP = 192L * 1024 * 1024;

    @Test
    void whateverManyHostsSayIsHeldToAPartOfTheHeapAndEachHasItsShare() {
        RunRoom run = RunRoom.of(HEAP, 32);
        List<HostRoom> greedy = IntStream.range(0, 31).mapToObj(i -> run.host()).toList();
        greedy.forEach(host -> assertThat(host.take(Integer.MAX_VALUE)).isLessThanOrEqualTo(HostRoom.BYTES));
        HostRoom last = run.host();
        assertThat(last.take(RunRoom.SHARE)).isEqualTo(RunRoom.SHARE);
        assertThat(Stream.concat(greedy.stream(), Stream.of(last))
                        .mapToLong(HostRoom::kept)
                        .sum())
                .isLessThanOrEqualTo(HEAP / 8);
    }

    @Test
    void whatAHostGivesBackOthersMayHave() {
        RunRoom run = RunRoom.of(16L * 1024 * 1024, 2);
        HostRoom first = run.host();
        int all = first.take(HostRoom.BYTES);
        HostRoom second = run.host();
        assertThat(second.take(HostRoom.BYTES)).isLessThan(all);
        second.close();
        first.close();
        assertThat(first.take(1)).isZero();
        assertThat(run.host().take(HostRoom.BYTES)).isEqualTo(all);
    }

    @Test
    void aReaderGivesBackWhatItKeptWhenItIsDropped() {
        HostRoom host = HostRoom.alone();
        Room room = new Room(host);
        assertThat(room.take(10_000)).isEqualTo(10_000);
        room.close();
        assertThat(host.kept()).isZero();
        assertThat(room.take(1)).isZero();
    }
}
