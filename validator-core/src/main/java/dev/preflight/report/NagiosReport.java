package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run as a plugin of Nagios and its kin prints it (Monitoring Plugins Development Guidelines, "Plugin Output for
 * Nagios"): a status line with performance data, then a line for what concerns several hosts, and one for each
 * host that is not clean, worst first. The exit code
 * of the process stays that of Preflight; a wrapper reads the status from the first line. The same run gives the same
 * bytes.
 */
public final class NagiosReport implements WrittenReport {
    /** Nagios reads 8192 bytes of what a plugin prints (its {@code MAX_PLUGIN_OUTPUT_LENGTH}); the rest is for the last line. */
    private static final int BYTES = 8192 - 512;

    /** So many checks of a host are named. */
    private static final int CHECKS = 5;

    private final Texts texts;

    /** A report in the language of these texts. */
    public NagiosReport(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        Words words = new Words(texts, run.hosts().size());
        String line = new VerdictLine(run, ReportSummary.of(run, texts), words).text();
        String first = "PREFLIGHT " + status(run) + " - " + plain(line) + " | " + performance(run);
        to.write(first + "\n");
        int left = BYTES - bytes(first);
        List<String> lines = lines(run);
        for (int i = 0; i < lines.size(); i++) {
            left -= bytes(lines.get(i)) + 1;
            if (left < 0) {
                to.write(plain(words.count("nagios.more", lines.size() - i)) + "\n");
                return;
            }
            to.write(lines.get(i) + "\n");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Of the exit code, and so of the policy too: a warning is critical where it blocks. */
    private static String status(RunReport run) {
        if (run.exit() == ExitCode.BLOCKED || run.verdict() == Verdict.BLOCKED) {
            return "CRITICAL";
        }
        if (run.exit() != ExitCode.PROCEED) {
            return "UNKNOWN";
        }
        return switch (run.verdict()) {
            case PROCEED -> "OK";
            case PROCEED_WITH_WARNINGS -> "WARNING";
            case UNDECIDED, BLOCKED -> "UNKNOWN";
        };
    }

    /** {@code label=value[unit];warn;crit;min;max}; there are no thresholds, as the verdict is no matter of numbers. */
    private static String performance(RunReport run) {
        int hosts = run.hosts().size();
        List<String> all = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long n = run.hosts().stream()
                    .filter(host -> host.verdict() == verdict)
                    .count();
            all.add(verdict.code().replace('-', '_') + "=" + n + ";;;0;" + hosts);
        }
        all.add("hosts=" + hosts + ";;;0");
        all.add("unreached="
                + run.hosts().stream()
                        .filter(host -> host.unreachable().isPresent())
                        .count()
                + ";;;0;" + hosts);
        all.add("blocking=" + count(run, Verdict.BLOCKED) + ";;;0");
        all.add("undetermined=" + count(run, Verdict.UNDECIDED) + ";;;0");
        all.add("warnings=" + count(run, Verdict.PROCEED_WITH_WARNINGS) + ";;;0");
        long millis = Duration.between(run.startedAt(), run.endedAt()).toMillis();
        all.add("time=" + BigDecimal.valueOf(millis, 3).toPlainString() + "s;;;0");
        return String.join(" ", all);
    }

    /** Findings that make what they are about that. */
    private static long count(RunReport run, Verdict what) {
        return Stream.concat(run.hosts().stream().flatMap(host -> host.findings().stream()), run.fleet().stream())
                .filter(finding -> verdict(finding, run) == what)
                .count();
    }

    private static Verdict verdict(Finding finding, RunReport run) {
        return VerdictRule.of(finding.outcome(), finding.severity(), finding.waived(), run.policy());
    }

    private List<String> lines(RunReport run) {
        List<String> lines = new ArrayList<>();
        String fleet = checks(run.fleet(), run);
        if (!fleet.isEmpty()) {
            lines.add(plain(texts.page("word.fleet") + ": " + fleet));
        }
        Verdict[] verdicts = Verdict.values();
        for (int i = verdicts.length - 1; i > 0; i--) {
            Verdict verdict = verdicts[i];
            run.hosts().stream().filter(host -> host.verdict() == verdict).forEach(host -> lines.add(line(host, run)));
        }
        return lines;
    }

    private String line(HostReport host, RunReport run) {
        String why = host.unreachable()
                .map(u -> texts.page(
                        ReportSummary.titleKey(u.failure()), "code", u.failure().code()))
                .orElseGet(() -> checks(host.findings(), run));
        String named = host.name() + ": " + host.verdict().code();
        return plain(why.isEmpty() ? named : named + ": " + why);
    }

    /** The names of the checks that speak against it, worst first; of many, some. */
    private static String checks(List<Finding> findings, RunReport run) {
        Set<String> names = new LinkedHashSet<>();
        Verdict[] verdicts = Verdict.values();
        for (int i = verdicts.length - 1; i > 0; i--) {
            Verdict verdict = verdicts[i];
            findings.stream()
                    .filter(finding -> verdict(finding, run) == verdict)
                    .forEach(finding -> names.add(finding.instance()));
        }
        String shown = String.join(", ", names.stream().limit(CHECKS).toList());
        return names.size() > CHECKS ? shown + " +" + (names.size() - CHECKS) : shown;
    }

    /** One line without a {@code |}, behind which Nagios reads performance data on any line. */
    private static String plain(String text) {
        return CleanText.of(text).replace("|", "\\x7c");
    }
}
