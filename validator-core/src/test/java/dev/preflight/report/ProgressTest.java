package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
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
        progress.tick(at(1));
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

    @Test
    void aTerminalHasOneLineThatNamesTheSlowHosts() {
        Progress progress = Progress.on(err, true, 80, 12, Samples.english());
        progress.started("web1", at(0));
        progress.started("web2", at(1));
        progress.tick(at(2.9));
        assertThat(line()).isEqualTo("0/12 hosts done, 2 s");
        progress.tick(at(3));
        assertThat(line()).isEqualTo("0/12 hosts done, 3 s; waiting for web1 3 s");
        progress.tick(at(5));
        assertThat(line()).isEqualTo("0/12 hosts done, 5 s; waiting for web1 5 s, web2 4 s");
        progress.finished(Samples.host("web1", Verdict.PROCEED, List.of()), at(6));
        assertThat(line()).isEqualTo("1/12 hosts done, 6 s; waiting for web2 5 s");
        assertThat(written()).doesNotContain("\n");
        progress.end();
        progress.tick(at(7));
        assertThat(line()).isEmpty();
    }

    @Test
    void theLiveLineNeverOverflows() {
        Progress progress = Progress.on(err, true, 80, 50, Samples.english());
        IntStream.range(0, 50).forEach(i -> progress.started("x".repeat(60) + i, at(0)));
        progress.tick(at(10));
        assertThat(line().length()).isLessThanOrEqualTo(79);
    }
}
