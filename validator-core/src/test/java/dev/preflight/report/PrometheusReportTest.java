package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.result.RunReport;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusReportTest {
    private static final PrometheusReport REPORT = new PrometheusReport();

    /** Prints type and samples of every metric as Prometheus' own parser for Python reads them. */
    private static final String READER = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families
            sys.stdout.reconfigure(encoding="utf-8")
            seen = set()
            for family in text_string_to_metric_families(sys.stdin.buffer.read().decode("utf-8")):
                assert family.name not in seen, family.name
                seen.add(family.name)
                assert family.type == "gauge" and family.documentation, family
                for s in family.samples:
                    key = (s.name, tuple(sorted(s.labels.items())))
                    assert key not in seen and s.timestamp is None, s
                    seen.add(key)
                    print(s.name, sorted(s.labels.items()), s.value)
            """;

    /** Debian's Python, which has Debian's modules; another may come first on the path. */
    private static List<String> parsed(String text) {
        Requirement.that(
                Files.isExecutable(Path.of("/usr/bin/python3"))
                        && Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/prometheus_client")),
                "Debian's python3-prometheus-client");
        return Commands.run(text, "/usr/bin/python3", "-c", READER).lines().toList();
    }

    private static RunReport of(String name, Judgement judgement) {
        return Samples.run(
                Verdict.BLOCKED,
                ExitCode.BLOCKED,
                List.of(Samples.host(
                        name,
                        Verdict.BLOCKED,
                        List.of(Samples.finding("nic-link", name, judgement, Severity.BLOCKER)))));
    }

    @Test
    void isTheSameTextEveryTime() {
        Golden.assertSame("everything.prom", REPORT.render(Samples.everything()));
        assertThat(REPORT.render(Samples.manyHosts())).isEqualTo(REPORT.render(Samples.manyHosts()));
    }

    @Test
    void itsParserReadsWhatWasFound() {
        List<String> samples = parsed(REPORT.render(Samples.everything()));
        assertThat(samples)
                .contains(
                        "preflight_run_verdict [('profile', 'container-host'), ('verdict', 'blocked')] 1.0",
                        "preflight_run_verdict [('profile', 'container-host'), ('verdict', 'proceed')] 0.0",
                        "preflight_run_exit_code [('profile', 'container-host')] 1.0",
                        "preflight_run_duration_seconds [('profile', 'container-host')] 12.345",
                        "preflight_run_start_timestamp_seconds [('profile', 'container-host')] 1795472045.25",
                        "preflight_hosts [('profile', 'container-host'), ('verdict', 'blocked')] 3.0",
                        "preflight_host_reached [('host', 'web3'), ('profile', 'container-host')] 0.0",
                        "preflight_host_verdict [('host', 'mq1'), ('profile', 'container-host'), ('verdict', 'proceed')] 1.0",
                        "preflight_host_findings [('check', 'umask-effective'), ('host', 'web1'), ('outcome', 'fail'),"
                                + " ('profile', 'container-host'), ('severity', 'blocker')] 2.0",
                        "preflight_host_findings [('check', 'nic-link'), ('host', 'db2'), ('outcome', 'waived'),"
                                + " ('profile', 'container-host'), ('severity', 'blocker')] 1.0",
                        "preflight_fleet_findings [('check', 'nic-link'), ('outcome', 'warning'),"
                                + " ('profile', 'container-host'), ('severity', 'warning')] 1.0");
        assertThat(new HashSet<>(samples)).hasSameSizeAs(samples);
        assertThat(parsed(REPORT.render(Samples.manyHosts()))).hasSizeGreaterThan(200 * 6);
        assertThat(parsed(REPORT.render(Samples.run(Verdict.UNDECIDED, ExitCode.UNDECIDED, List.of()))))
                .noneMatch(sample -> sample.contains("preflight_host_"));
    }

    @Test
    void hostileNamesStayWithinTheirLabel() {
        String name = "a\"} 1\nforged{x=\"\\" + Samples.HOSTILE + "\\";
        List<String> samples = parsed(REPORT.render(of(name, Judgement.fail("no-carrier", Subject.of("nic", name)))));
        assertThat(samples)
                .allMatch(sample -> sample.startsWith("preflight_"))
                .filteredOn(sample -> sample.startsWith("preflight_host_reached "))
                .singleElement()
                .asString()
                .contains("a\"} 1\\\\nforged{x=\"")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void whatOnlyTheFindingSaysIsNoLabel() {
        String one = REPORT.render(of("h", Judgement.fail("no-carrier", Subject.of("nic", "eth0"))));
        String other = REPORT.render(of("h", Judgement.fail("no-carrier", Subject.of("nic", "eth1"))));
        assertThat(one).isEqualTo(other);
    }
}
