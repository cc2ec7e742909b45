package dev.preflight.define;

import static dev.preflight.testing.Definitions.absent;
import static dev.preflight.testing.Definitions.file;
import static dev.preflight.testing.Definitions.ran;
import static dev.preflight.testing.Definitions.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.engine.CheckEvaluation;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.report.FindingTexts;
import dev.preflight.report.Texts;
import dev.preflight.testing.Definitions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a check that a profile defines finds. */
class DefinedCheckTest {
    private static final Catalogue NONE = new Catalogue(List.of());

    private static CheckInstance<?> check(String definition) {
        return check(definition, "{}");
    }

    private static CheckInstance<?> check(String definition, String params) {
        String yaml = "define:\n  x-a:\n    title: {en: A}\n" + definition.indent(4) + "checks: {x-a: {params: "
                + params + "}}\n";
        assertThat(Definitions.lint(NONE, yaml)).isEmpty();
        return Definitions.instance(Definitions.profile(NONE, yaml), "x-a");
    }

    private static String judged(CheckInstance<?> check, String read, String printed) {
        return said(Definitions.judged(check, Map.of("x-a/" + read, printed)));
    }

    private static final String HOSTS = """
            reads: {hosts: {file: /etc/hosts, as: table, columns: [address, name, aliases...]}}
            expect:
              short-name-first:
                read: hosts
                where: {address: {not: {matches: '^(127\\.|::1$)'}}}
                each: {name: {matches: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$'}}
                subject: address
                severity: warning
            """;

    @Test
    void eachRowThatIsWrongIsAFinding() {
        CheckInstance<?> check = check(HOSTS);
        assertThat(judged(check, "hosts", file("/etc/hosts", "127.0.0.1 localhost\n10.0.0.1 n1.example n1\n")))
                .isEqualTo("pass ok host");
        assertThat(judged(
                        check,
                        "hosts",
                        file("/etc/hosts", "10.0.0.1 n1 n1.example\n10.0.0.2 n2.example\n10.0.0.3 N3\n")))
                .isEqualTo("fail short-name-first address:10.0.0.1; fail short-name-first address:10.0.0.3");
        assertThat(judged(check, "hosts", file("/etc/hosts", "127.0.0.1 localhost\n")))
                .isEqualTo("fail short-name-first host");
        assertThat(judged(check, "hosts", absent())).isEqualTo("fail short-name-first host");
        assertThat(judged(check, "hosts", "at /etc/hosts\ndenied\ndone\n")).startsWith("unknown no-permission");
        assertThat(judged(check, "none", "")).startsWith("unknown not-collected");
    }

    @Test
    void noRowsHoldOnlyWhereTheDefinitionSaysSo() {
        CheckInstance<?> check = check(HOSTS + "    none: holds\n");
        assertThat(judged(check, "hosts", file("/etc/hosts", "127.0.0.1 localhost\n")))
                .isEqualTo("pass ok host");
        assertThat(judged(check, "hosts", absent())).isEqualTo("fail short-name-first host");
    }

    @Test
    void anExpectationHasItsOwnSeverity() {
        List<Finding> findings =
                Definitions.judged(check(HOSTS), Map.of("x-a/hosts", file("/etc/hosts", "10.0.0.1 n1\n")));
        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.WARNING);
        assertThat(Definitions.judged(check(HOSTS), Map.of()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void whatIsAbsentIsWhatTheDefinitionSays() {
        String reads = "reads: {n: {file: /etc/n, as: int, absent: %s}}\nexpect: {low: {read: n, is: {min: 5}}}\n";
        assertThat(judged(check(reads.formatted("fails")), "n", absent())).isEqualTo("fail low host");
        assertThat(judged(check(reads.formatted("holds")), "n", absent())).isEqualTo("pass ok host");
        assertThat(judged(check(reads.formatted("not-applicable")), "n", absent()))
                .isEqualTo("not-applicable not-applicable host");
        assertThat(judged(check(reads.formatted("{value: 4}")), "n", absent())).isEqualTo("fail low host");
        assertThat(judged(check(reads.formatted("{value: 5}")), "n", absent())).isEqualTo("pass ok host");
        assertThat(judged(check(reads.formatted("holds")), "n", "at /etc/n\ntruncated\ndone\n"))
                .startsWith("unknown truncated");
        String gone = "reads: {n: {file: /etc/n}}\nexpect: {there: {read: n, is: {exists: false}}}\n";
        assertThat(judged(check(gone), "n", absent())).isEqualTo("pass ok host");
        assertThat(judged(check(gone), "n", file("/etc/n", "x"))).isEqualTo("fail there host");
    }

    @Test
    void aValueOfAnotherTypeIsUnknown() {
        CheckInstance<?> check = check("reads: {n: {file: /etc/n, as: int}}\nexpect: {low: {read: n, is: {min: 5}}}\n");
        assertThat(judged(check, "n", file("/etc/n", "4"))).isEqualTo("fail low host");
        assertThat(judged(check, "n", file("/etc/n", "5"))).isEqualTo("pass ok host");
        assertThat(judged(check, "n", file("/etc/n", "6"))).isEqualTo("pass ok host");
        assertThat(judged(check, "n", file("/etc/n", "many"))).startsWith("unknown format-mismatch");
    }

    @Test
    void everyExpectationIsJudged() {
        CheckInstance<?> check = check("""
                reads: {n: {file: /etc/n, as: int}, m: {file: /etc/m, as: int}}
                expect: {low: {read: n, is: {min: 5}}, high: {read: n, is: {max: 7}}, other: {read: m, is: 1}}
                """);
        assertThat(said(Definitions.judged(check, Map.of("x-a/n", file("/etc/n", "4"), "x-a/m", file("/etc/m", "2")))))
                .isEqualTo("fail low host; fail other host");
        assertThat(said(Definitions.judged(check, Map.of("x-a/n", file("/etc/n", "8")))))
                .isEqualTo("fail high host; unknown not-collected read:m");
        assertThat(said(Definitions.judged(check, Map.of("x-a/n", file("/etc/n", "6")))))
                .isEqualTo("unknown not-collected read:m");
    }

    @Test
    void rowsAreCountedAndOneMaySuffice() {
        CheckInstance<?> some = check("""
                reads: {l: {file: /etc/l, as: lines}}
                expect: {none: {read: l, some: {starts: a}}, many: {read: l, where: {starts: b}, count: {max: 1}}}
                """);
        assertThat(judged(some, "l", file("/etc/l", "a\nb\n"))).isEqualTo("pass ok host");
        assertThat(judged(some, "l", file("/etc/l", "c\n"))).isEqualTo("fail none host");
        assertThat(judged(some, "l", file("/etc/l", "a\nb\nb\n"))).isEqualTo("fail many host");
    }

    @Test
    void eachContextIsJudged() {
        CheckInstance<?> check = check("""
                reads: {v: {command: [java, -version], stream: stderr, as: match, pattern: 'version "(?<v>[0-9._]+)',
                  types: {v: version}, contexts: [exec, sudo]}}
                expect: {too-old: {read: v, is: {v: {min: "1.8.0_181"}}}}
                """);
        String good = ran("java version \"1.8.0_181\"\n", 0);
        String bad = ran("java version \"1.8.0_180\"\n", 0);
        assertThat(said(Definitions.judged(check, Map.of("x-a/v@exec", good, "x-a/v@sudo", good))))
                .isEqualTo("pass ok host");
        assertThat(said(Definitions.judged(check, Map.of("x-a/v@exec", good, "x-a/v@sudo", bad))))
                .isEqualTo("fail too-old context:sudo");
        assertThat(said(Definitions.judged(check, Map.of("x-a/v@exec", bad))))
                .isEqualTo("fail too-old context:exec; unknown not-collected read:v@sudo");
        assertThat(said(Definitions.judged(check, Map.of("x-a/v@exec", good, "x-a/v@sudo", absent()))))
                .isEqualTo("fail too-old context:sudo");
    }

    @Test
    void theStatusOfACommandIsRead() {
        CheckInstance<?> check = check("""
                reads: {c: {command: [x], exit: [0, 3]}}
                expect: {broken: {read: c.exit, is: 0}}
                """);
        assertThat(judged(check, "c", ran("", 0))).isEqualTo("pass ok host");
        assertThat(judged(check, "c", ran("", 3))).isEqualTo("fail broken host");
        assertThat(judged(check, "c", ran("", 4))).startsWith("unknown check-error");
        assertThat(judged(check, "c", absent())).isEqualTo("fail broken host");
    }

    @Test
    void ofHostsThatItDoesNotConcernItSaysSo() {
        CheckInstance<?> check = check("""
                applies: {os_family: [rhel], os_version: ">= 9"}
                reads: {n: {file: /etc/n, as: int}}
                expect: {low: {read: n, is: {min: 5}}}
                """);
        assertThat(onHost(check, "rocky", "rhel", "9.4")).isEqualTo("fail low host");
        assertThat(onHost(check, "rocky", "rhel", "8.4")).isEqualTo("not-applicable not-applicable host");
        assertThat(onHost(check, "debian", "", "12")).isEqualTo("not-applicable not-applicable host");
        assertThat(judged(check, "n", file("/etc/n", "4"))).startsWith("unknown not-collected fact:host-identity");
    }

    /** What is found on a host of this kind. */
    private static String onHost(CheckInstance<?> check, String id, String like, String version) {
        HostFacts facts = Definitions.facts("h", check, Map.of("x-a/n", file("/etc/n", "4")));
        HostIdentity identity = new HostIdentity(id, List.of(like), version, id, "6.1", "x86_64", 0, "", "");
        Map<String, Reading<?>> all = new TreeMap<>();
        all.put(HostIdentity.REQUEST.key(), Reading.got(identity));
        Definitions.requests(check).forEach(request -> all.put(request.key(), facts.reading(request)));
        return said(judged(check, new HostFacts(facts.host(), facts.collectedAt(), all)));
    }

    private static <P extends Record> List<Finding> judged(CheckInstance<P> check, HostFacts facts) {
        return CheckEvaluation.host(check, (HostCheck<P>) check.check(), facts);
    }

    @Test
    void commandsThatAreDeniedAreUnknown() {
        String yaml = """
                define: {x-a: {title: {en: A}, reads: {c: {command: [x]}}, expect: {broken: {read: c, is: a}}}}
                checks: {x-a: {}}
                """;
        Profile denied = Definitions.profile(NONE, yaml).withoutCommands();
        CheckInstance<?> check = Definitions.instance(denied, "x-a");
        assertThat(Definitions.requests(check)).isEmpty();
        assertThat(judged(check, "c", ran("a", 0))).isEqualTo("unknown commands-denied read:c");
    }

    @Test
    void theSameOnAllHostsIsWhatMostHave() {
        CheckInstance<?> check = check("""
                looks_at: fleet
                reads: {uid: {command: [id, -u, app], as: int}}
                expect: {differs: {read: uid, is: {same: true}}}
                """);
        assertThat(fleet(check, "1", "1")).isEqualTo("pass ok host; pass ok host");
        assertThat(fleet(check, "1", "1", "2")).isEqualTo("fail differs host; pass ok host; pass ok host");
        assertThat(fleet(check, "1", "2")).isEqualTo("fail differs host; fail differs host");
        assertThat(fleet(check, "1", "?", "1")).isEqualTo("pass ok host; pass ok host; unknown not-collected read:uid");
        assertThat(fleet(check, "1")).isEqualTo("not-applicable not-applicable host");
    }

    @Test
    void aValueMayHaveToBeUnique() {
        CheckInstance<?> check = check("""
                looks_at: fleet
                reads: {id: {file: /etc/id}}
                expect: {twice: {read: id, is: {unique: true}}}
                """);
        assertThat(fleet(check, "a", "b")).isEqualTo("pass ok host; pass ok host");
        assertThat(fleet(check, "a", "b", "a")).isEqualTo("fail twice host; fail twice host; pass ok host");
    }

    @Test
    void ofWhatIsAbsentNoHostIsNamedThatHasItToo() {
        for (String how : List.of("unique", "same")) {
            CheckInstance<?> check = check("""
                    looks_at: fleet
                    reads: {id: {file: /etc/id}}
                    expect: {wrong: {read: id, is: {%s: true}}}
                    """.formatted(how));
            Map<String, Map<String, String>> printed =
                    Map.of("h1", Map.of("x-a/id", absent()), "h2", Map.of("x-a/id", file("/etc/id", "a")));
            Texts texts = Texts.of(NONE.with(List.of(check.check())), Locale.ENGLISH);
            assertThat(Definitions.fleet(check, printed))
                    .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
                    .extracting(finding -> texts.of(finding).observed())
                    .containsExactly("id is absent");
        }
    }

    @Test
    void aSumHoldsWhereWhatIsKnownSuffices() {
        CheckInstance<?> check = check("""
                looks_at: fleet
                reads: {n: {file: /etc/n, as: int}}
                expect: {little: {read: n, is: {sum: {min: 12}}}}
                """);
        assertThat(fleet(check, "8", "3")).isEqualTo("fail little host");
        assertThat(fleet(check, "8", "4")).isEqualTo("pass ok host");
        assertThat(fleet(check, "8", "5")).isEqualTo("pass ok host");
        assertThat(fleet(check, "8", "?", "4")).isEqualTo("pass ok host; unknown not-collected read:n");
        assertThat(fleet(check, "8", "?", "3")).isEqualTo("unknown not-collected read:n");
    }

    private static String fleet(CheckInstance<?> check, String... values) {
        Map<String, Map<String, String>> printed = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            String text = values[i];
            Map<String, String> said = new TreeMap<>();
            if (!text.equals("?")) {
                said.put("x-a/uid", ran(text, 0));
                said.put("x-a/id", file("/etc/id", text));
                said.put("x-a/n", file("/etc/n", text));
            }
            printed.put("h" + i, said);
        }
        return said(Definitions.fleet(check, printed));
    }

    private static FindingTexts texts(CheckInstance<?> check, String printed, Locale language) {
        Texts texts = Texts.of(NONE.with(List.of(check.check())), language);
        List<Finding> findings = Definitions.judged(check, Map.of("x-a/n", printed));
        assertThat(findings).hasSize(1);
        assertThat(texts.problems(findings.get(0))).isEmpty();
        return texts.of(findings.get(0));
    }

    @Test
    void whatTheDefinitionLeavesOutIsSaidInGeneralWords() {
        CheckInstance<?> check = check("reads: {n: {file: /etc/n, as: int}}\nexpect: {low: {read: n, is: {min: 5}}}\n");
        FindingTexts english = texts(check, file("/etc/n", "4"), Locale.ENGLISH);
        assertThat(english.observed()).isEqualTo("n is 4");
        assertThat(english.required()).isEqualTo("n is at least 5");
        FindingTexts chinese = texts(check, file("/etc/n", "4"), Locale.CHINESE);
        assertThat(chinese.observed()).isEqualTo("n 为 4");
        assertThat(chinese.required()).isEqualTo("n 至少为 5");
        assertThat(texts(check, absent(), Locale.ENGLISH).observed()).isEqualTo("n is absent");
        assertThat(texts(check, absent(), Locale.CHINESE).observed()).isEqualTo("n 不存在");
    }

    @Test
    void valuesInTextsAndCommandsAreHarmless() {
        CheckInstance<?> check = check("""
                params: {who: {type: text, kind: threshold, default: "a'b; rm -rf /"}}
                reads: {n: {file: /etc/n}}
                expect:
                  low:
                    read: n
                    is: {one_of: ["${who}"]}
                    text: {en: {observed: "${n} is {n} [[x]] of ${who}"}}
                    remedy: {effect: {en: "Makes {it}"}, command: "awk '{print}' ${who}", undo: "undo ${who}"}
                """);
        FindingTexts texts = texts(check, file("/etc/n", "\u001b[31m{who} [[y]]"), Locale.ENGLISH);
        assertThat(texts.observed()).doesNotContain("\u001b").endsWith("[31m{who} [[y]] is {n} [[x]] of a'b; rm -rf /");
        assertThat(texts.remedies().get(0).command()).isEqualTo("awk '{print}' 'a'\\''b; rm -rf /'");
        assertThat(texts.remedies().get(0).undo()).isEqualTo("undo 'a'\\''b; rm -rf /'");
        assertThat(texts.remedies().get(0).text()).startsWith("Makes {it}");
    }
}
