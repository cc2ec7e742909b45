package dev.preflight.define;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.define.rule.RuleLanguage;
import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.profile.Linted;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ProfileSource;
import dev.preflight.yaml.YamlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a definition that is wrong: all at once, at the word that is wrong. */
class DefinitionMistakesTest {
    private static Linted linted(String yaml) {
        ProfileSource source = (reference, at, from, problems) ->
                Optional.of(new ProfileSource.Text("a.yaml", "a", Optional.empty(), yaml));
        return new ProfileLoader(new Catalogue(List.of()), source).lint("a.yaml", List.of(), Instant.EPOCH);
    }

    private static List<String> problems(String yaml) {
        return linted(yaml).problems().stream().map(Problem::toString).toList();
    }

    /** The one problem of a read. */
    private static String ofRead(String read) {
        List<String> problems = problems("""
                define:
                  x-a:
                    title: {en: A}
                    params:
                      far: {type: text, kind: locator, default: x}
                      near: {type: text, kind: threshold}
                      size: {type: size, kind: locator, default: 1GiB}
                    reads:
                      far_too: {env: "${far}"}
                      r: %s
                    expect:
                      c: {read: r, is: {exists: true}}
                      d: {read: far_too, is: {one_of: ["${near}"]}}
                checks: {x-a: {params: {near: x}}}
                """.formatted(read)).stream()
                .filter(problem -> !problem.contains("params.size"))
                .toList();
        assertThat(problems).hasSizeBetween(1, 2);
        return problems.get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: int, kind: threshold, default: 1} | {file: /a, as: int}",
                "{type: int, default: 1}                  | {file: /a, as: int}",
                "{type: int, kind: threshold, default: 1} | {fil: /a, as: int}"
            })
    void aNameOfAParameterAndOfAReadIsNotedWhateverElseIsWrongWithThem(String param, String read) {
        List<String> problems = problems("""
                define:
                  x-a:
                    title: {en: A}
                    params: {same: %s}
                    reads: {same: %s}
                    expect:
                      c: {read: same, is: {min: "${same}"}}
                checks: {x-a: {}}
                """.formatted(param, read));
        assertThat(problems)
                .filteredOn(one -> one.contains("params.same: a read has that name, too"))
                .hasSize(1);
    }

    private static String ofExpectation(String reads, String expectation) {
        List<String> problems = allOfExpectation(reads, expectation);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static List<String> allOfExpectation(String reads, String expectation) {
        return problems("""
                define:
                  x-a:
                    title: {en: A}
                    reads: {%s}
                    expect:
                      c: %s
                checks: {x-a: {}}
                """.formatted(reads, expectation));
    }

    /** Here the language of rules is not there, which is the second mistake. */
    @Test
    void aRuleWithAReadOfItsOwn() {
        assertThat(allOfExpectation("one: {file: /etc/one, as: int}", "{rule: 'one > 1', read: one}"))
                .first()
                .asString()
                .contains("there is a rule, which names its reads");
    }

    @Test
    void everyMistakeIsNotedAtOnceWithItsPlace() {
        assertThat(problems("""
                name: a
                define:
                  hosts-file:
                    title: {en: Hosts}
                    reads: {hosts: {file: /etc/hosts, as: lines}}
                    expect: {none: {read: hosts, is: {exists: true}}}
                  x-b:
                    title: {en: B}
                    params: {dir: {type: text, kind: locator, default: a}}
                    reads:
                      conf: {flie: /etc/x}
                      v: {command: rpm -q jq}
                      n: {command: [sh, -c, "x | y"]}
                      p: {command: [ls, "a/${dir}"]}
                      maps: {file: /proc/x, as: int}
                      old: {command: [x, --version], as: version}
                    expect:
                      low: {read: maps, is: {matches: a}}
                      old: {read: old, is: {min: 5.1}}
                      x: {read: maps, is: {min: 1}, severity: error}
                checks:
                  x-b: {}
                """))
                .containsExactly(
                        "a.yaml:3:3: hosts-file: a check of one's own begins with x-; did you mean 'x-hosts-file'?",
                        "a.yaml:11:14: reads.conf: unknown key 'flie'; did you mean 'file'?",
                        "a.yaml:12:20: reads.v: a command is a list of words, found text 'rpm -q jq';"
                                + " write [rpm, -q, jq]",
                        "a.yaml:13:21: reads.n: 'sh' is a shell; name the program itself, and select with `as`",
                        "a.yaml:14:25: reads.p: ${dir} is inside a word of a command; it has to be a whole one",
                        "a.yaml:18:30: expect.low: `matches` is for text, and maps is a whole number;"
                                + " for that there are eq, min, max, between, one_of",
                        "a.yaml:19:34: expect.old: version expected in quotes, found number 5.1"
                                + " (did you write 5.10?)",
                        "a.yaml:20:47: expect.x: severity: expected one of blocker, warning, info, found text 'error'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{command: [/usr/bin/bash, -c, x]} | 'bash' is a shell",
                "{command: [sudo, -n, id]} | write `as_root: true`",
                "{command: [timeout, 5, id]} | give the read a `timeout`",
                "{command: [python3.11, -c, x]} | runs what its words say",
                "{command: [awk, x]} | runs what its words say",
                "{command: [rm, -f, /x]} | only reads",
                "{command: [mkfs.ext4, /x]} | only reads",
                "{command: [find, /x, -delete]} | 'find ... -delete' changes a host",
                "{command: [find, /x, -fprintf, /y]} | changes a host",
                "{command: [modprobe, br_netfilter]} | without -n",
                "{command: [sysctl, -w, a=1]} | changes a host",
                "{command: [sysctl, a=1]} | changes a host",
                "{command: [systemctl, --now, restart, x]} | 'systemctl restart' changes a host",
                "{command: [ip, link, set, eth0, up]} | changes a host",
                "{command: ['${far}', x]} | the program of a command is written there",
                "{command: []} | a list of words",
                "{command: [id], timeout: 61s} | 1s to 60s",
                "{command: [id], timeout: 5} | a duration with its unit",
                "{command: [id], exit: [256]} | statuses between 0 and 255",
                "{command: [id], stream: out} | one of stdout",
                "{command: [id], context: cron} | nothing is read in context 'cron'",
                "{file: etc/x} | begins with /",
                "{file: /etc/../x} | has no component . or ..",
                "{file: /dev/sda} | nothing below /dev",
                "{file: /proc/kcore} | /proc/kcore is not read",
                "{file: '/etc/a${far}'} | is inside a component of a path",
                "{file: '/etc/${near}'} | thresholds do not travel; make it a locator",
                "{file: '/etc/${size}'} | cannot be a word",
                "{file: '/etc/${fra}'} | did you mean 'far'?",
                "{glob: '/etc/**/x'} | no **",
                "{sysctl: '../x'} | named like vm.swappiness",
                "{env: 'a b'} | a variable is named",
                "{env: PATH, context: clean} | there are no variables in context 'clean'",
                "{file: /etc/x, exit: [0]} | 'exit' is for commands",
                "{file: /etc/x, as: jsno} | did you mean 'json'?",
                "{file: /etc/x, as: text, columns: [a]} | no option of `as: text`; it is one of table",
                "{file: /etc/x, as: table} | 'columns' is missing",
                "{file: /etc/x, as: table, columns: [a, a]} | names that differ",
                "{file: /etc/x, as: table, columns: [a], types: {b: int}} | there is no column 'b'",
                "{file: /etc/x, as: match} | 'pattern' is missing",
                "{file: /etc/x, as: match, pattern: abc} | no named group",
                "{file: /etc/x, as: match, pattern: '(?<v>a*)'} | does not match every line",
                "{file: /etc/x, as: json, at: a.b} | a path such as",
                "{file: /etc/x, as: keyvalue, types: {a: inte}} | one of",
                "{file: /etc/x, stat: /etc/x} | two things are read",
                "{as: text} | nothing is read",
                "{stat: /etc/x, as: text} | not for stat",
                "{stat: /etc/x, secret: true} | only one text",
                "{file: /etc/x, absent: fails-not} | one of",
                "{fact: memoyr} | there is no fact 'memoyr'",
            })
    void aReadThatIsWrong(String read, String said) {
        assertThat(ofRead(read)).startsWith("a.yaml:10:").contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{read: hots, is: {exists: true}} | did you mean 'hosts'?",
                "{read: hosts, is: {exists: true}, each: {name: a}} | only one of is, each",
                "{read: one, is: 1, text: {en: {observed: 'x ${one'}}} | without its end",
                "{read: free, is: {prt: '1'}, text: {en: {observed: '${port}'}}} | nothing called 'port' here; did you mean 'prt'?; a field that is named nowhere else is declared in the read: types: {port: text}",
                "{read: doc, each: {b: {min: x}}, text: {en: {observed: '${aa}'}}} | nothing called 'aa'",
                "{read: hosts} | nothing is expected",
                "{is: x} | nothing is expected",
                "{read: hosts, each: {nmae: a}} | did you mean 'name'?",
                "{read: hosts, each: {name: a}, subject: adress} | did you mean 'address'?",
                "{read: hosts, is: {exists: true}, subject: name} | 'subject' is not for `is`",
                "{read: one, each: {min: 1}} | `each` is for lists, and one is a whole number",
                "{read: hosts, each: {name: a}, none: passes} | expected one of holds",
                "{read: one.exit, is: 0} | no command",
                "{read: one, is: '1'} | a whole number expected",
                "{read: one, is: {same: true}} | unknown matcher 'same'",
                "{read: one, is: 1, severity: error} | expected one of blocker, warning, info",
                "{read: one, is: 1, text: {en: {observed: 'x ${two}'}}} | nothing called 'two'",
                "{read: one, is: 1, text: {en: {obsrved: x}}} | did you mean 'observed'?",
                "{read: one, is: 1, text: {fr: {observed: x}}} | unknown language",
                "{read: one, is: 1, remedy: {command: 'rm \"${subject}\"'}} | has to be a whole one, without quotes",
                "{read: one, is: 1, remedy: {command: 'rm ${one}'}} | nothing called 'one'",
                "{read: one, is: 1, remedy: {undo: x}} | nothing to undo",
                "{read: one, is: 1, remedy: {privilege: root}} | it says nothing",
            })
    void anExpectationThatIsWrong(String expectation, String said) {
        assertThat(ofExpectation(
                        "hosts: {file: /etc/hosts, as: table, columns: [address, name]},"
                                + " one: {file: /etc/one, as: int}, free: {file: /etc/f, as: keyvalue, types: {t: int}},"
                                + " doc: {file: /etc/d, as: json, at: .a}",
                        expectation))
                .contains(said);
    }

    @Test
    void codesOfOthersAreNotTaken() {
        String reads = "define: {x-a: {title: {en: A}, reads: {r: {file: /etc/x}}, expect: {%s: {read: r, is: a}}}}\n"
                + "checks: {x-a: {}}\n";
        assertThat(problems(reads.formatted("timeout"))).hasSize(1);
        assertThat(problems(reads.formatted("ok"))).hasSize(1);
        assertThat(problems(reads.formatted("not-applicable"))).hasSize(1);
        assertThat(problems(reads.formatted("Too_low"))).hasSize(1);
        assertThat(problems(reads.formatted("too-low"))).isEmpty();
    }

    @Test
    void twoOfOneNameAreAMistake() {
        assertThat(problems("""
                define:
                  x-a:
                    title: {en: A}
                    reads: {r: {file: /etc/x}, r: {file: /etc/y}}
                    expect:
                      c: {read: r, is: a}
                      c: {read: r, is: b}
                checks: {x-a: {}}
                """))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("is given twice"));
    }

    @Test
    void whatIsNotUsedIsAWarning() {
        Linted linted = linted("""
                define:
                  x-a:
                    title: {en: A}
                    params: {p: {type: text, kind: threshold, default: a}}
                    reads: {r: {file: /etc/x}, s: {file: /etc/y}}
                    expect: {c: {read: r, is: a}}
                checks: {x-a: {}}
                """);
        assertThat(linted.problems()).isEmpty();
        assertThat(linted.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.yaml:4:14: params.p: nothing uses it; remove it, or use it",
                        "a.yaml:5:32: reads.s: no expectation uses it; remove it, or use it");
    }

    @Test
    void aCheckOfOnesOwnNeedsItsDefinition() {
        assertThat(problems("checks: {x-a: {}}\n"))
                .containsExactly("a.yaml:1:10: unknown check 'x-a'; a check of one's own is written under 'define'");
        assertThat(problems("""
                define: {x-abc: {title: {en: A}, reads: {r: {file: /etc/x}}, expect: {c: {read: r, is: a}}}}
                checks: {x-acb: {}}
                """)).containsExactly("a.yaml:2:10: unknown check 'x-acb'; did you mean 'x-abc'?");
        assertThat(problems("define: {x-a: {}}\nchecks: {x-a: {}}\n"))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).startsWith("a.yaml:1:10: x-a: "));
    }

    @Test
    void aParameterThatAProfileGivesIsOneThatAReadCanUse() {
        String profile = """
                define:
                  x-a:
                    title: {en: A}
                    params: {dir: {type: text, kind: locator}, word: {type: text, kind: locator, default: a}}
                    reads: {r: {glob: "/etc/${dir}/*.crt"}, s: {command: [ls, "${word}"]}}
                    expect: {c: {read: r, some: {text: {empty: false}}}, d: {read: s, is: {empty: false}}}
                checks: {x-a: {params: %s}}
                """;
        assertThat(problems(profile.formatted("{dir: a}"))).isEmpty();
        assertThat(problems(profile.formatted("{dir: 'r.example:5000'}"))).isEmpty();
        assertThat(problems(profile.formatted("{}")).get(0)).contains("missing parameter of x-a 'dir': text");
        assertThat(problems(profile.formatted("{dir: a/b}")).get(0)).contains("dir: a component of a path holds no /");
        assertThat(problems(profile.formatted("{dir: ..}")).get(0)).contains("no component . or ..");
        assertThat(problems(profile.formatted("{dir: a, word: -rf}")).get(0)).contains("begins with '-'");
    }

    private static List<String> without(List<String> asked, String expectation) {
        Problems problems = new Problems();
        Node define = YamlText.parse(
                        "a.yaml",
                        "x-a: {title: {en: A}, reads: {r: {file: /etc/x}}, expect: {c: " + expectation + "}}",
                        problems)
                .orElseThrow();
        Supplier<Optional<RuleLanguage>> none = () -> {
            asked.add("asked");
            return Optional.empty();
        };
        DefinitionReader.Defined unused = new DefinitionReader(
                        new Catalogue(List.of()),
                        "",
                        new RuleReader(none, new SourceText(Map.of())),
                        problems,
                        new Problems())
                .read(define);
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void withoutItsArtefactARuleIsAMistakeThatNamesIt() {
        List<String> asked = new ArrayList<>();
        assertThat(without(asked, "{rule: \"r == 'a'\"}"))
                .containsExactly("a.yaml:1:70: expect.c: rule: the language of rules is not there;"
                        + " add the artefact dev.preflight:rules, or write matchers");
        assertThat(asked).hasSize(1);
    }

    @Test
    void withoutARuleTheLanguageIsNotLoaded() {
        List<String> asked = new ArrayList<>();
        assertThat(without(asked, "{read: r, is: a}")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aDefinitionHasBounds() {
        StringBuilder reads = new StringBuilder();
        StringBuilder expect = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            reads.append("r").append(i).append(": {file: /etc/x}, ");
        }
        for (int i = 0; i < 33; i++) {
            expect.append("c").append(i).append(": {read: r").append(i % 17).append(", is: a}, ");
        }
        assertThat(problems("define: {x-a: {title: {en: A}, reads: {" + reads + "}, expect: {" + expect
                        + "}}}\nchecks: {x-a: {}}\n"))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("17 reads, and at most 16"))
                .anySatisfy(problem -> assertThat(problem).contains("33 expectations, and at most 32"));
    }

    @Test
    void aChildRemovesWhatItInherits() {
        assertThat(problems("""
                define:
                  x-a: {title: {en: A}, reads: {r: {file: /etc/x}}, expect: {c: {read: r, is: a}, d: off}}
                  x-b: off
                checks: {x-a: {severities: {c: info}}}
                """)).isEmpty();
        assertThat(problems("define: {x-b: off}\nchecks: {x-b: {}}\n")).hasSize(1);
    }

    @Test
    void aSystemThatIsNotKnownIsAWarning() {
        assertThat(linted("""
                define:
                  x-a:
                    title: A
                    applies: {os_family: [redhat]}
                    reads: {r: {file: /etc/x}}
                    expect: {c: {read: r, is: a}}
                checks: {x-a: {}}
                """).warnings()).singleElement().asString().contains("a.yaml:4:27", "did you mean 'rhel'?");
    }

    @Test
    void whatDoesNotTravelIsNotedWhereItIsNamed() {
        assertThat(problems("""
                define:
                  x-a:
                    title: A
                    params: {near: {type: text, kind: threshold, default: a}}
                    reads: {r: {command: [ls, "${near}"]}}
                    expect: {c: {read: r, is: a}}
                checks: {x-a: {}}
                """))
                .containsExactly("a.yaml:5:31: reads.r: 'near' is a threshold, and thresholds do not travel;"
                        + " make it a locator");
    }

    @Test
    void noNameIsReplacedInATitle() {
        assertThat(
                        problems(
                                "define: {x-a: {title: 'A ${r}', reads: {r: {file: /etc/x}}, expect: {c: {read: r, is: a}}}}\n"))
                .containsExactly("a.yaml:1:23: title: it is the same for every host, so no name is replaced in it");
    }

    /** What a child switches off is not there to be named. */
    @Test
    void aReadThatIsSwitchedOffIsNone() {
        assertThat(problems("define: {x-a: {title: A, reads: {r: {file: /etc/x}, s: off}, expect: {c: {read: s, is: a},"
                        + " d: {read: r, is: a}}}}\n"))
                .containsExactly("a.yaml:1:81: expect.c: there is no read 's'; did you mean 'r'?");
    }

    @Test
    void whatIsWrittenOfACheckWithMistakesIsReadAsWell() {
        assertThat(problems("""
                define:
                  x-a:
                    titel: A
                    params: {n: {type: int, kind: threshold}}
                    reads: {r: {file: /etc/x, as: int}}
                    expect: {c: {read: r, is: {min: "${n}"}}}
                checks: {x-a: {params: {m: 3}, severities: {d: info}}}
                """))
                .hasSize(5)
                .anySatisfy(one -> assertThat(one).contains("unknown parameter of x-a 'm'"))
                .anySatisfy(one -> assertThat(one).contains("missing parameter of x-a 'n'"))
                .anySatisfy(one -> assertThat(one).contains("unknown code of x-a 'd'"));
    }

    @Test
    void aProfileMayDefineChecksForOthersAndRunNone() {
        assertThat(problems("define: {x-a: {title: A, reads: {r: {file: /etc/x}}, expect: {c: {read: r, is: a}}}}\n"))
                .isEmpty();
        assertThat(problems("define: {}\n")).hasSize(1);
    }
}
