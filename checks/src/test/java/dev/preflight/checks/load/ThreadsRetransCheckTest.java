package dev.preflight.checks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.Judged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadsRetransCheckTest {
    private static final ThreadsRetransCheck CHECK = new ThreadsRetransCheck();

    /** Samples every ten seconds: threads of process 4411, and segments sent and sent again since the last. */
    private static String samples(long[] threads, long[] out, long[] again, String rest) {
        StringBuilder text = new StringBuilder("threads-max 100000\npid_max 32768\n");
        long sent = 100000;
        long repeated = 500;
        for (int i = 0; i < threads.length; i++) {
            sent += i == 0 ? 0 : out[i - 1];
            repeated += i == 0 ? 0 : again[i - 1];
            text.append("sample " + (9000 + 10 * i) + ".00 " + (200 + threads[i]) + "\n")
                    .append("task 4411 " + threads[i] + " 330012 java\n")
                    .append("tcp host " + sent + " " + repeated + "\n")
                    .append(rest);
        }
        return text + "done\n";
    }

    private static List<String> said(String probe) {
        return Judged.said(CHECK, "{}", Map.of("threads-retrans", probe)).stream()
                .filter(line -> !line.equals("pass ok host:threads"))
                .toList();
    }

    private static long[] of(long... numbers) {
        return numbers;
    }

    private static final long[] EVEN = {10000, 10000, 10000, 10000};
    private static final long[] FLAT = {10, 10, 10, 10, 10};

    @ParameterizedTest
    @CsvSource({
        "99, pass ok",
        "100, warning network-loss",
        "101, warning network-loss",
        "499, warning network-loss",
        "500, fail network-loss",
        "501, fail network-loss"
    })
    void theRatioIsHeldAgainstItsLimits(long again, String expected) {
        assertThat(said(samples(FLAT, EVEN, of(again, again, again, again), "")))
                .containsExactly(expected + " tcp:host");
    }

    @ParameterizedTest
    @CsvSource({"249, unknown sample-too-short", "250, pass ok"})
    void lessThanAThousandSegmentsTellNothing(long out, String expected) {
        assertThat(said(samples(FLAT, of(out, out, out, out), of(0, 0, 0, 0), "")))
                .containsExactly(expected + " tcp:host");
    }

    @Test
    void aLeakIsSuspectedOnlyIfItCameFirst() {
        long[] late = {10, 10, 10, 300};
        assertThat(said(samples(of(100, 150, 200, 250, 300), EVEN, late, "")))
                .containsExactly("warning thread-leak-suspected tcp:host");
        // It grew after the network had begun to lose.
        assertThat(said(samples(of(100, 100, 100, 100, 300), EVEN, of(300, 300, 300, 300), "")))
                .containsExactly("warning retransmissions tcp:host");
    }

    @ParameterizedTest
    @CsvSource({
        // A JVM that starts up grows and stops.
        "100, 300, 500, 500, 500, retransmissions",
        // It fell once.
        "100, 300, 250, 400, 500, retransmissions",
        // 50 threads and ten percent, both; less is flat.
        "100, 110, 120, 130, 149, network-loss",
        "100, 110, 120, 130, 150, thread-leak-suspected",
        "501, 510, 520, 530, 551, network-loss",
        "500, 510, 520, 530, 550, thread-leak-suspected",
    })
    void growthHasToBeSteadyAndLarge(long a, long b, long c, long d, long e, String code) {
        List<String> said = said(samples(of(a, b, c, d, e), EVEN, of(10, 10, 10, 300), ""));
        assertThat(said).containsExactly("warning " + code + " tcp:host");
    }

    @ParameterizedTest
    @CsvSource({"3276, pass ok", "3277, warning pids-limit", "3891, warning pids-limit", "3892, fail pids-limit"})
    void aContainerNearItsLimitOfTasks(long current, String expected) {
        List<String> said = said(samples(FLAT, EVEN, of(0, 0, 0, 0), "pids abc " + current + " 4096\n"));
        if (expected.startsWith("pass")) {
            assertThat(said).containsExactly("pass ok tcp:host");
        } else {
            assertThat(said).containsExactly(expected + " container:abc", "pass ok tcp:host");
        }
        assertThat(said(samples(FLAT, EVEN, of(0, 0, 0, 0), "pids abc 99999 max\n")))
                .containsExactly("pass ok tcp:host");
    }

    /** Of 1000, the smaller of both limits. */
    @ParameterizedTest
    @CsvSource({"799, pass ok", "800, warning threads-limit", "949, warning threads-limit", "950, fail threads-limit"})
    void aHostNearItsLimitOfThreads(long threads, String expected) {
        String probe = samples(FLAT, EVEN, of(0, 0, 0, 0), "")
                .replace("pid_max 32768", "pid_max 1000")
                .replace(" 210\n", " " + threads + "\n");
        assertThat(Judged.said(CHECK, "{}", Map.of("threads-retrans", probe))).contains(expected + " host:threads");
    }

    @Test
    void theHostsCountersSayNothingOfContainers() {
        String probe = samples(FLAT, EVEN, of(0, 0, 0, 0), "");
        for (int i = 0; i < 5; i++) {
            String at = "sample " + (9000 + 10 * i) + ".00 210\n";
            probe = probe.replace(at, at + "tcp abc " + (1000 + 2000 * i) + " " + 60 * i + "\n");
        }
        assertThat(said(probe)).containsExactly("pass ok tcp:host", "warning network-loss tcp:abc");
    }

    @Test
    void whatMayNotBeLookedAtIsUnknown() {
        String probe = samples(FLAT, EVEN, of(0, 0, 0, 0), "");
        assertThat(said("denied abc\n" + probe))
                .containsExactly("pass ok tcp:host", "unknown no-permission tcp:containers");
        assertThat(said("hidden-proc\n" + probe))
                .containsExactly("pass ok tcp:host", "unknown hidden-proc tcp:containers");
        assertThat(Judged.said(
                        CHECK, "{}", Map.of("threads-retrans", probe.replaceAll("(?m)^(threads-max|pid_max).*\n", ""))))
                .contains("unknown not-readable host:threads");
    }
}
