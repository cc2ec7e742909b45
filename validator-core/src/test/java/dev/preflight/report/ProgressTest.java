package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Lane;
import dev.preflight.result.HostActivity;
import dev.preflight.result.HostActivity.Step;
import dev.preflight.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Instant at(double seconds) {
        return Samples.START.plusMillis(Math.round(seconds * 1000));
    }

    /** What stands on the terminal's line: the text after the last return to its beginning. */
    private String line() {
        String all = written();
        return all.substring(all.lastIndexOf("\r\u001b[K") + 4);
    }

    @Test
    void plainLinesSayWhatEachHostCameTo() {
        Progress progress = Progress.on(err, false, 80, 3, Samples.english());
        progress.started("web1", at(0));
        progress.tick(at(1), List.of());
        assertThat(written()).isEmpty();
        progress.finished(
                Samples.host(
                        "web1",
                        Verdict.BLOCKED,
                        List.of(Samples.umask("web1", "exec"), Samples.umask("web1", "login"))),
                at(2));
        progress.finished(Samples.unreached("web2", Samples.refused("10.0.0.2"), List.of()), at(2));
        progress.finished(Samples.host("\u001b[2Jx", Verdict.PROCEED, List.of()), at(3));
        progress.end();
        assertThat(written().lines())
                .containsExactly(
                        "[1/3] web1: blocked: umask-effective (1.2 s)",
                        "[2/3] web2: undecided: not reached (refused) (31 ms)",
                        "[3/3] \\x1b[2Jx: proceed (1.2 s)");
    }

    private static HostActivity busy(String host, Step step, int seconds, int left, Lane... lanes) {
        return new HostActivity(
                host,
                step,
                List.of(lanes),
                Duration.ofSeconds(seconds),
                left < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(left)));
    }

    @Test
    void plainLinesSayWhatIsWaitedForIfThereWasNoneForLong() {
        Progress progress = Progress.on(err, false, 80, 3, Samples.english());
        progress.started("web1", at(0));
        progress.finished(Samples.host("web1", Verdict.PROCEED, List.of()), at(2));
        progress.tick(at(31), List.of(busy("web2", Step.READING, 31, 29, Lane.SLOW)));
        assertThat(written().lines()).hasSize(1);
        progress.tick(at(32), List.of(busy("web2", Step.READING, 32, 28, Lane.SLOW)));
        progress.tick(at(33), List.of(busy("web2", Step.READING, 33, 27, Lane.SLOW)));
        assertThat(written().lines())
                .hasSize(2)
                .endsWith("1/3 hosts done, 32 s; web2: running slow for 32 s, at most 28 s more");
    }

    @Test
    void aTerminalHasOneLineThatSaysWhatIsWaitedFor() {
        Progress progress = Progress.on(err, true, 80, 12, Samples.english());
        progress.started("web1", at(0));
        HostActivity quick = busy("web2", Step.CONNECTING, 2, 8);
        progress.tick(at(3), List.of(busy("web1", Step.CONNECTING, 2, 8), quick));
        assertThat(line()).isEqualTo("0/12 hosts done, 3 s");
        progress.tick(at(4), List.of(busy("web1", Step.CONNECTING, 3, 7), quick));
        assertThat(line())
                .isEqualTo("0/12 hosts done, 4 s; web1: connecting for 3 s, at most 7 s more; 1 more busy")
                .hasSizeLessThan(80);
        HostActivity reading = busy("web1", Step.READING, 9, 51, Lane.USER, Lane.SLOW);
        progress.tick(at(10), List.of(reading));
        assertThat(line()).isEqualTo("0/12 hosts done, 10 s; web1: running user, slow for 9 s, at most 51 s more");
        progress.finished(Samples.host("web1", Verdict.PROCEED, List.of()), at(11));
        assertThat(line()).isEqualTo("1/12 hosts done, 11 s");
        assertThat(written()).doesNotContain("\n");
        progress.end();
        progress.tick(at(12), List.of(reading));
        assertThat(line()).isEmpty();
    }

    @Test
    void hostsThatWaitThemselvesComeAfterThoseThatAreWaitedFor() {
        Progress progress = Progress.on(err, true, 120, 12, Samples.english());
        HostActivity again = busy("web1", Step.WAITING, 12, 4);
        HostActivity line = busy("web2", Step.IN_LINE, 40, -1);
        progress.tick(
                at(40), List.of(again, busy("web4", Step.WAITING, 1, 1), line, busy("web3", Step.READING, 5, 55)));
        assertThat(line())
                .isEqualTo("0/12 hosts done, 0 s; web3: ending for 5 s, at most 55 s more; 2 to be tried again;"
                        + " 1 more busy");
        progress.tick(at(40), List.of(again));
        assertThat(line()).isEqualTo("0/12 hosts done, 0 s; web1: turned away, waiting for 12 s, at most 4 s more");
        progress.tick(at(40), List.of(line));
        assertThat(line()).isEqualTo("0/12 hosts done, 0 s; web2: in line for 40 s");
    }

    @Test
    void theLiveLineNeverOverflows() {
        Progress progress = Progress.on(err, true, 80, 50, Samples.english());
        progress.tick(at(10), List.of(busy("x".repeat(90), Step.EXCHANGING, 10, 110)));
        assertThat(line().length()).isLessThanOrEqualTo(79);
    }
}
