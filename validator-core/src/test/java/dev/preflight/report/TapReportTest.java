package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.result.RunReport;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapReportTest {
    private static final TapReport REPORT = new TapReport(Samples.english());

    /** Prints what perl's own parser makes of each line, and what it complains of. */
    private static final String READER = """
            use strict; use utf8; use TAP::Parser;
            binmode STDIN, ':utf8'; binmode STDOUT, ':utf8';
            my $p = TAP::Parser->new({tap => join('', <STDIN>)});
            while (my $r = $p->next) {
              if ($r->is_test) {
                print join('|', $r->is_actual_ok ? 'ok' : 'not ok', $r->description, $r->directive, $r->explanation), "\\n";
              } elsif ($r->is_yaml) {
                my $d = $r->data;
                print "yaml|", join('|', map {$_ // ''} @$d{qw(outcome message)}), "\\n";
                for my $f (@{$d->{findings} || []}) {
                  my $line = join('|', map {"$_=$f->{$_}"} sort keys %$f);
                  $line =~ s/\\n/<newline>/g;
                  print "finding|$line\\n";
                }
              } elsif (!$r->is_version && !$r->is_plan) {
                print "other|", $r->raw, "\\n";
              }
            }
            print "error|$_\\n" for $p->parse_errors;
            print 'end|', $p->tests_planned, '|', $p->tests_run, '|', scalar($p->failed), "\\n";
            """;

    @TempDir
    Path folder;

    private static List<String> parsed(String tap) {
        Requirement.tool("prove");
        return Commands.run(tap, "/usr/bin/perl", "-e", READER).lines().toList();
    }

    /** Whether {@code prove} takes it for a success. */
    private boolean proves(RunReport run) throws IOException {
        Path file = Files.writeString(folder.resolve("report.tap"), REPORT.render(run));
        Process process = new ProcessBuilder(Requirement.tool("prove").toString(), "--exec", "cat", file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RunReport run(Verdict verdict, ExitCode exit, Policy policy, List<Finding> fleet, Finding... own) {
        RunReport run = Samples.run(verdict, exit, List.of(Samples.host("h", verdict, List.of(own))), fleet);
        return new RunReport(
                run.toolVersion(),
                run.profile(),
                run.startedAt(),
                run.endedAt(),
                run.verdict(),
                run.exit(),
                policy,
                run.hosts(),
                run.fleet(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> of(Finding... findings) {
        return parsed(REPORT.render(run(Verdict.BLOCKED, ExitCode.BLOCKED, Policy.USUAL, List.of(), findings)));
    }

    @Test
    void isTheSameTextEveryTime() {
        Golden.assertSame("everything.tap", REPORT.render(Samples.everything()));
        assertThat(REPORT.render(Samples.manyHosts())).isEqualTo(REPORT.render(Samples.manyHosts()));
    }

    @Test
    void everyPointIsReadAndHasADescriptionOfItsOwn() {
        for (RunReport run : List.of(Samples.everything(), Samples.manyHosts(), Samples.nothingMeasured())) {
            for (Texts texts : List.of(Samples.english(), Samples.chinese())) {
                List<String> lines = parsed(new TapReport(texts).render(run));
                assertThat(lines).noneMatch(line -> line.startsWith("error|") || line.startsWith("other|"));
                List<String> points = lines.stream()
                        .filter(line -> line.startsWith("ok|") || line.startsWith("not ok|"))
                        .map(line -> line.split("\\|")[1])
                        .toList();
                assertThat(new HashSet<>(points)).hasSameSizeAs(points);
                assertThat(lines.get(lines.size() - 1)).startsWith("end|" + points.size() + "|" + points.size() + "|");
            }
        }
    }

    @Test
    void theOutcomeDecidesThePoint() {
        Finding fail = Samples.carrier("h", "eth0", "");
        assertThat(of(fail)).contains("not ok|- h: nic-link||").anyMatch(line -> line.startsWith("yaml|fail|"));
        assertThat(of(Samples.unknown("nic-link", "h", Reason.NO_TOOL, Subject.HOST, "")))
                .contains("not ok|- h: nic-link||", "yaml|unknown|could not be determined (no-tool)");
        assertThat(of(Samples.bond("h")))
                .contains("ok|- h: nic-link||")
                .anyMatch(line -> line.startsWith("yaml|warning|"));
        assertThat(of(Samples.waived(fail)))
                .anyMatch(line -> line.startsWith(
                        "ok|- h: nic-link|SKIP|waived: cable comes on Tuesday, ticket NET-41 (owner li.wei, until"));
        assertThat(of(Samples.noDocker("h"))).anyMatch(line -> line.startsWith("ok|- h: docker-daemon-json|SKIP|"));
        assertThat(of(Samples.waived(fail), Samples.pass("nic-link", "h", Subject.HOST)))
                .contains("ok|- h: nic-link||")
                .anyMatch(line -> line.startsWith("yaml|waived|"));
        assertThat(of(Samples.pass("nic-link", "h", Subject.HOST), fail, fail)).contains("not ok|- h: nic-link||");
    }

    @Test
    void theHarnessFailsExactlyWhereTheInstallerMayNotProceed() throws IOException {
        Finding unknown = Samples.unknown("nic-link", "h", Reason.NO_TOOL, Subject.HOST, "");
        Finding minor = Finding.of("nic-link", "nic-link", unknown.scope(), unknown.judgement(), Severity.INFO);
        assertThat(proves(Samples.allClean())).isTrue();
        assertThat(proves(Samples.everything())).isFalse();
        assertThat(proves(Samples.nothingMeasured())).isFalse();
        assertThat(proves(Samples.run(Verdict.UNDECIDED, ExitCode.UNDECIDED, List.of())))
                .isFalse();
        assertThat(proves(run(Verdict.UNDECIDED, ExitCode.UNDECIDED, Policy.USUAL, List.of(), unknown)))
                .isFalse();
        Policy lenient = new Policy(true, false, false);
        RunReport accepted = run(Verdict.PROCEED_WITH_WARNINGS, ExitCode.PROCEED, lenient, List.of(), unknown, minor);
        assertThat(proves(accepted)).isTrue();
        assertThat(parsed(REPORT.render(accepted)))
                .contains("not ok|- h: nic-link|TODO|undetermined, and does not block");
        RunReport strict =
                run(Verdict.BLOCKED, ExitCode.BLOCKED, new Policy(false, false, true), List.of(), Samples.bond("h"));
        assertThat(proves(strict)).isFalse();
        assertThat(parsed(REPORT.render(strict))).contains("not ok|- h: nic-link||");
        assertThat(proves(Samples.allClean().ending(ExitCode.INTERRUPTED))).isFalse();
    }

    @Test
    void hostileTextStaysWithinItsField() {
        String hostile = "x\n  ...\nnot ok 99 - forged\nBail out!\n# \\ \" " + Samples.HOSTILE + " # TODO \\";
        List<String> lines = of(
                Samples.carrier("h", "eth0", hostile),
                Samples.finding(
                        "nic-link", "h", Judgement.fail("no-carrier", Subject.of("nic", hostile)), Severity.BLOCKER),
                Samples.waived(Samples.finding(
                        "umask-effective",
                        "h",
                        Judgement.fail("file-mode", Subject.of("nic", hostile)),
                        Severity.BLOCKER)));
        assertThat(lines)
                .noneMatch(line -> line.startsWith("error|") || line.startsWith("other|"))
                .contains("end|4|4|2")
                .noneMatch(line -> line.contains("\u001b") || line.contains("\u202e"));
        assertThat(lines).anyMatch(line -> line.startsWith("finding|") && line.contains("Bail out!\\n# \\ \" \\x1b"));
        List<String> named = parsed(REPORT.render(Samples.run(
                Verdict.PROCEED, ExitCode.PROCEED, List.of(Samples.host(hostile, Verdict.PROCEED, List.of())))));
        assertThat(named).contains("end|2|2|0").noneMatch(line -> line.contains("|TODO|"));
    }

    @Test
    void ofManyLinksSomeAreShown() {
        List<Finding> links = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            links.add(Finding.of(
                    "nic-link",
                    "nic-link",
                    Scope.pair(new Pair("h", "peer" + i)),
                    Judgement.fail("no-carrier", Subject.HOST).with("said", ""),
                    Severity.BLOCKER));
        }
        String tap = REPORT.render(run(Verdict.BLOCKED, ExitCode.BLOCKED, Policy.USUAL, links));
        assertThat(tap).contains("  more: \"10\"\n");
        assertThat(parsed(tap))
                .contains("not ok|- between hosts: nic-link||")
                .filteredOn(line -> line.startsWith("finding|"))
                .hasSize(50)
                .anyMatch(line -> line.contains("place=h -> peer49"));
    }
}
