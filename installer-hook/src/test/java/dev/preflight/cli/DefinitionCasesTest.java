package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of a profile that defines checks of its own. */
class DefinitionCasesTest {
    private static final String PROFILE = """
            name: acme
            define:
              x-hosts-fqdn:
                title: {en: Full name first in /etc/hosts}
                reads: {hosts: {file: /etc/hosts, as: table, columns: [address, name, aliases...]}}
                expect:
                  short-name-first:
                    read: hosts
                    where: {address: {not: {matches: '^(127\\.|::1$|f[ef])'}}}
                    each: {name: {matches: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$'}}
                    subject: address
              x-licence:
                title: {en: Licence is valid}
                params: {days: {type: int, kind: threshold, default: 30}}
                reads: {licence: {file: /etc/acme/licence.json, as: json, types: {expires: date, nodes: int}}}
                expect:
                  expires: {rule: "days_until(licence.expires) >= days", severity: warning}
                  expired: {rule: "days_until(licence.expires) >= 0", severity: blocker}
            checks: {x-hosts-fqdn: {}, x-licence: {params: {days: 30}}}
            """;

    private static final String EVIDENCE = """
            formatVersion: 1
            startedAt: 2026-11-02T10:00:00Z
            hosts:
              h1:
                said:
                  x-hosts-fqdn/hosts@clean: |
                    at /etc/hosts
                    text
                     127.0.0.1 localhost
                     10.0.0.5 n5.acme.example n5
                     0
                    done
                  x-licence/licence@clean: |
                    at /etc/acme/licence.json
                    text
                     {"expires": "2026-12-03", "nodes": 3}
                     0
                    done
            """;

    private static final String FRESH = "- {name: fresh, evidence: e.yaml, expect: {verdict: proceed}}\n";

    private static final String SHORT = """
            - name: short name first
              evidence: e.yaml
              change: {h1: {x-hosts-fqdn/hosts: {replace: n5.acme.example n5, with: n5 n5.acme.example}}}
              expect: {findings: [{check: x-hosts-fqdn, code: short-name-first, subject: 10.0.0.5}]}
            """;

    private static final String SOON = """
            - name: a day later it ends soon
              evidence: e.yaml
              at: 2026-11-03T10:00:00Z
              expect: {verdict: proceed-with-warnings, findings: [{check: x-licence, code: expires}]}
            """;

    private static final String OVER = """
            - name: it has ended
              evidence: e.yaml
              at: 2026-12-05T10:00:00Z
              expect:
                verdict: blocked
                findings: [{check: x-licence, code: expires}, {check: x-licence, code: expired}]
            """;

    @TempDir
    Path folder;

    private Acme acme;

    @BeforeEach
    void write() {
        acme = new Acme(folder);
        acme.file("acme.yaml", PROFILE);
        acme.file("e.yaml", EVIDENCE);
    }

    /** Runs the cases, with this behind them. */
    private Command run(String cases, String rest, String... options) {
        return acme.testFile("profile: acme.yaml\ncases:\n" + cases.indent(2) + rest, options);
    }

    @Test
    void whereEachExpectationHasACaseNothingSurvives() {
        Command run = run(FRESH + SHORT + SOON + OVER, "");
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(run.out()).containsPattern("mutations: \\d+ tried, 0 survived");
    }

    @Test
    void anExpectationThatNoCaseIsAboutSurvives() {
        Command run = run(FRESH + SHORT + SOON, "");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains(", 1 survived\n    survived   no case notices x-licence expired\n");
        assertThat(run(FRESH, "").out())
                .contains(
                        "survived   no case notices x-hosts-fqdn short-name-first\n",
                        "survived   no case notices x-licence expires\n",
                        "survived   no case notices x-licence expired\n");
    }

    @Test
    void aCaseThatAllowsAnythingNoticesNothing() {
        String any = OVER.replaceFirst(
                "(?s)    verdict: blocked.*", "    {others: any, findings: [{check: x-licence, code: expires}]}\n");
        assertThat(run(FRESH + SHORT + SOON + any, "").out())
                .contains("survived   no case notices x-licence expired\n");
    }

    @Test
    void theFileSaysWhichMaySurvive() {
        String except = "mutations: {except: [{check: x-licence, code: expired, why: the vendor tests it}]}";
        Command run = run(FRESH + SHORT + SOON, except);
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(run.out()).contains("0 survived, 1 more allowed");
        Command other = run(FRESH + SHORT + SOON, except.replace("expired", "expires"));
        assertThat(other.exit()).as(acme.said(other)).isEqualTo(1);
        assertThat(run(FRESH + SHORT + SOON, "mutations: {expectations: off}").exit())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {check: x-licence, code: expird, why: a} | x-licence has no expectation 'expird'; did you mean 'expired'?
            {check: x-licence, fact: x-licence/licenc, why: a} | x-licence has no fact 'x-licence/licenc'; did you mean 'x-licence/licence'?
            {check: x-licence, limit: dayz, why: a} | x-licence has no limit 'dayz'; did you mean 'days'?
            """)
    void anExceptionOfNothingIsAMistake(String except, String said) {
        Command run = run(FRESH, "mutations: {except: [" + except + "]}");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(acme.said(run)).contains("acme.test.yaml:4:").contains(said);
    }

    @Test
    void aReadIsWithheldForItsReason() {
        Command run = run("""
                - name: the licence cannot be read
                  evidence: e.yaml
                  withhold: {h1: [x-licence/licence], reason: no-permission}
                  expect: {verdict: undecided, findings: [{check: x-licence, outcome: unknown, reason: no-permission}]}
                """, "", "--no-mutations");
        assertThat(run.exit()).as(acme.said(run)).isZero();
        Command wrong = run("""
                - {name: a, evidence: e.yaml, withhold: {h1: [x-licence/license]}, expect: {verdict: undecided}}
                """, "");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(acme.said(wrong)).contains("'x-licence/license'", "did you mean 'x-licence/licence'?");
    }

    @Test
    void theCodesOfDefinitionsCount() {
        Command run = run(FRESH + SHORT + SOON, "", "--coverage", "--no-mutations");
        assertThat(run.out()).contains("""
                  coverage: codes 2 of 3 (66%), rows 2 of 2 (100%)
                    x-hosts-fqdn: pass, short-name-first; never: unknown
                    x-licence: pass, expires; never: expired, unknown
                """);
    }

    @Test
    void whatDefinitionsReadIsRecorded() {
        acme.but("e.yaml", "n5.acme.example n5", "n5");
        Command run = Command.run(
                "test",
                "--record",
                folder.resolve("cases/short.yaml").toString(),
                "--from",
                folder.resolve("e.yaml").toString(),
                "--only",
                "x-hosts-fqdn",
                "-p",
                folder.resolve("acme.yaml").toString(),
                "--into",
                folder.resolve("acme.test.yaml").toString());
        assertThat(run.exit()).as(acme.said(run)).isZero();
        assertThat(acme.text("cases/short.yaml"))
                .contains("\"x-hosts-fqdn.hosts@clean~", "10.0.0.5 n5\n")
                .doesNotContain("licence");
        assertThat(acme.text("acme.test.yaml"))
                .contains("code: short-name-first, outcome: fail, subject: \"10.0.0.5\"");
        Command again = acme.again("--no-mutations");
        assertThat(again.exit()).as(acme.said(again)).isZero();
    }

    @Test
    void anExpectationOfAllHostsIsLeftOutToo() {
        acme.file("acme.yaml", """
                name: acme
                define:
                  x-same-motd:
                    title: {en: One message}
                    looks_at: fleet
                    reads: {motd: {file: /etc/motd, as: text}}
                    expect: {differs: {read: motd, is: {same: true}}}
                checks: {x-same-motd: {}}
                """);
        String said = "{said: {x-same-motd/motd@clean: \"at /etc/motd\\ntext\\n %s\\n 0\\ndone\\n\"}}\n";
        acme.file(
                "e.yaml",
                "formatVersion: 1\nstartedAt: 2026-11-02T10:00:00Z\nhosts:\n  h1: " + said.formatted("a") + "  h2: "
                        + said.formatted("a"));
        assertThat(run(FRESH, "").out()).contains("survived   no case notices x-same-motd differs\n");
        Command run = run(FRESH + """
                - name: another one
                  evidence: e.yaml
                  change: {h2: {x-same-motd/motd: {replace: " a", with: " b"}}}
                  expect:
                    findings:
                      - {check: x-same-motd, code: differs, host: h1}
                      - {check: x-same-motd, code: differs, host: h2}
                """, "");
        assertThat(run.exit()).as(acme.said(run)).isZero();
    }
}
