package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run becomes a case, and a case is brought up to date. */
class RecordTest {
    private static final String CASES = """
            # our tests
            profile: acme.yaml
            cases:
              - name: fresh   # stays
                evidence: h1.evidence.yaml
                expect: {verdict: proceed}

            # behind the cases
            coverage: {rows: 100%}
            """;

    @TempDir
    Path folder;

    private Acme acme;

    @BeforeEach
    void write() {
        acme = new Acme(folder);
    }

    private Command record(String target, String from, String... options) {
        List<String> args = new ArrayList<>(List.of("test", "--record", target, "--from", path(from)));
        args.addAll(List.of(options));
        return Command.run(args.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aCaseIsAppendedAndSaysThatNobodyHasReviewedIt() {
        acme.file("acme.test.yaml", CASES);
        acme.but("h1.evidence.yaml", "ip_forward:1", "ip_forward:0");
        Command run = record("cases/off.yaml", "h1.evidence.yaml", "--into", path("acme.test.yaml"));
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(acme.text("acme.test.yaml")).isEqualTo("""
                # our tests
                profile: acme.yaml
                cases:
                  - name: fresh   # stays
                    evidence: h1.evidence.yaml
                    expect: {verdict: proceed}
                  - name: "off"
                    evidence: cases/off.yaml
                    reviewed: false
                    expect:
                      verdict: blocked
                      findings:
                        - {check: sysctl, code: wrong-now, outcome: fail, subject: net.ipv4.ip_forward, host: h1}

                # behind the cases
                coverage: {rows: 100%}
                """);
        acme.but("h1.evidence.yaml", "ip_forward:0", "ip_forward:1");
        Command again = acme.again("--no-mutations");
        assertThat(again.exit()).as(acme.said(again)).isZero();
        assertThat(acme.again("--no-mutations", "--strict").exit()).isEqualTo(1);
        assertThat(record("cases/off.yaml", "h1.evidence.yaml", "--into", path("acme.test.yaml"))
                        .exit())
                .isEqualTo(2);
    }

    /** Wherever it is called from: a test file names its profile by the way from the one to the other. */
    @Test
    void aNewTestFileNamesTheProfileBesideIt() {
        for (String into : List.of("new.test.yaml", "tests/new.test.yaml")) {
            Command run = record("a.yaml", "h1.evidence.yaml", "-p", path("acme.yaml"), "--into", path(into));
            assertThat(run.exit()).as(acme.said(run)).isZero();
            Command test = Command.run("test", path(into), "--no-mutations");
            assertThat(test.exit()).as(acme.said(test)).isZero();
        }
        assertThat(acme.text("new.test.yaml")).startsWith("profile: acme.yaml\n");
        assertThat(acme.text("tests/new.test.yaml")).startsWith("profile: \"../acme.yaml\"\n");
    }

    /** A run on this machine, which has less memory than that, and what it is recorded into. */
    private Command recordedWith(String... options) {
        acme.file(
                "site.yaml", "name: site\nchecks:\n  memory: {params: {min: 1MiB}}\n  cpu: {params: {min_count: 1}}\n");
        acme.file("site.test.yaml", "profile: site.yaml\ncases: []\n");
        String live = path("live");
        List<String> args =
                new ArrayList<>(List.of("run", "-p", path("site.yaml"), "--save-evidence", live, "--deadline", "20m"));
        args.addAll(List.of(options));
        Command run = Command.run(args.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isIn(0, 1, 3);
        return record("me.yaml", "live", "--into", path("site.test.yaml"));
    }

    private Command siteTest() {
        return Command.run("test", path("site.test.yaml"), "--no-mutations");
    }

    @Test
    void aCaseIsJudgedByTheValuesThatItsRunWasGiven() {
        Command recorded =
                recordedWith("--set", "memory.min=999TiB", "--set", "settings.treat_as_host=true", "--skip", "cpu");
        assertThat(recorded.exit()).as(recorded.err()).isZero();
        assertThat(acme.text("site.test.yaml")).startsWith("""
                        profile: site.yaml
                        cases:
                          - name: me
                            evidence: me.yaml
                            set: ["memory.min=999TiB", "settings.treat_as_host=true"]
                            only: [memory]
                            reviewed: false
                        """).contains("code: too-little", "verdict: blocked");
        assertThat(siteTest().exit()).as(siteTest().out()).isZero();
        acme.but("site.test.yaml", "memory.min=", "memory.minn=");
        assertThat(acme.said(siteTest()))
                .contains("site.test.yaml:5:10: unknown parameter of memory 'minn'; did you mean 'min'?");
    }

    @Test
    void aValueOfTheRunThatTheProfileHasNoPlaceForIsNamed() {
        recordedWith("--set", "memory.min=999TiB");
        acme.file("other.yaml", "name: other\nchecks:\n  cpu: {params: {min_count: 1}}\n");
        Command recorded = record("other.yaml.d", "live", "-p", path("other.yaml"), "--into", path("other.test.yaml"));
        assertThat(recorded.exit()).as(recorded.err()).isZero();
        assertThat(recorded.err()).contains("'memory.min=999TiB' is not applied: the profile has no check 'memory'");
        assertThat(recorded.out()).doesNotContain("set:");
    }

    @Test
    void aCaseIsRecordedIntoAFileThatHasNone() {
        String head = "profile: acme.yaml # ours\n";
        String later = "coverage: {rows: 10%}\n";
        for (String none :
                List.of("cases: []  # later\n" + later, "cases:  # later\n" + later, later, "cases: [ ]\n")) {
            acme.file("acme.test.yaml", head + none);
            String target = "cases/c" + none.length() + ".yaml";
            Command run = record(target, "h1.evidence.yaml", "--into", path("acme.test.yaml"));
            assertThat(run.exit()).as(acme.said(run)).isZero();
            assertThat(acme.text("acme.test.yaml")).startsWith(head).contains("  - name: c" + none.length());
            Command test = acme.again("--no-mutations");
            assertThat(test.exit()).as(acme.said(test)).isZero();
        }
        acme.file("acme.test.yaml", head + "cases: [\n]\n");
        assertThat(record("d.yaml", "h1.evidence.yaml", "--into", path("acme.test.yaml"))
                        .err())
                .contains("acme.test.yaml:2:1: a case cannot be added here; write 'cases:' alone");
    }

    @Test
    void anEmptyFileIsBegunAsOneThatIsNotThere() {
        acme.file("acme.test.yaml", "# our tests\n\n");
        Command without = record("a.yaml", "h1.evidence.yaml", "--into", path("acme.test.yaml"));
        assertThat(acme.said(without)).contains("no profile is named; name one with --profile");
        Command run = record("a.yaml", "h1.evidence.yaml", "--into", path("acme.test.yaml"), "-p", path("acme.yaml"));
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(acme.text("acme.test.yaml"))
                .startsWith("# our tests\n\nprofile: ")
                .contains("- name: a");
        assertThat(acme.again("--no-mutations").exit()).isZero();
    }

    @Test
    void anotherProfileThanThatOfTheTestFileIsRefused() {
        acme.file("acme.test.yaml", CASES);
        acme.file("other.yaml", acme.text("acme.yaml"));
        Command other =
                record("a.yaml", "h1.evidence.yaml", "--into", path("acme.test.yaml"), "-p", path("other.yaml"));
        assertThat(other.exit()).isEqualTo(2);
        assertThat(acme.said(other))
                .contains("--profile: acme.test.yaml tests the profile acme.yaml, and not other.yaml");
        assertThat(acme.text("acme.test.yaml")).isEqualTo(CASES);
        assertThat(record("a.yaml", "h1.evidence.yaml", "--into", path("acme.test.yaml"), "-p", path("acme.yaml"))
                        .exit())
                .isZero();
        Command test = acme.again("-p", path("other.yaml"));
        assertThat(test.exit()).isEqualTo(2);
        assertThat(acme.said(test)).contains("--profile: nothing is recorded, and of a test this changes nothing");
    }

    @Test
    void evidenceThatIsWrittenIsReadBackAsItWas() throws IOException {
        acme.but("h1.evidence.yaml", "90-platform.conf", "90: \"p\" \t# x.conf");
        String first = path("a.yaml");
        assertThat(record(first, "h1.evidence.yaml", "-p", path("acme.yaml")).exit())
                .isZero();
        String second = path("b.yaml");
        assertThat(record(second, "a.yaml", "-p", path("acme.yaml")).exit()).isZero();
        assertThat(Files.readString(Path.of(second))).isEqualTo(Files.readString(Path.of(first)));
        String sealed = path("sealed");
        assertThat(record(sealed, "a.yaml", "-p", path("acme.yaml")).exit()).isZero();
        assertThat(Command.run("judge", sealed).exit()).isZero();
        Command printed = record(path("c.yaml"), "sealed");
        assertThat(printed.out()).startsWith("- name: c\n").contains("verdict: proceed");
        assertThat(Files.readString(folder.resolve("c.yaml"))).isEqualTo(Files.readString(Path.of(first)));
    }

    /** This machine has no address, and answers as real hosts do. */
    @Test
    void aRunOnThisMachineBecomesACaseThatIsAsExpected() {
        String live = path("live");
        Command run = Command.run("run", "-p", "linux-base", "--save-evidence", live, "--deadline", "20m");
        assertThat(run.exit()).as(run.err()).isIn(0, 1, 3);
        Command recorded = record("me.yaml", "live", "--into", path("me.test.yaml"), "-p", "linux-base");
        assertThat(recorded.exit()).as(recorded.err()).isZero();
        Command test = Command.run("test", path("me.test.yaml"), "--no-mutations");
        assertThat(test.exit()).as(test.out()).isZero();
    }

    @Test
    void onlyWhatTheChecksAskForIsCopiedAndSecretsAreMaskedAgain() throws IOException {
        acme.but(
                "h1.evidence.yaml",
                "sysctl-boot@clean: |",
                "memory@clean: secret stuff\n      sysctl-boot@clean: |\n        # password=hunter22");
        String target = path("a.yaml");
        Command run = record(target, "h1.evidence.yaml", "-p", path("acme.yaml"), "--only", "sysctl", "--host", "h1");
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(run.out()).contains("only: [sysctl]");
        assertThat(Files.readString(Path.of(target)))
                .contains("sysctl-values@clean~", "format: ")
                .doesNotContain("memory@clean", "hunter22");
        assertThat(record(path("b.yaml"), "h1.evidence.yaml", "-p", path("acme.yaml"), "--host", "h3")
                        .err())
                .contains("the evidence has no host 'h3'; did you mean 'h1'?");
    }

    @Test
    void namesAndAddressesAreReplacedByTheSameOnesEverywhere() throws IOException {
        acme.but("h1.evidence.yaml", "  h1:", "  node7:\n    address: 10.4.5.6");
        acme.but(
                "h1.evidence.yaml",
                "    init systemd",
                "    # node7.corp.example node7 10.4.5.6/24 10.4.5.9 10.4.6.1 127.0.0.1 1.2.3.4.5 52:54:00:12:34:56 fd00:1::5\n"
                        + "        init systemd");
        String target = path("a.yaml");
        Command run = record(target, "h1.evidence.yaml", "-p", path("acme.yaml"), "--anonymise");
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(Files.readString(Path.of(target)))
                .contains("  h1:\n    address: \"198.18.0.6\"")
                .contains("# h1.example.test h1 198.18.0.6/24 198.18.0.9 198.18.1.1 127.0.0.1 1.2.3.4.5"
                        + " 00:00:5e:00:53:01 2001:db8::1")
                .doesNotContain("node7");
    }

    @Test
    void theExpectationOfANamedCaseIsRewrittenAndTheDifferenceIsPrinted() {
        acme.file("acme.test.yaml", CASES.replace("{verdict: proceed}", "{verdict: blocked}  # why") + "");
        Command run = acme.again("--update", "fresh");
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(acme.said(run)).isEqualTo("""
                acme.test.yaml: fresh
                - {verdict: blocked}
                + {verdict: proceed}
                """);
        assertThat(acme.text("acme.test.yaml"))
                .isEqualTo(CASES.replace("{verdict: proceed}", "{verdict: proceed}  # why"));
        assertThat(acme.said(acme.again("--update", "fresh"))).isEqualTo("acme.test.yaml: fresh: unchanged\n");
        assertThat(acme.said(acme.again("--update", "frech")))
                .contains("there is no case 'frech'; did you mean 'fresh'?");
    }

    @Test
    void anExpectationOnSeveralLinesStaysSo() {
        acme.but("h1.evidence.yaml", "ip_forward:1", "ip_forward:0");
        acme.file(
                "acme.test.yaml", CASES.replace("{verdict: proceed}", "\n      verdict: proceed\n      findings: []"));
        assertThat(acme.again("--update", "fresh").exit()).isZero();
        assertThat(acme.text("acme.test.yaml")).contains("""
                    expect:\s
                      verdict: blocked
                      findings:
                        - {check: sysctl, code: wrong-now, outcome: fail, subject: net.ipv4.ip_forward, host: h1}

                # behind the cases
                """);
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(Command.run("test", "--record", "x").err()).contains("--record: no evidence is named");
        assertThat(Command.run("test", "--from", "x").err()).contains("--from: nothing is recorded");
        assertThat(record(path("a.yaml"), "h1.evidence.yaml").err()).contains("no profile is named");
        assertThat(record("a.yaml", "h1.evidence.yaml", "--into", path("none.test.yaml"), "-p", path("acme.yaml"))
                        .exit())
                .isZero();
        assertThat(acme.text("none.test.yaml")).startsWith("profile: ").contains("- name: a");
    }
}
