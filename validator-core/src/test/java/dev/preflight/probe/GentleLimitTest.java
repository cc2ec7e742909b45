package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.FrameEnd;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Processes;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.ScriptRun.Answer;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a limit ends what it ends: with time to clean up, all of it, and with a word on what ran. */
class GentleLimitTest {
    private static final FactRequest<String> HELLO = fact("hello", "echo hello").request();

    /** Says that it holds something, holds it until it is asked to end, says so, and takes a moment to let go. */
    private static final String HOLDS = "trap 'echo bye; sleep 0.2; rm -f \"$HOME/lock\"; exit 1' TERM\n"
            + ": >\"$HOME/lock\"; : >\"$HOME/held\"; sleep 600 & wait\n";

    @TempDir
    Path home;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    static Stream<Arguments> withAndWithoutSetsid() {
        return shells().flatMap(shell -> Stream.of(Arguments.of(shell, true), Arguments.of(shell, false)));
    }

    private static Fact<String> fact(String id, String script) {
        return Fact.scripted(id, script + "\n")
                .limit(Duration.ofSeconds(1))
                .parsedBy(output -> Reading.got(output.text()));
    }

    private ScriptRun host(Shell shell) {
        return ScriptRun.under(shell)
                .with("HOME", home.toString())
                .with("SHELL", shell.sh().toString());
    }

    private static String text(LaneScript script, Shell shell, boolean setsid) {
        return text(script, shell, setsid, Duration.ofSeconds(100));
    }

    private static String text(LaneScript script, Shell shell, boolean setsid, Duration alarm) {
        String text = shell.replacing(script.text(ScriptRun.NONCE, alarm));
        String without = text.replace("if pf_tool setsid; then", "if false; then");
        assertThat(without).isNotEqualTo(text);
        return setsid ? text : without;
    }

    private static LaneScript lane(FactRequest<?>... requests) {
        return ScriptCompiler.compile(List.of(requests), Rights.USER, System.getProperty("user.name"))
                .get(Lane.USER);
    }

    /** The start-up files' own limit is twenty seconds; a test need not wait so long. */
    private static String entryLimitOfASecond(String text) {
        String quick = text.replaceAll("(?m)^pf_context (\\d+) 20 ", "pf_context $1 1 ");
        assertThat(quick).isNotEqualTo(text);
        return quick;
    }

    private void startUp(String text) throws IOException {
        Files.writeString(home.resolve(".profile"), text);
    }

    private void assertLetGo() {
        assertThat(home.resolve("held")).exists();
        assertThat(home.resolve("lock")).doesNotExist();
    }

    private void assertGone(String file) throws IOException {
        for (String pid : Files.readAllLines(home.resolve(file))) {
            Processes.awaitEnd(Long.parseLong(pid.strip()));
        }
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void aProbeGetsToCleanUp(Shell shell, boolean setsid) {
        var holds = fact("holds", HOLDS).request();
        LaneScript script = lane(holds, HELLO);
        Answer answer = host(shell).run(script, text(script, shell, setsid));
        assertThat(answer.frame(holds).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.out(holds)).isEqualTo("bye\n");
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        assertLetGo();
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void whatWasHaltedIsToldToo(Shell shell, boolean setsid) {
        var halted = fact(
                        "halted",
                        "trap 'rm -f \"$HOME/lock\"; exit 1' TERM; : >\"$HOME/lock\"; : >\"$HOME/held\"\n"
                                + "kill -STOP \"$(exec sh -c 'echo $PPID')\"; sleep 600 & wait")
                .request();
        LaneScript script = lane(halted, HELLO);
        Answer answer = host(shell).run(script, text(script, shell, setsid));
        assertThat(answer.frame(halted).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertLetGo();
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void whatDoesNotListenIsKilled(Shell shell, boolean setsid) throws IOException {
        var deaf = fact("deaf", "trap '' TERM; sh -c 'echo $$ >\"$HOME/pids\"; sleep 600; :' & wait")
                .request();
        LaneScript script = lane(deaf, HELLO);
        Answer answer = host(shell).run(script, text(script, shell, setsid));
        assertThat(answer.frame(deaf).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        assertGone("pids");
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("shells")
    void whatAProbeLeavesBehindGetsToCleanUpToo(Shell shell) {
        var leaves = fact(
                        "leaves",
                        "(" + HOLDS + ") >/dev/null 2>&1 & until [ -e \"$HOME/held\" ]; do :; done; echo left")
                .request();
        Answer answer = host(shell).run(leaves, HELLO);
        assertThat(answer.out(leaves)).isEqualTo("left\n");
        assertLetGo();
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("shells")
    void whatAProbePutIntoASessionOfItsOwnIsLeftToItsWork(Shell shell) throws IOException {
        Requirement.tool("mkfifo");
        var apart = fact(
                        "apart",
                        "mkfifo \"$HOME/go\"; setsid sh -c 'read -r x <\"$HOME/go\"; echo $x >\"$HOME/done\"' >/dev/null 2>&1 &\n"
                                + "echo $! >\"$HOME/pids\"; sleep 600")
                .request();
        LaneScript script = lane(apart);
        Answer answer = host(shell).run(script, text(script, shell, true));
        assertThat(answer.frame(apart).end()).isEqualTo(FrameEnd.TIMED_OUT);
        Files.writeString(home.resolve("go"), "undone\n");
        assertGone("pids");
        assertThat(home.resolve("done")).hasContent("undone");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatOthersKillDiedAndDidNotTakeTooLong(Shell shell) {
        var killed = fact("killed", "kill -9 0; sleep 600").request();
        Answer answer = host(shell).run(killed, HELLO);
        assertThat(answer.frame(killed).end()).isEqualTo(FrameEnd.DIED);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void theLanesAlarmLetsItsProbesCleanUp(Shell shell, boolean setsid) {
        var holds = Fact.scripted("holds", HOLDS)
                .limit(Duration.ofSeconds(60))
                .parsedBy(output -> Reading.got(output.text()))
                .request();
        LaneScript script = lane(holds, HELLO);
        // All that holds the lane's output has ended when this returns.
        Answer answer = host(shell).run(script, text(script, shell, setsid, Duration.ofSeconds(2)));
        assertThat(answer.reader().ended()).isFalse();
        assertThat(answer.frame(HELLO).end()).isEqualTo(FrameEnd.NEVER);
        assertLetGo();
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void startUpFilesGetToCleanUpAndItIsSaidWhatTheyWaitedFor(Shell shell, boolean setsid) throws IOException {
        startUp(HOLDS);
        var one = fact("one", "echo one").in(Context.LOGIN);
        var two = fact("two", "echo two").in(Context.LOGIN);
        LaneScript script = lane(one, two, HELLO);
        Answer answer = host(shell).run(script, entryLimitOfASecond(text(script, shell, setsid)));
        for (FactRequest<String> request : List.of(one, two)) {
            Reading<String> reading = answer.reading(request);
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            Reading.Missing.class,
                            missing -> assertThat(missing.reason()).isEqualTo(Reason.STARTUP_TIMEOUT));
            // bash reads a start-up file whole and closes it.
            String said = reading.fold(value -> value, Reading.Missing::detail);
            assertThat(said)
                    .isEqualTo(
                            shell.name().equals("bash")
                                    ? "1 s: sleep"
                                    : "1 s: sleep < sh (" + home.resolve(".profile") + ")");
        }
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        assertLetGo();
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("shells")
    void theNextLoginOfALaneIsWaitedForHalfAsLongWhereOneHung(Shell shell) throws IOException {
        startUp("sleep 600; :\n");
        // Too long for one entry together.
        var one = fact("one", ": " + "x".repeat(50_000)).in(Context.LOGIN);
        var two = fact("two", ": " + "x".repeat(50_000)).in(Context.LOGIN);
        LaneScript script = lane(one, two, HELLO);
        String text = text(script, shell, true);
        String quick = text.replaceAll("(pf_context \\d+) 20 ", "$1 2 ").replace("-ge 10", "-ge 2");
        assertThat(quick).contains(" 2 ").contains("-ge 2");
        Answer answer = host(shell).run(script, quick);
        assertThat(answer.reading(one).<String>fold(value -> value, Reading.Missing::detail))
                .startsWith("2 s: sleep");
        assertThat(answer.reading(two).<String>fold(value -> value, Reading.Missing::detail))
                .startsWith("1 s: sleep");
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("shells")
    void aScriptThatAStartUpFileWaitsForIsNamed(Shell shell) throws IOException {
        Path slow = Files.writeString(home.resolve("rehash"), "# secret\nsleep 600; :\n");
        startUp("sh " + slow + " --password=horse\n");
        var one = fact("one", "echo one").in(Context.LOGIN);
        LaneScript script = lane(one);
        Answer answer = host(shell).run(script, entryLimitOfASecond(text(script, shell, true)));
        String said = answer.reading(one).fold(value -> value, Reading.Missing::detail);
        assertThat(said).startsWith("1 s: sleep < sh (" + slow + ")");
        assertThat(answer.err(one)).doesNotContain("horse");
    }

    @SideBySide
    @ParameterizedTest
    @MethodSource("shells")
    void theProbesOfAContextHaveTheirLimitsFromWhenItIsEntered(Shell shell) {
        var late = Fact.scripted("late", "sleep 2; echo late\n")
                .limit(Duration.ofSeconds(30))
                .parsedBy(output -> Reading.got(output.text()))
                .in(Context.LOGIN);
        LaneScript script = lane(late);
        Answer answer = host(shell).run(script, entryLimitOfASecond(text(script, shell, true)));
        assertThat(answer.reading(late)).isEqualTo(Reading.got("late\n"));
    }
}
