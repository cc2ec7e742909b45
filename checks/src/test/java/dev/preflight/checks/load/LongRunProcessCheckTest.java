package dev.preflight.checks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ChangedProbe;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LongRunProcessCheckTest {
    private static final LongRunProcessCheck CHECK = new LongRunProcessCheck();
    private static final String ONE = "expected_processes: [{pattern: burn}]";
    private static final String BEFORE = "hz 100\nat 36000.10\nbefore 1 5120 884213 5980\ngroup 5120 /burn.scope\n";
    private static final String KILLS = "kills-before 5120 0\nat 36060.20\nkills-after 5120 0\n";
    private static final String END = "user ops\ndone\n";

    private static List<String> said(String yaml, String probe) {
        return Judged.said(CHECK, yaml, Map.of("long-run", probe)).stream()
                .filter(line -> !line.equals("pass ok session:ops"))
                .toList();
    }

    @Test
    void theSameNumberIsTheSameProcessOnlyWithTheSameStart() {
        assertThat(said(ONE, BEFORE + KILLS + "after 1 5120 884213 6000\n" + END))
                .containsExactly("pass ok process:burn");
        assertThat(said(ONE, BEFORE + KILLS + "after 1 5120 3605000 3\nlog\n" + END))
                .containsExactly("warning finished process:burn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log\\n [36030.1] Out of memory: Kill process 5120 (burn) score 900 or sacrifice child | fail killed
            log\\n [36030.1] Memory cgroup out of memory: Killed process 5120 (burn) total-vm:1kB | fail killed
            log\\n [35999.9] Out of memory: Killed process 5120 (other)                            | warning finished
            log\\n [36030.1] Out of memory: Killed process 51201 (burn)                            | warning finished
            log\\noomd\\n Killed /burn.scope due to memory used                                    | fail killed
            result 5120 Result=oom-kill                                                           | fail killed
            result 5120 Result=signal                                                             | fail killed
            result 5120 Result=exit-code                                                          | warning finished
            result 5120 Result=success                                                            | warning finished
            cpu-limit 5120 119                                                                    | fail killed
            cpu-limit 5120 120                                                                    | warning finished
            cpu-limit 5120 unlimited                                                              | warning finished
            """)
    void whatEndedItIsToldFromAnEndOfItsOwn(String evidence, String expected) {
        assertThat(said(ONE, BEFORE + KILLS + evidence.replace("\\n", "\n") + "\n" + END))
                .containsExactly(expected + " process:burn");
    }

    @Test
    void aKillThatTheControlGroupCountsIsAKill() {
        assertThat(said(ONE, BEFORE + KILLS.replace("kills-after 5120 0", "kills-after 5120 1") + END))
                .containsExactly("fail killed process:burn");
    }

    @Test
    void withoutEvidenceNobodyKnows() {
        String unread = KILLS.replace("0\n", "\n").replace("36060.2\n", "36060.20\n");
        assertThat(said(ONE, BEFORE + unread + END)).containsExactly("unknown no-permission process:burn");
        assertThat(said(ONE, "hidden-proc\nat 1.0\nat 61.0\n" + END))
                .containsExactly("unknown hidden-proc process:burn");
        assertThat(said(ONE, "at 1.0\nat 61.0\n" + END)).containsExactly("warning not-running process:burn");
    }

    /** It had run 36000.10 - 8842.13 = 27157.97 s. */
    @ParameterizedTest
    @CsvSource({"27157s, pass ran-long-enough", "27158s, warning finished"})
    void whatRanAsLongAsItHadToMayEnd(String minimum, String expected) {
        String yaml = "expected_processes: [{pattern: burn, min_runtime: " + minimum + "}]";
        assertThat(said(yaml, BEFORE + KILLS + "log\n" + END)).containsExactly(expected + " process:burn");
    }

    @Test
    void workersComeAndGoAndAKilledOneCounts() {
        String two = BEFORE + "before 1 5121 884300 10\ngroup 5121 /burn.scope\n" + KILLS + "kills-before 5121 0\n"
                + "kills-after 5121 0\nafter 1 5120 884213 6000\n";
        assertThat(said(ONE, two + "log\n" + END)).containsExactly("pass ok process:burn");
        assertThat(said(ONE, two + "log\n [36030.1] Killed process 5121 (burn)\n" + END))
                .containsExactly("fail killed process:burn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            logind\\nkill-user yes\\nuser ops                                       | fail session-kill session:ops
            logind\\nkill-user no\\nconfig KillUserProcesses yes\\nuser ops         | pass ok session:ops
            logind\\nconfig KillUserProcesses no\\nconfig KillUserProcesses yes\\nuser ops | fail session-kill session:ops
            logind\\nuser ops                                                      | unknown not-readable session:ops
            logind\\nkill-user yes\\nuser ops\\nlinger                              | pass ok session:ops
            logind\\nkill-user yes\\nuser root                                     | pass ok session:root
            logind\\nkill-user yes\\nuser ops\\nconfig KillExcludeUsers root ops    | pass ok session:ops
            logind\\nkill-user yes\\nuser ops\\nconfig KillOnlyUsers guest          | pass ok session:ops
            logind\\nkill-user yes\\nuser ops\\nconfig KillOnlyUsers guest ops      | fail session-kill session:ops
            user ops                                                              | pass ok session:ops
            """)
    void whatLogindDoesIsTheEffectiveValue(String lines, String expected) {
        assertThat(Judged.said(CHECK, "{}", Map.of("long-run", lines.replace("\\n", "\n") + "\ndone\n")))
                .containsExactly(expected, "not-applicable processes-unset setting:expected_processes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            found 812 5120                | pass ok session:ops
            found 700 90\\nfound 812 5120 | pass ok session:ops
            found 812 9999                | fail session-kill session:ops
            ''                            | fail session-kill session:ops
            """)
    void whatAnotherSessionFindsIsTheSameProcess(String found, String expected) {
        String survivors = found.replace("\\n", "\n") + "\ndone\n";
        assertThat(Judged.said(
                        CHECK,
                        "survival_test: true",
                        Map.of("long-run", END, "left-behind", "left 812 5120\n", "survivors", survivors)))
                .containsExactly(expected, "not-applicable processes-unset setting:expected_processes");
    }

    @Test
    void withoutASecondLoginNobodyKnows() {
        assertThat(Judged.said(CHECK, "survival_test: true", Map.of("long-run", END, "left-behind", "left 812 5120\n")))
                .contains("unknown not-collected session:ops");
    }

    /** What was tried counts, whatever the settings say: lingering may be off, and the process in another cgroup. */
    @Test
    void whatWasTriedCountsMoreThanWhatLogindIsSetTo() {
        assertThat(Judged.said(
                        CHECK,
                        "survival_test: true",
                        Map.of(
                                "long-run", "logind\nkill-user yes\n" + END,
                                "left-behind", "left 812 5120\n",
                                "survivors", "found 812 5120\ndone\n")))
                .contains("pass ok session:ops");
    }

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatIsLeftBehindIsFoundUntilItEnds(Shell shell) {
        // Longer than any machine takes to look for it.
        FactRequest<BackgroundProcess> leave = ChangedProbe.of(BackgroundProcess.LEFT.fact(), "sleep 30", "sleep 1200")
                .in(Context.EXEC);
        ScriptRun.Answer left = ScriptRun.under(shell).run(leave);
        BackgroundProcess process = left.reading(leave).fold(one -> one, missing -> null);
        assertThat(process).as(left.toString()).isNotNull();
        try {
            assertThat(found(shell)).contains(process);
        } finally {
            ProcessHandle.of(process.pid()).ifPresent(one -> {
                one.descendants().forEach(ProcessHandle::destroyForcibly);
                one.destroyForcibly();
                one.onExit().join();
            });
        }
        assertThat(found(shell)).doesNotContain(process);
    }

    private static List<BackgroundProcess> found(Shell shell) {
        FactRequest<List<BackgroundProcess>> look = BackgroundProcess.FOUND.with("WAIT", "0");
        Reading<List<BackgroundProcess>> reading =
                ScriptRun.under(shell).run(look).reading(look);
        return reading.fold(all -> all, missing -> {
            throw new AssertionError(missing.toString());
        });
    }
}
