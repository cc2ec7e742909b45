package dev.preflight.checks.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CpuWeightTest {
    @ParameterizedTest
    @CsvSource({
        "2, 1, 1",
        "128, 5, 21",
        "256, 10, 35",
        "512, 20, 59",
        "1024, 39, 100",
        "2048, 79, 174",
        "262144, 10000, 10000",
        "1, 1, 1",
        "262145, 10000, 10000"
    })
    void bothFormulasGiveWhatTheRuntimesWrite(long shares, long old, long later) {
        assertThat(CpuWeight.OLD.of(shares)).isEqualTo(old);
        assertThat(CpuWeight.NEW.of(shares)).isEqualTo(later);
    }

    @ParameterizedTest
    @CsvSource({"39, 999, 1024, 295, 305", "100, 2598, 2623, 1012, 1024", "1, 2, 28, 2, 2"})
    void oneWeightComesFromManyShares(long weight, long oldLeast, long oldMost, long newLeast, long newMost) {
        assertThat(CpuWeight.OLD.sharesOf(weight)).contains(new CpuWeight.Range(oldLeast, oldMost));
        assertThat(CpuWeight.NEW.sharesOf(weight)).contains(new CpuWeight.Range(newLeast, newMost));
    }

    @ParameterizedTest
    @EnumSource(CpuWeight.class)
    void everyNumberOfSharesIsFoundAgainUnderItsWeight(CpuWeight formula) {
        for (long shares = CpuWeight.MIN_SHARES; shares <= CpuWeight.MAX_SHARES; shares += 7) {
            CpuWeight.Range range = formula.sharesOf(formula.of(shares)).orElseThrow();
            assertThat(shares).isBetween(range.least(), range.most());
        }
    }

    @Test
    void weightsThatNoSharesGiveHaveNone() {
        assertThat(CpuWeight.OLD.sharesOf(10_001)).isEqualTo(Optional.empty());
        assertThat(CpuWeight.NEW.sharesOf(10_001)).isEqualTo(Optional.empty());
        assertThat(CpuWeight.OLD.sharesOf(0)).isEqualTo(Optional.empty());
    }
}
