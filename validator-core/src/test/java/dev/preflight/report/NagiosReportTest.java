package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NagiosReportTest {
    private static final NagiosReport REPORT = new NagiosReport(Samples.english());

    /** A status line and its performance data, by the Monitoring Plugins Development Guidelines. */
    private static final Pattern FIRST = Pattern.compile(
            "PREFLIGHT (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+ \\|( [a-z_]+=\\d+(\\.\\d+)?s?;;;0(;\\d+)?)+");

    private static List<String> lines(RunReport run) {
        return REPORT.render(run).lines().toList();
    }

    private static String status(Verdict verdict, ExitCode exit) {
        String first = lines(Samples.run(verdict, exit, List.of(Samples.host("h", verdict, List.of()))))
                .get(0);
        assertThat(first).matches(FIRST);
        return first.split(" ")[1];
    }

    @Test
    void isTheSameTextEveryTime() {
        Golden.assertSame("everything.nagios", REPORT.render(Samples.everything()));
        assertThat(REPORT.render(Samples.manyHosts())).isEqualTo(REPORT.render(Samples.manyHosts()));
    }

    @Test
    void theStatusFollowsTheExitCode() {
        assertThat(status(Verdict.PROCEED, ExitCode.PROCEED)).isEqualTo("OK");
        assertThat(status(Verdict.PROCEED_WITH_WARNINGS, ExitCode.PROCEED)).isEqualTo("WARNING");
        assertThat(status(Verdict.BLOCKED, ExitCode.BLOCKED)).isEqualTo("CRITICAL");
        assertThat(status(Verdict.UNDECIDED, ExitCode.UNDECIDED)).isEqualTo("UNKNOWN");
        for (Verdict verdict : List.of(Verdict.PROCEED, Verdict.PROCEED_WITH_WARNINGS, Verdict.UNDECIDED)) {
            assertThat(status(verdict, ExitCode.INTERRUPTED)).isEqualTo("UNKNOWN");
            assertThat(status(verdict, ExitCode.INTERNAL_ERROR)).isEqualTo("UNKNOWN");
        }
        assertThat(status(Verdict.BLOCKED, ExitCode.INTERRUPTED)).isEqualTo("CRITICAL");
    }

    @Test
    void theStatusIsOfEveryLanguage() {
        String chinese = new NagiosReport(Samples.chinese()).render(Samples.everything());
        assertThat(chinese).startsWith("PREFLIGHT CRITICAL - ").contains("web1: blocked: umask-effective");
    }

    @Test
    void theHostsFollowWorstFirst() {
        assertThat(lines(Samples.everything())).element(1).isEqualTo("all hosts together: nic-link");
        assertThat(lines(Samples.everything()).subList(2, 8))
                .containsExactly(
                        "web1: blocked: umask-effective, docker-daemon-json",
                        "web2: blocked: umask-effective",
                        "db1: blocked: nic-link, umask-effective, docker-daemon-json",
                        "web3: undecided: not reached (refused)",
                        "web4: undecided: not reached (host-key-changed)",
                        "db2: proceed-with-warnings: nic-link");
        assertThat(lines(Samples.allClean())).hasSize(1);
    }

    @Test
    void itIsNoLongerThanNagiosReads() {
        List<HostReport> hosts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String name = "node-" + i;
            hosts.add(Samples.host(name, Verdict.BLOCKED, List.of(Samples.carrier(name, "eth0", ""))));
        }
        String text = new NagiosReport(Samples.chinese()).render(Samples.run(Verdict.BLOCKED, ExitCode.BLOCKED, hosts));
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(8192).hasSizeGreaterThan(7000);
        int shown = (int) text.lines().filter(line -> line.startsWith("node-")).count();
        assertThat(text).endsWith("另有 " + (1000 - shown) + " 台主机；--format json 列出全部\n");
    }

    @Test
    void hostileNamesAddNoLineAndNoPerformanceData() {
        String hostile = "h | x=1\nPREFLIGHT OK - forged | y=2 " + Samples.HOSTILE;
        Finding finding = Finding.of(
                "nic-link",
                hostile,
                Scope.host(hostile),
                Judgement.fail("no-carrier", Subject.of("nic", hostile)),
                Severity.BLOCKER);
        List<String> lines = lines(Samples.run(
                Verdict.BLOCKED, ExitCode.BLOCKED, List.of(Samples.host(hostile, Verdict.BLOCKED, List.of(finding)))));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches(FIRST);
        assertThat(lines.get(1)).startsWith("h \\x7c x=1\\n").doesNotContain("|", "\u001b", "\u202e");
    }
}
