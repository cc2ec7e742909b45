package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.FrameEnd;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.ScriptRun.Answer;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What waits or samples runs side by side, and its answers come whole. */
class SlowProbesTest {
    @TempDir
    Path folder;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static FactRequest<String> slow(String id, int seconds, int cap, String script) {
        return Fact.scripted(id, script + "\n")
                .limit(Duration.ofSeconds(seconds))
                .cap(cap)
                .slow()
                .parsedBy(output -> Reading.got(output.text()))
                .request();
    }

    /** Leaves a sign and waits for that of another: two such probes end only if they run at the same time. */
    private FactRequest<String> meeting(String mine, String other) {
        return slow(
                "meets-" + other,
                600,
                1000,
                ": >" + folder.resolve(mine) + "; until [ -e " + folder.resolve(other)
                        + " ]; do sleep 0.05; done; echo met " + other);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void allRunAtTheSameTime(Shell shell) {
        var a = meeting("a", "b");
        var b = meeting("b", "c");
        var c = meeting("c", "a");
        Answer answer = ScriptRun.under(shell).run(a, b, c);
        assertThat(List.of(answer.out(a), answer.out(b), answer.out(c)))
                .containsExactly("met b\n", "met c\n", "met a\n");
        assertThat(answer.reader().done()).isTrue();
        assertThat(answer.reader().noise()).isEmpty();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void eachKeepsItsBytesItsErrorsAndItsEnd(Shell shell) {
        var bytes = slow("bytes", 600, 1000, "printf 'a\\000b\\377\\n\\n'; echo oops >&2; exit 7");
        var flood = slow("flood", 600, 1000, "yes | head -c 500000; echo much >&2");
        // More than a pipe holds, so that it has to wait for those before it.
        var large = slow("large", 600, 200_000, "head -c 150000 /dev/zero; yes error | head -c 100000 >&2");
        var hangs = slow("hangs", 1, 1000, "echo partial; sleep 1200");
        Answer answer = ScriptRun.under(shell).withItsLimits().run(flood, bytes, large, hangs);
        assertThat(answer.frame(bytes).out()).containsExactly('a', 0, 'b', 0xff, '\n', '\n');
        assertThat(answer.err(bytes).strip()).isEqualTo("oops");
        assertThat(answer.frame(bytes).status()).hasValue(7);
        assertThat(answer.frame(flood).end()).isEqualTo(FrameEnd.TRUNCATED);
        assertThat(answer.err(flood).strip()).isEqualTo("much");
        assertThat(answer.frame(large).end()).isEqualTo(FrameEnd.COMPLETE);
        assertThat(answer.frame(large).out()).hasSize(150_000);
        assertThat(answer.err(large)).hasSizeBetween(2900, 3010);
        assertThat(answer.frame(hangs).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.reader().done()).isTrue();
        assertThat(answer.reader().noise()).isEmpty();
    }

    /** Each signal takes its time here, as on a busy host, and children get theirs first: numbers of processes wrap. */
    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatIsStoppedPieceByPieceIsNotTakenForWhole(Shell shell) {
        var hangs = slow("hangs", 1, 1000, "echo partial; sleep 1200 | cat; echo after");
        LaneScript lane =
                ScriptCompiler.compile(List.of(hangs), Rights.USER, "ops").get(Lane.SLOW);
        String text = lane.text(ScriptRun.NONCE, Duration.ofMinutes(10));
        String slowly = replaced(
                text, "\npf_signal() {", "\nkill() { command kill \"$@\" && \"$PF_SLEEP\" 0.1; }\npf_signal() {");
        slowly = replaced(slowly, "PF_K=\"$PF_K$PF_3/$PF_6/$PF_4 \"", "PF_K=\" $PF_3/$PF_6/$PF_4$PF_K\"");
        Answer answer = ScriptRun.under(shell).run(lane, shell.replacing(slowly));
        assertThat(answer.frame(hangs).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.out(hangs)).isEqualTo("partial\n");
        assertThat(answer.reader().done()).isTrue();
    }

    private static String replaced(String text, String old, String by) {
        assertThat(text).contains(old);
        return text.replace(old, by);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aSamplerIsGivenItsTimeAndMaySpendIt(Shell shell) {
        var sampler = slow("sampler", 600, 1000, "echo $PARAM_SECONDS").sampling(Duration.ofSeconds(3));
        LaneScript lane =
                ScriptCompiler.compile(List.of(sampler), Rights.USER, "ops").get(Lane.SLOW);
        assertThat(lane.body()).contains("\npf_probe 1 603 ");
        Answer answer = ScriptRun.under(shell).run(sampler);
        assertThat(answer.out(sampler)).isEqualTo("3\n");
    }

    @Test
    void asRootTheyComeBehindWhatIsQuick() {
        Fact<String> slowAsRoot = Fact.scripted("slow-as-root", "echo x\n")
                .slow()
                .prefersRoot()
                .parsedBy(output -> Reading.got(output.text()));
        Fact<String> quickAsRoot =
                Fact.scripted("quick-as-root", "echo x\n").prefersRoot().parsedBy(output -> Reading.got(output.text()));
        var lanes = ScriptCompiler.compile(List.of(slowAsRoot.request(), quickAsRoot.request()), Rights.ROOT, "ops");
        assertThat(lanes).containsOnlyKeys(Lane.ROOT);
        assertThat(lanes.get(Lane.ROOT).expected())
                .extracting(LaneScript.Expected::key)
                .containsExactly("quick-as-root@clean", "slow-as-root@clean");
    }
}
