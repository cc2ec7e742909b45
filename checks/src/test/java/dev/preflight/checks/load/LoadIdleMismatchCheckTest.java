package dev.preflight.checks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.checks.Judged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadIdleMismatchCheckTest {
    private static final LoadIdleMismatchCheck CHECK = new LoadIdleMismatchCheck();

    private static List<String> said(String... samples) {
        return Judged.said(CHECK, "{}", Map.of("load-samples", "hz 100\n" + String.join("", samples) + "done\n"));
    }

    /** At a second, with a load, and of each CPU the ticks of work, stolen ones, and idle ones. */
    private static String sample(int at, String load, String rest, long... cpus) {
        StringBuilder text = new StringBuilder("sample " + at + ".00 " + load + "\n");
        for (int i = 0; i < cpus.length; i += 3) {
            text.append("cpu" + i / 3 + " " + cpus[i] + " 0 0 " + cpus[i + 2] + " 0 0 0 " + cpus[i + 1] + " 0 0\n");
        }
        return text + rest;
    }

    private static String[] three(String load, String rest, long[] first, long[] second, long[] third) {
        return new String[] {
            sample(100, load, rest, first), sample(105, load, rest, second), sample(110, load, rest, third)
        };
    }

    /** Half of 500 ticks. */
    @ParameterizedTest
    @CsvSource({"246, 0, fail", "247, 0, fail", "248, 0, pass", "0, 500, pass"})
    void aCpuThatAccountsForLessThanHalfItsTimeStandsStill(long ticks, long stolen, String outcome) {
        List<String> said = said(
                three("0.5", "", new long[] {0, 0, 0, 0, 0, 0}, new long[] {500, 0, 0, ticks, stolen, 0}, new long[] {
                    1000, 0, 0, 2 * ticks, 2 * stolen, 0
                }));
        assertThat(said).containsExactly(outcome.equals("fail") ? "fail stalled-cpu cpu:cpu1" : "pass ok host:load");
    }

    @Test
    void oneSlowIntervalOrAllCpusSlowIsNoStall() {
        assertThat(said(three("0.5", "", new long[] {0, 0, 0, 0, 0, 0}, new long[] {500, 0, 0, 10, 0, 0}, new long[] {
                    1000, 0, 0, 510, 0, 0
                })))
                .containsExactly("pass ok host:load");
        // The virtual machine was paused: no CPU went on.
        assertThat(said(three("0.5", "", new long[] {0, 0, 0, 0, 0, 0}, new long[] {10, 0, 0, 10, 0, 0}, new long[] {
                    20, 0, 0, 20, 0, 0
                })))
                .containsExactly("pass ok host:load");
        // Taken offline meanwhile.
        assertThat(said(
                        sample(100, "0.5", "", 0, 0, 0, 0, 0, 0),
                        sample(105, "0.5", "", 500, 0, 0),
                        sample(110, "0.5", "", 1000, 0, 0)))
                .containsExactly("pass ok host:load");
    }

    @Test
    void aMigrationThreadThatRunsAllTheTimeStallsItsCpu() {
        long[][] busy = {{0, 0, 0, 0, 0, 0}, {500, 0, 0, 500, 0, 0}, {1000, 0, 0, 1000, 0, 0}};
        assertThat(said(three("0.5", "task R 1 19 migration/1\n", busy[0], busy[1], busy[2])))
                .containsExactly("fail stalled-cpu cpu:cpu1");
        assertThat(said(three("0.5", "task R 0 19 migration/1\n", busy[0], busy[1], busy[2])))
                .containsExactly("pass ok host:load");
        assertThat(said(
                        sample(100, "0.5", "task R 1 19 migration/1\n", busy[0]),
                        sample(105, "0.5", "", busy[1]),
                        sample(110, "0.5", "task R 1 19 migration/1\n", busy[2])))
                .containsExactly("pass ok host:load");
    }

    /** Two CPUs, of whose 1000 ticks so many are idle. */
    private static String[] idle(String load, long percent, String rest) {
        long idle = percent * 10;
        long busy = 1000 - idle;
        return three(
                load,
                rest,
                new long[] {0, 0, 0, 0, 0, 0},
                new long[] {busy / 2, 0, idle / 2, busy / 2, 0, idle / 2},
                new long[] {busy, 0, idle, busy, 0, idle});
    }

    private static List<String> with(String[] three, String fourth) {
        return said(three[0], three[1], three[2], fourth);
    }

    @ParameterizedTest
    @CsvSource({
        "1.99, 80, pass ok",
        "2.00, 79, pass busy",
        "2.00, 80, warning unexplained",
        "2.01, 99, warning unexplained",
    })
    void aLoadOfAllCpusThatAreIdleIsOdd(String load, long percent, String expected) {
        String again = sample(170, load, "", 1100, 0, 6900, 1100, 0, 6900);
        assertThat(with(idle(load, percent, ""), again)).containsExactly(expected + " host:load");
    }

    @Test
    void theLoadOfAJobThatHasEndedDecays() {
        assertThat(with(idle("4.0", 99, ""), sample(170, "1.9", "", 1000, 0, 6900, 1000, 0, 6900)))
                .containsExactly("pass decaying host:load");
        assertThat(with(idle("4.0", 99, ""), sample(170, "4.0", "", 6900, 0, 1000, 6900, 0, 1000)))
                .containsExactly("pass busy host:load");
        // Without the second look it is not known.
        assertThat(said(idle("4.0", 99, ""))).containsExactly("unknown sample-too-short host:load");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, unknown sample-too-short",
        "2, 0, warning io-wait",
        "0, 2, warning io-wait",
        "2, 3, warning io-wait"
    })
    void halfOfTheLoadWaitingExplainsIt(int blocked, int waiting, String expected) {
        String rest = "procs_blocked " + blocked + "\nwaiting " + waiting + "\n";
        assertThat(said(idle("4.0", 97, rest))).containsExactly(expected + " host:load");
    }

    /** From 8.0 to 2.94 in 60 s is the end of all of it; four fifths of that fall are 4.05. */
    @ParameterizedTest
    @CsvSource({"2.94, pass decaying", "3.95, pass decaying", "3.96, warning unexplained", "8.0, warning unexplained"})
    void aVeryHighLoadIsStillHighAMinuteAfterItsEnd(String load, String expected) {
        assertThat(with(idle("8.0", 99, ""), sample(170, load, "", 1000, 0, 6900, 1000, 0, 6900)))
                .containsExactly(expected + " host:load");
    }

    @Test
    void hiddenTasksCostTheirNamesOnly() {
        String[] waits = idle("4.0", 97, "procs_blocked 3\n");
        assertThat(said("hidden-proc\n" + waits[0], waits[1], waits[2]))
                .containsExactly("warning io-wait host:load", "unknown hidden-proc host:tasks");
        String[] calm = idle("0.1", 97, "");
        assertThat(said("hidden-proc\n" + calm[0], calm[1], calm[2])).containsExactly("pass ok host:load");
    }

    @Test
    void whatTheProbeWouldNotHaveLookedAtAgainCannotBeAsked() {
        assertThatThrownBy(() -> Judged.said(CHECK, "min_idle: 49", Map.of())).hasMessageContaining("min_idle");
    }
}
