package dev.preflight.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
    private static final long MB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        // cores, heap in MB, files, threads, hosts at once near and far
        "1, 4096, 1048576, 95000, 16, 256",
        "2, 4096, 1048576, 95000, 32, 256",
        "4, 4096, 1048576, 95000, 64, 256",
        "64, 65536, 1048576, 95000, 64, 256",
        "2, 128, 1048576, 95000, 32, 64",
        "2, 32, 1048576, 95000, 16, 16",
        "2, 4096, 1024, 95000, 32, 128",
        "2, 4096, 1048576, 240, 20, 20",
        "2, 1, 5, 3, 1, 1",
    })
    void whatIsScarcestBoundsIt(int cores, long heap, long files, long threads, int near, int far) {
        Machine machine = new Machine(cores, heap * MB, files, threads);
        assertThat(machine.nearHosts()).isEqualTo(near);
        assertThat(machine.hosts()).isEqualTo(far);
    }

    @Test
    void aLimitIsTheFirstNumberBehindItsName() {
        List<String> limits = List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             96245                unlimited            processes ",
                "Max open files            1024                 524288               files     ",
                "Max locked memory         unlimited            unlimited            bytes     ");
        assertThat(Machine.limit(limits, "Max open files")).isEqualTo(1024);
        assertThat(Machine.limit(limits, "Max processes")).isEqualTo(96_245);
        assertThat(Machine.limit(limits, "Max locked memory")).isEqualTo(Long.MAX_VALUE);
        assertThat(Machine.limit(List.of(), "Max open files")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thisMachineCarriesSomething() {
        Machine here = Machine.read();
        assertThat(here.cores()).isPositive();
        assertThat(here.files()).isGreaterThan(100);
        assertThat(here.hosts()).isGreaterThanOrEqualTo(here.nearHosts());
    }
}
