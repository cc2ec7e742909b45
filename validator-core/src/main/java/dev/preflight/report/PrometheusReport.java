package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run as metrics, in the text exposition format 0.0.4 of Prometheus, for the textfile collector of node_exporter. All
 * are gauges: they tell of the last run. Every sample has the profile as a label, so that the files of several profiles
 * can lie in one folder; no sample has a timestamp, which the collector refuses. A verdict is a sample of 0 or 1 for each
 * that there is. {@code HELP} is English always: the collector refuses two texts for one metric. The same run gives the
 * same bytes.
 */
public final class PrometheusReport implements WrittenReport {
    private static final String WAIVED = "waived";

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        PrometheusText text = new PrometheusText(to, "profile", run.profile());
        ofRun(run, text);
        text.metric("preflight_hosts", "Hosts of the last run, by their verdict.");
        for (Verdict verdict : Verdict.values()) {
            long hosts = run.hosts().stream()
                    .filter(host -> host.verdict() == verdict)
                    .count();
            text.sample(Long.toString(hosts), "verdict", verdict.code());
        }
        ofHosts(run.hosts(), text);
        text.metric(
                "preflight_host_findings",
                "Findings of the last run about one host, by check, outcome and severity; none where there is no sample.");
        for (HostReport host : run.hosts()) {
            for (Map.Entry<Kind, Integer> count : counts(host.findings()).entrySet()) {
                Kind kind = count.getKey();
                text.sample(
                        count.getValue().toString(),
                        "host",
                        host.name(),
                        "check",
                        kind.check(),
                        "outcome",
                        kind.outcome(),
                        "severity",
                        kind.severity());
            }
        }
        text.metric(
                "preflight_fleet_findings",
                "Findings of the last run about several hosts, by check, outcome and severity; none where there is no sample.");
        for (Map.Entry<Kind, Integer> count : counts(run.fleet()).entrySet()) {
            Kind kind = count.getKey();
            text.sample(
                    count.getValue().toString(),
                    "check",
                    kind.check(),
                    "outcome",
                    kind.outcome(),
                    "severity",
                    kind.severity());
        }
    }

    private static void ofRun(RunReport run, PrometheusText text) throws IOException {
        text.metric("preflight_run_info", "The version of Preflight that made the last run; always 1.");
        text.sample("1", "version", run.toolVersion());
        text.metric("preflight_run_verdict", "The verdict of the last run: 1 for the one that it is.");
        verdicts(run.verdict(), text);
        text.metric("preflight_run_exit_code", "The exit code of the last run.");
        text.sample(Integer.toString(run.exit().number()));
        text.metric("preflight_run_start_timestamp_seconds", "When the last run began, in seconds since 1970.");
        text.sample(seconds(run.startedAt()));
        text.metric("preflight_run_end_timestamp_seconds", "When the last run ended, in seconds since 1970.");
        text.sample(seconds(run.endedAt()));
        text.metric("preflight_run_duration_seconds", "How long the last run took.");
        text.sample(seconds(Duration.between(run.startedAt(), run.endedAt())));
    }

    private static void ofHosts(List<HostReport> hosts, PrometheusText text) throws IOException {
        text.metric("preflight_host_verdict", "The verdict of a host in the last run: 1 for the one that it is.");
        for (HostReport host : hosts) {
            verdicts(host.verdict(), text, "host", host.name());
        }
        text.metric("preflight_host_reached", "Whether a host was looked at to the end in the last run.");
        for (HostReport host : hosts) {
            text.sample(host.unreachable().isPresent() ? "0" : "1", "host", host.name());
        }
        text.metric("preflight_host_duration_seconds", "How long the last run took for a host.");
        for (HostReport host : hosts) {
            text.sample(seconds(host.took()), "host", host.name());
        }
    }

    private static void verdicts(Verdict is, PrometheusText text, String... labels) throws IOException {
        String[] all = new String[labels.length + 2];
        System.arraycopy(labels, 0, all, 0, labels.length);
        all[labels.length] = "verdict";
        for (Verdict verdict : Verdict.values()) {
            all[labels.length + 1] = verdict.code();
            text.sample(verdict == is ? "1" : "0", all);
        }
    }

    /** What findings are counted by; in the order of the document. */
    private record Kind(String check, String outcome, String severity) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byCheck = check.compareTo(other.check);
            int byOutcome = outcome.compareTo(other.outcome);
            return byCheck != 0 ? byCheck : byOutcome != 0 ? byOutcome : severity.compareTo(other.severity);
        }
    }

    private static Map<Kind, Integer> counts(Collection<Finding> findings) {
        Map<Kind, Integer> counts = new TreeMap<>();
        for (Finding finding : findings) {
            String outcome = finding.waived() ? WAIVED : finding.outcome().code();
            counts.merge(new Kind(finding.check(), outcome, finding.severity().code()), 1, Integer::sum);
        }
        return counts;
    }

    private static String seconds(Instant time) {
        return decimal(time.toEpochMilli());
    }

    private static String seconds(Duration time) {
        return decimal(time.toMillis());
    }

    private static String decimal(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }
}
