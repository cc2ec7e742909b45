package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.FrameEnd;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.ScriptRun.Answer;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A context with start-up files of its own is entered once, whatever is read in it. */
class ContextGroupsTest {
    private static final FactRequest<String> HELLO = fact("hello", "echo hello").request();

    @TempDir
    Path home;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Fact<String> fact(String id, String script) {
        return Fact.scripted(id, script + "\n")
                .limit(Duration.ofMinutes(5))
                .cap(2000)
                .parsedBy(output -> Reading.got(output.text()));
    }

    private Answer run(Shell shell, FactRequest<?>... requests) {
        return under(shell).run(requests);
    }

    private ScriptRun under(Shell shell) {
        return ScriptRun.under(shell)
                .with("HOME", home.toString())
                .with("SHELL", shell.sh().toString());
    }

    private void startUp(String text) throws IOException {
        Files.writeString(home.resolve(".profile"), text);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void itsStartUpFilesRunOnceForManyProbes(Shell shell) throws IOException {
        startUp("echo run >>\"$HOME/runs\"; umask 027; echo Welcome; echo complaint >&2\n");
        List<FactRequest<String>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            requests.add(fact("probe-" + i, "umask; echo $PARAM_X; echo err-$PARAM_X >&2; exit $PARAM_X")
                    .in(Context.LOGIN)
                    .with("X", Integer.toString(i)));
        }
        Answer answer = run(shell, requests.toArray(FactRequest[]::new));
        for (int i = 0; i < 12; i++) {
            FactRequest<String> request = requests.get(i);
            assertThat(answer.reading(request)).isEqualTo(Reading.got("0027\n" + i + "\n"));
            assertThat(answer.frame(request).status()).hasValue(i);
            assertThat(answer.frame(request).took()).isPresent();
            assertThat(answer.err(request)).isEqualTo("complaint\nerr-" + i + "\n");
        }
        assertThat(home.resolve("runs")).hasContent("run");
        assertThat(answer.reader().done()).isTrue();
        assertThat(answer.reader().noise()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatHangsOrFloodsThereEndsAlone(Shell shell) {
        var one = fact("one", "echo one").in(Context.LOGIN);
        var hangs = Fact.scripted("hangs", "echo before; sleep 600\n")
                .limit(Duration.ofSeconds(1))
                .parsedBy(output -> Reading.got(output.text()))
                .in(Context.LOGIN);
        var floods = fact("floods", "while :; do echo floodfloodflood; done").in(Context.LOGIN);
        var last = fact("last", "cat; echo last").in(Context.LOGIN);
        Answer answer = under(shell).withItsLimits().run(one, hangs, floods, last, HELLO);
        assertThat(answer.reading(one)).isEqualTo(Reading.got("one\n"));
        assertThat(answer.frame(hangs).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.reading(hangs)).isEqualTo(Reading.missing(Reason.TIMEOUT, "1 s: sleep"));
        assertThat(answer.frame(floods).end()).isEqualTo(FrameEnd.TRUNCATED);
        assertThat(answer.reading(last)).isEqualTo(Reading.got("last\n"));
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void startUpFilesThatFloodStandardErrorCostNothingButWhatTheySay(Shell shell) throws IOException {
        var one = fact("one", "echo one").in(Context.LOGIN);
        var two = fact("two", "echo two; exit 3").in(Context.LOGIN);
        for (String flood : List.of("yes flood | head -c 50000000 >&2", "head -c 50000000 /dev/zero >&2")) {
            startUp(flood + "\n");
            Answer answer = run(shell, one, two, HELLO);
            assertThat(answer.reading(one)).isEqualTo(Reading.got("one\n"));
            assertThat(answer.reading(two)).isEqualTo(Reading.got("two\n"));
            assertThat(answer.frame(two).status()).hasValue(3);
            assertThat(answer.out(HELLO)).isEqualTo("hello\n");
            assertThat(answer.reader().done()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aStartUpFileThatFloodsStandardOutputIsTruncatedInItsContextAlone(Shell shell) throws IOException {
        var one = fact("one", "echo one").in(Context.LOGIN);
        startUp("yes flood | head -c 50000000\n");
        Answer answer = run(shell, one, HELLO);
        assertThat(answer.frame(one).end()).isEqualTo(FrameEnd.TRUNCATED);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        assertThat(answer.reader().done()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aStartUpFileThatLeavesCostsTheProbesOfThatContextAlone(Shell shell) throws IOException {
        var one = fact("one", "echo one").in(Context.LOGIN);
        var two = fact("two", "echo two").in(Context.LOGIN);
        for (String leaves : List.of("exit 3", "exec /bin/true", "kill -9 $$")) {
            startUp("echo Go away\n" + leaves + "\n");
            Answer answer = run(shell, one, two, HELLO);
            for (FactRequest<String> request : List.of(one, two)) {
                String said = answer.reading(request)
                        .fold(value -> value, missing -> missing.reason() + " " + missing.detail());
                // Some shells say on standard error that another was killed.
                assertThat(said).startsWith(Reason.NO_SHELL + " ").containsPattern("Go away|Killed");
            }
            assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aStartUpFileThatPretendsToHaveEndedIsNotBelieved(Shell shell) throws IOException {
        startUp("printf '\\n" + Context.ENTERED + "\\n0022\\n'; exit 0\n");
        var mask = fact("mask", "umask").in(Context.LOGIN);
        assertThat(run(shell, mask).reading(mask).isMissing()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void startUpFilesDoNotSeeTheNonceOfTheLane(Shell shell) throws IOException {
        startUp("set >\"$HOME/seen\"; env >>\"$HOME/seen\"\n");
        var one = fact("one", "env").in(Context.LOGIN);
        Answer answer = run(shell, one);
        assertThat(home.resolve("seen")).content().contains("PF_B").doesNotContain(ScriptRun.NONCE.text());
        assertThat(answer.out(one)).doesNotContain(ScriptRun.NONCE.text());
    }

    @Test
    void whatIsReadInOneContextStaysInOneLane() {
        var quick = fact("quick", "echo x").in(Context.LOGIN);
        var slow = Fact.scripted("slow", "echo x\n")
                .slow()
                .parsedBy(output -> Reading.got(output.text()))
                .in(Context.LOGIN);
        var other = fact("other", "echo x").in(Context.LOGIN).as("other");
        var lanes = ScriptCompiler.compile(List.of(quick, slow, other, HELLO), Rights.USER, "ops");
        assertThat(lanes.get(Lane.SLOW).expected())
                .extracting(LaneScript.Expected::key)
                .containsExactlyInAnyOrder(quick.key(), slow.key());
        assertThat(lanes.get(Lane.USER).expected())
                .extracting(LaneScript.Expected::key)
                .containsExactlyInAnyOrder(HELLO.key(), other.key());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void moreThanOneVariableHoldsIsReadInSeveralEntries(Shell shell) {
        String padding = "# " + "'".repeat(10_000) + "\n";
        List<FactRequest<String>> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(fact("probe-" + i, "echo " + i + "\n" + padding).in(Context.LOGIN));
        }
        Answer answer = run(shell, requests.toArray(FactRequest[]::new));
        for (int i = 0; i < 4; i++) {
            assertThat(answer.reading(requests.get(i))).isEqualTo(Reading.got(i + "\n"));
        }
    }
}
