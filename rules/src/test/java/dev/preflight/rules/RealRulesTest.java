package dev.preflight.rules;

import static dev.preflight.rules.Ruled.items;
import static dev.preflight.rules.Ruled.listOf;
import static dev.preflight.rules.Ruled.openRowOf;
import static dev.preflight.rules.Ruled.row;
import static dev.preflight.rules.Ruled.rowOf;
import static dev.preflight.rules.Ruled.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.rule.Rule.Answer;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that platforms need, at limit - 1, limit and limit + 1. */
class RealRulesTest {
    private static final long KIB = 1024;
    private static final long GIB = 1L << 30;

    private static final ValueType MEMORY =
            rowOf("nominal", Simple.SIZE, "total", Simple.SIZE, "available", Simple.SIZE, "numa_nodes", Simple.INT);

    private static Answer yes(boolean holds) {
        return holds ? Answer.HOLDS : Answer.DOES_NOT_HOLD;
    }

    @ParameterizedTest
    @CsvSource({
        "b false, 1000, true",
        "b true,  1000, false",
        "b true,  1000, false",
        "b true,  999,  true",
        "b true,  998,  true",
    })
    void postgresqlNeedsItsSharedMemory(String ipc, long uid, boolean holds) {
        Ruled rule = rule("ipc == 'b false' || account.uid <= 999")
                .with("ipc", ipc)
                .with("account", rowOf("uid", Simple.INT, "name", Simple.TEXT), row("uid", uid));
        assertThat(rule.answer()).isEqualTo(yes(holds));
    }

    @ParameterizedTest
    @CsvSource({"2097151, false", "2097152, true", "2097153, true"})
    void tidbKeepsMemoryFreePerNumaNode(long kb, boolean holds) {
        String text = "memory.nominal < bytes_of('16GiB') || kb >= 1048576 * memory.numa_nodes";
        assertThat(rule(text)
                        .with("memory", MEMORY, row("nominal", 16 * GIB, "numa_nodes", 2))
                        .with("kb", kb)
                        .answer())
                .isEqualTo(yes(holds));
        assertThat(rule(text)
                        .with("memory", MEMORY, row("nominal", 16 * GIB - 1, "numa_nodes", 2))
                        .with("kb", kb)
                        .answer())
                .isEqualTo(Answer.HOLDS);
    }

    @ParameterizedTest
    @CsvSource({"99999, false", "100000, true", "100001, true"})
    void kafkaNeedsTwoMapsForEachSegment(long maps, boolean holds) {
        assertThat(rule("maps >= 2 * segments")
                        .with("maps", maps)
                        .with("segments", 50_000)
                        .answer())
                .isEqualTo(yes(holds));
    }

    @ParameterizedTest
    @CsvSource({"17179869183, false", "17179869184, true", "17179869185, true"})
    void cephNeedsMemoryForEachDiskThatItTakes(long nominal, boolean holds) {
        Value disks = items(
                row("unused", true, "size", 5_000_000_000L),
                row("unused", true, "size", 9_000_000_000L),
                row("unused", true, "size", 4_999_999_999L),
                row("unused", false, "size", 9_000_000_000L));
        assertThat(rule("memory.nominal >= bytes_of('8GiB')"
                                + " * size(disks.filter(d, d.unused && d.size >= bytes_of('5GB')))")
                        .with("memory", MEMORY, row("nominal", nominal))
                        .with("disks", listOf(rowOf("unused", Simple.BOOL, "size", Simple.SIZE)), disks)
                        .answer())
                .isEqualTo(yes(holds));
    }

    @Test
    void networkManagerLeavesTheInterfacesOfTheCniAlone() {
        assertThat(unmanaged("inactive").answer()).isEqualTo(Answer.HOLDS);
        assertThat(unmanaged("active").answer()).isEqualTo(Answer.DOES_NOT_HOLD);
        assertThat(unmanaged("active", row("path", "/a")).answer()).isEqualTo(Answer.DOES_NOT_HOLD);
        Value other = row("path", "/a", "keyfile", row("unmanaged-devices", items("interface-name:eth1")));
        Value right = row("path", "/b", "keyfile", row("unmanaged-devices", items("x", "interface-name:cali*")));
        assertThat(unmanaged("active", other).answer()).isEqualTo(Answer.DOES_NOT_HOLD);
        assertThat(unmanaged("active", other, right).answer()).isEqualTo(Answer.HOLDS);
    }

    private static Ruled unmanaged(String active, Object... files) {
        ValueType keyfile = openRowOf("unmanaged-devices", listOf(Simple.TEXT));
        return rule("nm.active != 'active' || conf.exists(f, has(f.keyfile) && has(f.keyfile.unmanaged_devices)"
                        + " && 'interface-name:cali*' in f.keyfile.unmanaged_devices)")
                .with("nm", rowOf("active", Simple.TEXT), row("active", active))
                .with("conf", listOf(openRowOf("path", Simple.TEXT, "keyfile", keyfile)), items(files));
    }

    @ParameterizedTest
    @CsvSource({
        // nominal memory in KiB, swap in KiB
        "16777216, 16776191, false",
        "16777216, 16776192, true",
        "16777216, 16777212, true",
        "2097152,  3144703,  false",
        "2097152,  3144704,  true",
        "4194304,  4193279,  false",
        "4194304,  4193280,  true",
        "67108864, 16776191, false",
        "67108864, 16776192, true",
    })
    void oraclesSwapGrowsWithTheMemory(long nominal, long swap, boolean holds) {
        assertThat(rule("swap.total + bytes_of('1MiB') >= (memory.nominal <= bytes_of('2GiB')"
                                + " ? memory.nominal * 3 / 2 : min(memory.nominal, bytes_of('16GiB')))")
                        .with("memory", MEMORY, row("nominal", nominal * KIB))
                        .with("swap", rowOf("total", Simple.SIZE), row("total", swap * KIB))
                        .answer())
                .isEqualTo(yes(holds));
    }

    @ParameterizedTest
    @CsvSource({"29, false", "30, true", "31, true"})
    void aLicenceIsValidForSomeDays(long days, boolean holds) {
        assertThat(licence("days_until(licence.expires) >= days", days).answer())
                .isEqualTo(yes(holds));
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "1, true"})
    void aLicenceHasNotExpired(long days, boolean holds) {
        assertThat(licence("days_until(licence.expires) >= 0", days).answer()).isEqualTo(yes(holds));
    }

    @Test
    void aDateOfAnHourAgoIsOver() {
        Value date = new Value.Date(Ruled.NOW.minus(Duration.ofHours(1)));
        assertThat(rule("days_until(d) == -1").with("d", Simple.DATE, date).answer())
                .isEqualTo(Answer.HOLDS);
        Value soon = new Value.Date(Ruled.NOW.plus(Duration.ofHours(23)));
        assertThat(rule("days_until(d) == 0").with("d", Simple.DATE, soon).answer())
                .isEqualTo(Answer.HOLDS);
    }

    private static Ruled licence(String text, long days) {
        Value expires = new Value.Date(Ruled.NOW.plus(Duration.ofDays(days)));
        return rule(text)
                .with("licence", openRowOf("expires", Simple.DATE, "nodes", Simple.INT), row("expires", expires))
                .with("days", 30);
    }
}
