package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of tests of profiles: what is expected, what is said where it is not so, and the exit codes. */
class TestCommandTest {
    private static final String PROCEEDS = "- {name: fresh, evidence: h1.evidence.yaml, expect: {verdict: proceed}}\n";
    private static final String OFF =
            "change: {h1: {sysctl-values: {replace: \"ip_forward:1\", with: \"ip_forward:0\"}}}";

    @TempDir
    Path folder;

    private Acme acme;

    @BeforeEach
    void write() {
        acme = new Acme(folder);
    }

    private Command cases(String cases) {
        return acme.cases(cases, "--no-mutations");
    }

    private Command expecting(String expect, String... more) {
        return cases("- name: one\n  evidence: h1.evidence.yaml\n  "
                + String.join("\n  ", more)
                + "\n  expect: "
                + expect
                + "\n");
    }

    @Test
    void aCaseAsExpectedIsALineAndExitCodeZero() {
        Command run = cases(PROCEEDS);
        assertThat(acme.said(run)).isEqualTo("""
                acme.test.yaml: profile acme
                  ok     fresh (proceed)
                  coverage: codes 0 of 6 (0%), rows 2 of 2 (100%)
                1 case: 1 as expected; exit code 0
                """);
        assertThat(run.exit()).isZero();
    }

    @Test
    void whatAHostSaidIsChangedBeforeItIsParsed() {
        Command run = expecting(
                "{verdict: blocked, findings: [{check: sysctl, code: wrong-now, subject: net.ipv4.ip_forward, host: h1}]}",
                OFF);
        assertThat(run.exit()).as(acme.said(run)).isZero();
    }

    @Test
    void aFactIsWithheldForItsReason() {
        Command run = expecting(
                "{verdict: undecided, findings: [{check: sysctl, outcome: unknown, reason: no-permission}]}",
                "withhold: {h1: [sysctl-values], reason: no-permission}");
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(expecting(
                                "{findings: [{check: sysctl, outcome: unknown, reason: not-collected}]}",
                                "withhold: {h1: [sysctl-values@clean]}")
                        .exit())
                .isZero();
    }

    @Test
    void aFailedCaseSaysWhatDiffersAndTheEvidenceThatDecided() {
        Command run = expecting("{verdict: proceed}", OFF);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(acme.said(run))
                .contains("""
                  FAILED one (blocked)
                    verdict    expected proceed, found blocked
                    unexpected {check: sysctl, code: wrong-now, outcome: fail, severity: blocker, subject: sysctl:net.ipv4.ip_forward, host: h1}
                """)
                .containsPattern("h1 sysctl-values@clean~[0-9a-f]{8}:  net/ipv4/ip_forward:0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {findings: [{check: sysctl, code: absent, subject: net.ipv4.ip_forward}]} | other code expected {check: sysctl, code: absent
            {findings: [{check: sysctl, code: wrong-now, severity: info}]} | other code expected {check: sysctl, code: wrong-now, severity: info
            {others: any, findings: [{check: sysctl, code: wrong-now, subject: vm.swappiness}]} | missing    {check: sysctl, code: wrong-now, subject: vm.swappiness}
            {verdict: undecided, others: any} | verdict    expected undecided, found blocked
            {others: any, none: [fail]} | unexpected {check: sysctl, code: wrong-now
            {verdict: blocked} | unexpected {check: sysctl, code: wrong-now
            """)
    void theKindOfEachDifferenceIsSaid(String expect, String said) {
        Command run = expecting(expect, OFF);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(acme.said(run)).contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {others: any, verdict: blocked}
            {findings: [{check: sysctl, outcome: fail}]}
            {findings: [{check: sysctl, outcome: fail, subject: "sysctl:net.ipv4.ip_forward"}]}
            {none: [unknown], verdict: blocked}
            """)
    void whatIsLeftOutMatchesAnything(String expect) {
        Command run = expecting(expect, OFF);
        assertThat(run.exit()).as(acme.said(run)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {check: sysctl, code: wrong-now}, {check: sysctl, subject: net.ipv4.ip_forward, outcome: fail} | {check: sysctl, outcome: fail, subject: net.ipv4.ip_forward}
            {check: sysctl, outcome: fail}, {check: sysctl, outcome: fail} | {check: sysctl, outcome: fail}
            """)
    void aFindingMeetsOneExpectation(String findings, String missing) {
        Command run = expecting("{findings: [" + findings + "]}", OFF);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(acme.said(run))
                .contains("missing    " + missing + ": what it describes meets another expectation already");
    }

    /** The first expectation would take the finding that only the second one describes, if it were not to move. */
    @Test
    void asManyExpectationsAreMetAsCanBe() {
        String less = "change: {h1: {sysctl-values: [{replace: \"ip_forward:1\", with: \"ip_forward:0\"},"
                + " {replace: \"262144\", with: \"262143\"}]}}";
        String second = "{check: sysctl, code: wrong-now, subject: %s}";
        for (String subject : new String[] {"net.ipv4.ip_forward", "vm.max_map_count"}) {
            Command run =
                    expecting("{findings: [{check: sysctl, outcome: fail}, " + second.formatted(subject) + "]}", less);
            assertThat(run.exit()).as(acme.said(run)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            change: {h1: {sysctl-values: {replace: a, with: a}}} | 5:53: with: this is what 'replace' says, so nothing is changed
            change: {h1: {sysctl-values: []}} | 5:34: nothing is named here
            change: {h1: {}} | 5:18: nothing is named here
            change: {} | 5:13: nothing is named here
            withhold: {h1: []} | 5:20: nothing is named here
            withhold: {reason: timeout} | 5:15: nothing is named here
            change: {h1: {sysctl-values: {replace: xyz, with: a}}} | 5:44: host h1 did not say this of sysctl-values
            """)
    void whatChangesNothingIsAnErrorWithItsPlace(String alteration, String said) {
        Command run = expecting("{verdict: proceed}", alteration);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run)).contains("acme.test.yaml:" + said);
    }

    @Test
    void aCaseThatAllowsAnythingExpectsNothing() {
        Command run = expecting("{others: any}");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run)).contains("acme.test.yaml:6:13: expect: with 'others: any' nothing is expected");
    }

    @Test
    void aCaseThatForbidsNoOutcomeExpectsNothing() {
        Command run = expecting("{none: []}");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run)).contains("expect: 'none' names no outcome");
    }

    @Test
    void aCaseJudgesOnlyTheChecksThatItNames() {
        acme.but("acme.yaml", "checks:\n", "checks:\n  swap: {}\n");
        assertThat(expecting("{verdict: proceed}").exit()).isEqualTo(1);
        Command run = expecting("{verdict: proceed}", "only: [sysctl]");
        assertThat(run.exit()).as(acme.said(run)).isZero();
        Command wrong = expecting("{verdict: proceed}", "only: [sysctl, swpa]");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(acme.said(wrong)).containsOnlyOnce("has no check 'swpa'").contains("did you mean 'swap'?");
    }

    @Test
    void withWarningsAnInstallerMayProceed() {
        String later = "change: {h1: {sysctl-boot: {replace: \"ip_forward = 1\", with: \"ip_forward = 0\"}}}";
        String finding = "findings: [{check: sysctl, code: wrong-after-boot, outcome: warning}]";
        assertThat(expecting("{verdict: proceed, " + finding + "}", later).exit())
                .isZero();
        assertThat(expecting("{verdict: proceed-with-warnings, " + finding + "}", later)
                        .exit())
                .isZero();
        assertThat(expecting("{verdict: proceed}", later).exit()).isEqualTo(1);
        assertThat(expecting("{verdict: proceed, none: [fail, unknown]}", later).exit())
                .isZero();
    }

    @Test
    void settingsOfACaseAreOverThoseOfItsFile() {
        acme.but("h1.evidence.yaml", "container=none", "container=docker");
        String expect = "expect: {findings: [{check: sysctl, outcome: not-applicable}]}}\n";
        Command run = acme.testFile(
                "profile: acme.yaml\nsettings: {treat_as_host: true}\ncases:\n" + PROCEEDS.indent(2)
                        + "  - {name: container, evidence: h1.evidence.yaml, settings: {treat_as_host: false}, "
                        + expect,
                "--no-mutations");
        assertThat(run.exit()).as(acme.said(run)).isZero();
    }

    @Test
    void atAnInstantAfterAWaiversEndTheFindingIsBack() {
        acme.file(
                "acme.yaml",
                acme.text("acme.yaml")
                        + "waivers:\n  - {check: sysctl, hosts: [h1], reason: r, owner: o, until: 2026-11-10T00:00:00Z}\n");
        assertThat(expecting("{verdict: proceed}", OFF).exit()).isZero();
        assertThat(expecting("{findings: [{check: sysctl, code: wrong-now, waived: true}]}", OFF)
                        .exit())
                .isZero();
        assertThat(expecting("{findings: [{check: sysctl, code: wrong-now}]}", OFF)
                        .exit())
                .isZero();
        Command blocked = expecting("{verdict: blocked, others: any}", OFF);
        assertThat(acme.said(blocked))
                .contains(
                        "verdict    expected blocked, found proceed",
                        "does not count: {check: sysctl, code: wrong-now");
        assertThat(expecting("{findings: [{check: sysctl, code: wrong-now, waived: false}]}", OFF)
                        .exit())
                .isEqualTo(1);
        String found = "{verdict: blocked, findings: [{check: sysctl, code: wrong-now}]}";
        assertThat(expecting(found, OFF).exit()).isEqualTo(1);
        assertThat(expecting(found, OFF, "at: 2026-11-10T00:00:00Z").exit()).isZero();
        assertThat(expecting(found, OFF, "at: 2026-11-09T23:59:59Z").exit()).isEqualTo(1);
    }

    @Test
    void everyWrongNameIsSaidWithItsPlaceAndNothingIsRun() {
        Command run = acme.testFile("""
                profile: acme.yaml
                cases:
                  - name: one
                    evidence: h1.evidence.yaml
                    wihhold: {h1: [memory]}
                    change: {h9: {sysctl-values: {replace: a, with: b}}}
                    withhold: {h1: [sysctl-value], reason: no-permision}
                    expect:
                      verdict: proceeds
                      others: non
                      findings:
                        - {check: sysctls, code: wrong-now}
                        - {check: sysctl, code: wrong-nou, hosts: h1}
                        - {check: sysctl, subject: vm.max_map_count}
                  - {name: one, evidence: h1.evidence.yaml, expect: {}}
                mutations: {limit: each, except: [{check: sysctl}]}
                coverage: {codes: 101%}
                """);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(acme.said(run).lines())
                .containsExactly(
                        "error: acme.test.yaml:5:5: unknown key of a case 'wihhold'; did you mean 'withhold'?",
                        "error: acme.test.yaml:6:14: the evidence has no host 'h9'; did you mean 'h1'?",
                        "error: acme.test.yaml:7:21: no check of the profile reads a fact 'sysctl-value' of host h1; did you mean 'sysctl-values'?",
                        "error: acme.test.yaml:7:44: no such reason 'no-permision'; did you mean 'no-permission'?",
                        "error: acme.test.yaml:9:16: no such verdict 'proceeds'; did you mean 'proceed'?",
                        "error: acme.test.yaml:10:15: no such others 'non'; did you mean 'none'?",
                        "error: acme.test.yaml:12:11: profile acme has no check 'sysctls'; did you mean 'sysctl'?",
                        "error: acme.test.yaml:13:11: sysctl has no code 'wrong-nou'; did you mean 'wrong-now'?",
                        "error: acme.test.yaml:13:44: unknown key of a finding 'hosts'; did you mean 'host'?",
                        "error: acme.test.yaml:14:11: the finding lacks 'code' or 'outcome'; give one of them or both",
                        "error: acme.test.yaml:15:12: two cases are called 'one', the first at acme.test.yaml:3:11; give each a name of its own",
                        "error: acme.test.yaml:15:53: expect: nothing is expected; give a verdict, findings, or both",
                        "error: acme.test.yaml:16:13: unknown key of mutations 'limit'; did you mean 'limits'?",
                        "error: acme.test.yaml:16:35: the exception lacks 'why'",
                        "error: acme.test.yaml:17:19: codes: expected a percentage such as 80%, found text '101%'",
                        "15 errors; nothing was run");
    }

    @Test
    void lintLooksAtTestFilesToo() {
        acme.testFile("profile: acme.yaml\ncases:\n" + PROCEEDS.indent(2));
        String file = folder.resolve("acme.test.yaml").toString();
        Command good = Command.run("lint", folder.resolve("acme.yaml").toString(), file);
        assertThat(good.exit()).as(good.out()).isZero();
        assertThat(good.out()).contains("acme.test.yaml: ok");
        acme.but("acme.test.yaml", "verdict", "verdct");
        Command wrong = Command.run("lint", file);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.out()).contains("unknown key of expect 'verdct'; did you mean 'verdict'?");
    }

    @Test
    void anExceptionNamesWhatThereIs() {
        Command run = acme.testFile("profile: acme.yaml\ncases:\n" + PROCEEDS.indent(2) + """
                mutations:
                  except:
                    - {check: sysctl, fact: sysctl-bot, row: vm.max_map_cound, limit: mn, why: w}
                """);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run))
                .contains("acme.test.yaml:6:7: sysctl has no fact 'sysctl-bot'; did you mean 'sysctl-boot'?")
                .contains("sysctl has no row 'vm.max_map_cound'; did you mean 'vm.max_map_count'?")
                .contains("sysctl has no limit 'mn'; did you mean 'min'?");
    }

    @Test
    void aWrongProfileIsAnErrorOfItsOwnPlaceAndNoCaseIsRun() {
        acme.but("acme.yaml", "262144", "-x");
        Command run = cases(PROCEEDS);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run)).contains("acme.yaml:7:33: min: expected");
        Command none = acme.testFile("profile: acmee.yaml\ncases:\n" + PROCEEDS.indent(2));
        assertThat(none.exit()).isEqualTo(2);
        assertThat(acme.said(none))
                .contains("acme.test.yaml:1:10: there is no file")
                .contains("did you mean 'acme.yaml'?");
    }

    @Test
    void evidenceOfANewerFormatIsAnErrorOfThatCaseAndTheOthersAreRun() {
        acme.file("new.yaml", acme.text("h1.evidence.yaml").replace("formatVersion: 1", "formatVersion: 2"));
        acme.file("folder/manifest.json", "{\"formatVersion\": 3}");
        Command run = cases(PROCEEDS
                + "- {name: new file, evidence: new.yaml, expect: {verdict: proceed}}\n"
                + "- {name: new folder, evidence: folder, expect: {verdict: proceed}}\n"
                + "- {name: gone, evidence: gone.yaml, expect: {verdict: proceed}}\n");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run))
                .contains("ok     fresh")
                .contains("format-mismatch new.yaml:1:16: evidence of format 2 cannot be read")
                .contains("format-mismatch folder/manifest.json:1:19: evidence of format 3 cannot be read")
                .contains("evidence   acme.test.yaml:6:28: there is no file")
                .contains("4 cases: 1 as expected, 3 not judged; exit code 2");
    }

    @Test
    void aFrameOfANewerFormatIsAnErrorUnlessItIsWhatIsExpected() {
        acme.but(
                "h1.evidence.yaml",
                "sysctl-boot@clean: |",
                "sysctl-boot@clean: {format: 99, out: done}\n      left@clean: |");
        assertThat(acme.said(cases(PROCEEDS))).contains("format-mismatch h1 sysctl-boot@clean");
        Command expected =
                expecting("{others: any, findings: [{check: sysctl, reason: format-mismatch, outcome: unknown}]}");
        assertThat(expected.exit()).as(acme.said(expected)).isZero();
    }

    @Test
    void aTextThatNoHostSaidIsAnErrorWithItsPlace() {
        Command run =
                expecting("{verdict: proceed}", "change: {h1: {sysctl-boot: {replace: \"99-k8s.conf\", with: x}}}");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run)).contains("acme.test.yaml:5:42: host h1 did not say this of sysctl-boot");
    }

    @Test
    void aFolderIsSearchedForTestFiles() {
        acme.testFile("profile: acme.yaml\ncases:\n" + PROCEEDS.indent(2));
        acme.file(
                "below/b.test.yaml",
                "profile: ../acme.yaml\ncases:\n"
                        + PROCEEDS.replace("h1.evidence", "../h1.evidence").indent(2));
        Command run = Command.run("test", folder.toString(), "--no-mutations");
        assertThat(acme.said(run)).contains("acme.test.yaml: profile", "below/b.test.yaml: profile", "2 cases");
        Command none = Command.run("test", folder.resolve("none").toString());
        assertThat(none.exit()).isEqualTo(2);
        assertThat(Command.run("test").exit()).isEqualTo(2);
    }

    @Test
    void aCaseThatNobodyReviewedIsAWarningAndAFailureIfStrict() {
        String open = PROCEEDS.replace("{name", "{reviewed: false, name");
        Command run = cases(open);
        assertThat(run.exit()).isZero();
        assertThat(acme.said(run)).contains("fresh (proceed); not reviewed", "1 as expected; 1 not reviewed");
        assertThat(acme.said(run)).contains("warning: acme.test.yaml:3:5: case 'fresh' is not reviewed; remove");
        assertThat(acme.again("--no-mutations", "--strict").exit()).isEqualTo(1);
    }
}
