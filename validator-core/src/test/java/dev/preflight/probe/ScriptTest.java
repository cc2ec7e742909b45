package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.FrameProtocol;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Processes;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.ScriptRun.Answer;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiled script under the shells that hosts have. */
class ScriptTest {
    private static final FactRequest<String> HELLO = fact("hello", "echo hello").request();

    @TempDir
    Path home;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Fact<String> fact(String id, String script) {
        return Fact.scripted(id, script + "\n").limit(Duration.ofMinutes(10)).parsedBy(ScriptTest::text);
    }

    private static Fact<String> smallFact(String id, String script) {
        return Fact.scripted(id, script + "\n")
                .limit(Duration.ofSeconds(1))
                .cap(100)
                .parsedBy(ScriptTest::text);
    }

    private static Reading<String> text(ProbeOutput output) {
        return Reading.got(output.text());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void everyProbeComesBackWithOutputErrorsAndStatus(Shell shell) {
        var noisy = fact("noisy", "printf 'no line end'; echo oops >&2; exit 7").request();
        Answer answer = ScriptRun.under(shell).run(HELLO, noisy);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        assertThat(answer.out(noisy)).isEqualTo("no line end");
        assertThat(answer.err(noisy)).isEqualTo("oops\n");
        assertThat(answer.frame(noisy).status()).hasValue(7);
        assertThat(answer.frame(noisy).took()).isPresent();
        assertThat(answer.reader().done()).isTrue();
        assertThat(answer.status()).isZero();
        assertThat(answer.reader().noise()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void outputIsKeptByteForByte(Shell shell) {
        var bytes = fact("bytes", "printf 'a\\000b\\377\\033[31m\\n\\n'").request();
        Answer answer = ScriptRun.under(shell).run(bytes);
        assertThat(answer.frame(bytes).out()).containsExactly('a', 0, 'b', 0xff, 0x1b, '[', '3', '1', 'm', '\n', '\n');
    }

    @ParameterizedTest
    @MethodSource("shells")
    void cleanIsCleanAndExecIsTheCallersOwn(Shell shell) {
        Fact<String> environment = fact("environment", "umask; echo \"$PATH $LC_ALL $TZ ${SECRET-unset} ${N-unset}\"");
        var clean = environment.request();
        var exec = environment.in(Context.EXEC);
        Answer answer = ScriptRun.under(shell)
                .with("PATH", "/opt/nothing")
                .with("LC_ALL", "de_DE.UTF-8")
                .with("TZ", "CET")
                .with("SECRET", "x")
                .run(clean, exec);
        assertThat(answer.out(clean).lines().skip(1))
                .containsExactly("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin C UTC unset unset");
        assertThat(answer.out(exec).lines().skip(1)).containsExactly("/opt/nothing de_DE.UTF-8 CET x unset");
    }

    /** What is read again is the same program's word: a host may have two of a name. */
    @ParameterizedTest
    @MethodSource("shells")
    void whatIsReadAgainHasTheEnvironmentOfTheFirstReading(Shell shell) {
        var request =
                fact("environment", "echo \"$PATH $LC_ALL $TZ ${N-unset}\"").request();
        ScriptRun host = ScriptRun.under(shell).with("PATH", "/opt/nothing").with("TZ", "CET");
        assertThat(host.run(ScriptCompiler.again(request, 1)).out(request))
                .isEqualTo(host.run(request).out(request))
                .endsWith(" C UTC unset\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void loginReadsTheProfileAndExecDoesNot(Shell shell) throws IOException {
        Files.writeString(home.resolve(".profile"), "umask 0027\nB=x C=x s=x\n");
        Fact<String> mask = fact("mask", "umask");
        var exec = mask.in(Context.EXEC);
        var login = mask.in(Context.LOGIN);
        Answer answer = login("/bin/sh", shell).run(exec, login);
        assertThat(answer.out(exec).strip()).isNotEqualTo("0027");
        assertThat(answer.out(login).strip()).isEqualTo("0027");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void cshTakesNoLoginOptionAndShIsUsedInItsPlace(Shell shell) throws IOException {
        Files.writeString(home.resolve(".profile"), "umask 0027\n");
        var login = fact("mask", "umask").in(Context.LOGIN);
        Answer answer = login("/bin/tcsh", shell).run(login);
        assertThat(answer.out(login).strip()).isEqualTo("0027");
        assertThat(answer.err(login)).contains("sh -lc instead of /bin/tcsh");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void startUpFilesOfALoginHarmOnlyThatLogin(Shell shell) throws IOException {
        var login = fact("mask", "umask").in(Context.LOGIN);
        for (String evil : List.of("exit 3", "exec /bin/true", "cat >/dev/null", "kill -9 $$")) {
            Files.writeString(home.resolve(".profile"), evil + "\n");
            Answer answer = login("/bin/sh", shell).run(login, HELLO);
            assertThat(answer.out(HELLO)).isEqualTo("hello\n");
            assertThat(answer.reader().done()).isTrue();
            assertThat(answer.frame(login).end()).isEqualTo(FrameEnd.COMPLETE);
        }
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aProbeThatHangsIsStoppedWithAllItsChildrenAndTheRestGoesOn(Shell shell) {
        String mark = "preflight-hang-" + shell.name();
        var hangs = Fact.scripted("hangs", "echo before; sleep 1200 " + "& sh -c 'sleep 1200; : " + mark + "'\n")
                .limit(Duration.ofSeconds(1))
                .parsedBy(ScriptTest::text)
                .request();
        Answer answer = ScriptRun.under(shell).withItsLimits().run(hangs, HELLO);
        assertThat(answer.frame(hangs).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        Processes.awaitNone(mark);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aHostWithoutSetsidStopsWhatHangsToo(Shell shell) {
        String mark = "preflight-nosetsid-" + shell.name();
        var hangs = Fact.scripted("hangs", "sleep 1200 & sh -c 'sleep 1200; : " + mark + "'\n")
                .limit(Duration.ofSeconds(1))
                .parsedBy(ScriptTest::text)
                .request();
        LaneScript script = lane(hangs, HELLO);
        String text = shell.replacing(script.text(ScriptRun.NONCE, Duration.ofSeconds(60)));
        String without = text.replace("if pf_tool setsid; then", "if false; then");
        assertThat(without).isNotEqualTo(text);
        Answer answer = ScriptRun.under(shell).run(script, without);
        assertThat(answer.frame(hangs).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
        Processes.awaitNone(mark);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aFloodIsCutAtItsCapAndHoldsNothingUp(Shell shell) {
        var flood = Fact.scripted("flood", "while :; do echo floodfloodfloodflood; done\n")
                .cap(1000)
                .parsedBy(ScriptTest::text)
                .request();
        var errors = fact("errors", "yes error >&2 | head -c 1; yes oops | head -c 100000 >&2; echo end")
                .request();
        Answer answer = ScriptRun.under(shell).run(flood, HELLO, errors);
        assertThat(answer.frame(flood).end()).isEqualTo(FrameEnd.TRUNCATED);
        assertThat(answer.frame(flood).out()).hasSize(1000);
        assertThat(answer.frame(errors).err()).hasSizeLessThanOrEqualTo(16 * 1024);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aToolThatComplainsWithoutEndStillGivesItsWholeAnswer(Shell shell) {
        var complains = fact("complains", "(yes complaint | head -c 300000 >&2 && echo whole) | cat; echo end")
                .request();
        var light = Fact.scripted("light", "yes complaint | head -c 300000 >&2 && echo whole\n")
                .parsedBy(ScriptTest::text);
        var next = Fact.scripted("next", "echo next\n").parsedBy(ScriptTest::text);
        Answer answer = ScriptRun.under(shell).run(complains, light.request(), next.request());
        assertThat(answer.out(complains)).isEqualTo("whole\nend\n");
        assertThat(answer.frame(complains).err()).hasSizeBetween(4 * 1024, 20 * 1024);
        assertThat(answer.out(light.request())).isEqualTo("whole\n");
        assertThat(answer.out(next.request())).isEqualTo("next\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void anAnswerOfExactlyTheCapIsWholeAndOneByteMoreIsNot(Shell shell) {
        Fact<String> exact = Fact.scripted("exact", "head -c \"$PARAM_SIZE\" /dev/zero\n")
                .cap(1000)
                .parsedBy(ScriptTest::text);
        for (int size : List.of(999, 1000, 1001, 1020, 1100, 1256, 5000)) {
            var request = exact.request().with("SIZE", Integer.toString(size));
            Frame frame = ScriptRun.under(shell).run(request, HELLO).frame(request);
            assertThat(frame.end())
                    .as("%d bytes", size)
                    .isEqualTo(size <= 1000 ? FrameEnd.COMPLETE : FrameEnd.TRUNCATED);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void thoseThatShareOneChildKeepTheirOwnFrames(Shell shell) {
        var one = smallFact("one", "echo one; exit 4").request();
        var two = smallFact("two", "echo two; echo err >&2").request();
        var big = smallFact("big", "head -c 101 /dev/zero").request();
        Answer answer = ScriptRun.under(shell).run(one, HELLO, two, big);
        assertThat(answer.out(one)).isEqualTo("one\n");
        assertThat(answer.frame(one).status()).hasValue(4);
        assertThat(answer.out(two)).isEqualTo("two\n");
        assertThat(answer.err(two)).isEqualTo("err\n");
        assertThat(answer.frame(big).end()).isEqualTo(FrameEnd.TRUNCATED);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatHangsInASharedChildCostsThoseBehindItNothing(Shell shell) {
        var one = smallFact("one", "echo one").request();
        var stuck = smallFact("stuck", "echo partial; echo oops >&2; sleep 600").request();
        var last = fact("last", "echo last").request();
        Answer answer = ScriptRun.under(shell).withItsLimits().run(one, stuck, last, HELLO);
        assertThat(answer.out(one)).isEqualTo("one\n");
        assertThat(answer.frame(stuck).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.out(stuck)).isEqualTo("partial\n");
        assertThat(answer.err(stuck)).containsOnlyOnce("oops\n").containsOnlyOnce("@@PF stopped 1\n");
        assertThat(answer.out(last)).isEqualTo("last\n");
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    /** What caps the output may end with what it still holds: that of a probe that was whole as well. */
    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatIgnoresToBeToldToEndCostsThoseBeforeItNothing(Shell shell) {
        var one = smallFact("one", "echo one").request();
        var stuck = smallFact("stuck", "trap '' TERM; echo partial; sleep 600 & wait; sleep 600")
                .request();
        Answer answer = ScriptRun.under(shell).withItsLimits().run(one, stuck, HELLO);
        assertThat(answer.out(one)).isEqualTo("one\n");
        assertThat(answer.frame(stuck).end()).isEqualTo(FrameEnd.TIMED_OUT);
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatEndsTheChildThatItSharesCostsThoseBehindItNothing(Shell shell) {
        var one = fact("one", "echo one").request();
        var kills = fact("kills", "echo partial; kill -9 $$").request();
        var floods = smallFact("floods", "yes flood").request();
        var last = fact("last", "echo $PF_M4-$PF_NAMES-$N-$PF_B; echo last").request();
        Answer answer = ScriptRun.under(shell).run(one, kills, floods, last, HELLO);
        assertThat(answer.out(one)).isEqualTo("one\n");
        assertThat(answer.frame(kills).status()).hasValue(137);
        assertThat(answer.frame(floods).end()).isEqualTo(FrameEnd.TRUNCATED);
        assertThat(answer.out(last)).endsWith("last\n");
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatAProbeSetsIsGoneForThoseThatRunInTheSameShell(Shell shell) {
        var sets = fact("sets", """
                a=1 IFS=: PATH=/nowhere TZ=Asia/Tokyo
                for b in x y; do read -r c d </dev/null; done
                : "${e:=5}"
                set -f
                set -- one two
                words() { echo mine; }
                words
                unset HOME LC_ALL
                cd /etc
                [ -n "$a" ] && return 3
                echo never""").request();
        var looks = fact("looks", """
                echo "${a-}${b-}${c-}${d-}${e-}$#$IFS"
                words
                echo /etc/pass*d "${HOME+home}"
                /usr/bin/env | /usr/bin/sort""").request();
        Answer answer = ScriptRun.under(shell).run(sets, looks, HELLO);
        assertThat(answer.out(sets)).isEqualTo("mine\n");
        assertThat(answer.frame(sets).status()).hasValue(3);
        assertThat(answer.out(looks).lines().toList())
                .startsWith("0 \t", "", "/etc/passwd home")
                .contains("LC_ALL=C", "TZ=UTC", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .noneMatch(line -> line.startsWith("N=") || line.startsWith("PF_") || line.contains("echo never"));
        assertThat(answer.err(looks)).contains("words");
        assertThat(answer.out(HELLO)).isEqualTo("hello\n");
    }

    /** execve(2) takes a quarter of the stack's limit, and 128 KiB in any case. */
    @ParameterizedTest
    @MethodSource("shells")
    void moreTextThanAProgramCanBeGivenRunsPieceByPiece(Shell shell) {
        List<FactRequest<?>> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.add(fact("probe-" + i, ": " + "x".repeat(30_000) + "\n/bin/echo " + i)
                    .request());
        }
        LaneScript script = lane(requests.toArray(FactRequest[]::new));
        String text = script.text(ScriptRun.NONCE, Duration.ofMinutes(10));
        Answer answer =
                ScriptRun.under(shell).run(script, shell.replacing(text.replace("\nN=", "\nulimit -s 512\nN=")));
        assertThat(requests).extracting(answer::out).containsExactly("0\n", "1\n", "2\n", "3\n", "4\n", "5\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatRunsAloneRunsOnce(Shell shell) {
        var alone = Fact.scripted("alone", "echo >>" + home.resolve("ran") + "; kill -9 0\n")
                .alone()
                .parsedBy(ScriptTest::text)
                .request();
        Answer answer = ScriptRun.under(shell)
                .run(HELLO, alone, smallFact("last", "echo last").request());
        assertThat(answer.frame(alone).end()).isEqualTo(FrameEnd.DIED);
        assertThat(home.resolve("ran")).hasContent("\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void locatorsArriveAsTheyAreAndRunNothing(Shell shell) {
        Path owned = home.resolve("owned");
        List<String> values = List.of(
                "'; touch " + owned + "; '",
                "$(touch " + owned + ")",
                "`touch " + owned + "`",
                "-n",
                "a  b",
                "\\",
                "",
                "*");
        Fact<String> echo = fact("echo", ": \"${PARAM_X?}\"; printf '%s|' \"$PARAM_X\" \"$@\"");
        for (String value : values) {
            var request = echo.request().with("X", value).withArguments(values);
            Answer answer = ScriptRun.under(shell).run(request);
            assertThat(answer.out(request)).isEqualTo(value + "|" + String.join("|", values) + "|");
        }
        assertThat(owned).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aScriptThatIsCutOnTheWayRunsNothing(Shell shell) {
        LaneScript script = lane(HELLO);
        String text = script.text(ScriptRun.NONCE, Duration.ofSeconds(60));
        for (int length = 0; length < text.length() - 5; length += 499) {
            Answer answer = ScriptRun.under(shell).run(script, text.substring(0, length));
            assertThat(answer.reader().began()).as("cut at %d", length).isFalse();
            assertThat(answer.status()).isEqualTo(FrameProtocol.DAMAGED);
            assertThat(answer.frame(HELLO).end()).isEqualTo(FrameEnd.NEVER);
        }
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void theLaneEndsByItsAlarmThoughAProbeOutlivesIt(Shell shell) throws IOException {
        var slow = Fact.scripted("slow", "sleep 600\n")
                .limit(Duration.ofSeconds(3))
                .parsedBy(ScriptTest::text)
                .request();
        LaneScript script = lane(slow, HELLO);
        String text = shell.replacing(script.text(ScriptRun.NONCE, Duration.ofSeconds(1)));
        // The probe's own limit comes when the alarm has ended the lane, however late that is.
        Path lane = home.resolve("lane-" + shell);
        Path nap = Files.writeString(
                home.resolve("nap-" + shell),
                "[ \"$1\" != 1 ] || exec sleep 1\nwhile kill -0 \"$(cat " + lane + ")\"; do sleep 0.1; done 2>&-\n");
        String timed = text.replace("#PF1\n", "#PF1\necho $$ >" + lane + "\n")
                .replace("PF_SLEEP=$PF_T\n", "PF_SLEEP=" + nap + "\n");
        assertThat(nap.toFile().setExecutable(true)).isTrue();
        assertThat(timed).contains("=" + nap, ">" + lane);
        Answer answer = ScriptRun.under(shell).run(script, timed);
        assertThat(answer.reader().ended()).isFalse();
        assertThat(answer.frame(HELLO).end()).isEqualTo(FrameEnd.NEVER);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatStartUpFilesPrintIsNoAnswer(Shell shell) throws IOException {
        Files.writeString(home.resolve(".profile"), "echo Welcome; printf 'no newline'; echo complaint >&2\n");
        var request = Fact.scripted("hello", "echo hello\n")
                .parsedBy(ScriptTest::text)
                .in(Context.LOGIN);
        assertThat(login("/bin/sh", shell).run(request).reading(request)).isEqualTo(Reading.got("hello\n"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLoginShellThatEndsInItsStartUpFilesIsNoAnswer(Shell shell) throws IOException {
        Files.writeString(home.resolve(".profile"), "echo Go away\nexit 0\n");
        var request = Fact.scripted("hello", "echo hello\n")
                .parsedBy(ScriptTest::text)
                .in(Context.LOGIN);
        assertThat(login("/bin/sh", shell).run(request).reading(request))
                .isEqualTo(Reading.missing(Reason.NO_SHELL, "Go away"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aSessionOfSomebodyElseIsNoAnswer(Shell shell) {
        for (Context context : List.of(Context.EXEC, Context.LOGIN, Context.SUDO)) {
            var request = Fact.scripted("hello", "echo hello\n")
                    .parsedBy(ScriptTest::text)
                    .in(context)
                    .as("no'body");
            Reading<String> reading = login("/bin/sh", shell).run(request).reading(request);
            String said =
                    reading.fold(value -> value, missing -> missing.reason().code() + " " + missing.detail());
            assertThat(said)
                    .as(context.id())
                    .isIn(
                            "no-permission logged in as " + System.getProperty("user.name")
                                    + ", not as the install user no'body",
                            "no-permission su: user no'body does not exist or the user entry does not contain all the required fields",
                            "no-permission su: unknown user no'body");
        }
    }

    private static LaneScript lane(FactRequest<?>... requests) {
        return ScriptCompiler.compile(List.of(requests), Rights.USER, System.getProperty("user.name"))
                .get(Lane.USER);
    }

    private ScriptRun login(String loginShell, Shell shell) {
        return ScriptRun.under(shell).with("HOME", home.toString()).with("SHELL", loginShell);
    }
}
