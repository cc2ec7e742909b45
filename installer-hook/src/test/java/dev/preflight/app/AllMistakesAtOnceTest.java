package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.testing.Definitions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No mistake in a definition hides another one, and none makes another one up: of each two mistakes in one good definition,
 * lint says what it says of each alone. Exempt is only what depends on a read or a parameter that is itself wrong.
 */
class AllMistakesAtOnceTest {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private static final String GOOD = """
            define:
              x-a:
                title: {en: A}
                summary: {en: S}
                looks_at: host
                applies: {os_family: [rhel]}
                params:
                  p: {type: text, kind: locator, default: a}
                  n: {type: int, kind: threshold, default: 5}
                reads:
                  t: {file: /etc/t, as: table, columns: [a, b], types: {b: int}}
                  k: {file: /etc/k, as: keyvalue, types: {port: int}}
                  c: {command: [x, "${p}"], as: int}
                  m: {file: /etc/m, as: match, pattern: '(?<v>[0-9]+)'}
                  f: {fact: memory}
                expect:
                  each:
                    read: t
                    where: {a: x}
                    each: {b: {min: 3}}
                    subject: a
                    severity: info
                    text: {en: {observed: "${a} is ${b}"}, zh: {why: "x"}}
                    remedy: {effect: {en: E}, command: "y ${p}"}
                  value:
                    read: c
                    is: {min: "${n}"}
                    text: {en: {why: "${c} ${n}"}}
                  rule:
                    rule: "f.total > 5 && c > n"
                    severity: blocker
                    text: {en: {action: "${n} ${subject}"}}
                  key:
                    read: k
                    is: {port: 22}
                    text: {en: {observed: "${port}"}}
                  match:
                    read: m
                    is: {v: '5'}
                    severity: warning
                explained_by: [cpu]
              x-b:
                title: {en: B}
                params: {n: {type: int, kind: threshold}}
                reads: {c: {file: /etc/c, as: int}}
                expect:
                  one: {read: c, is: {max: "${n}"}}
            checks:
              x-a:
                params: {n: 3}
                severities: {each: info}
              x-b:
                params: {n: 4}
              cpu: {params: {min_count: 2}}
            """;

    /**
     * One mistake.
     *
     * @param breaks the read or parameter that it spoils; empty: none
     * @param needs the reads and parameters without which it cannot be seen
     */
    private record Mistake(String good, String bad, String breaks, Set<String> needs) {
        static Mistake of(String good, String bad) {
            return new Mistake(good, bad, "", Set.of());
        }

        static Mistake needing(String good, String bad, String... needs) {
            return new Mistake(good, bad, "", Set.of(needs));
        }

        static Mistake breaking(String what, String good, String bad) {
            return new Mistake(good, bad, what, Set.of());
        }

        String in(String yaml) {
            assertThat(yaml).contains(good);
            return yaml.replace(good, bad);
        }

        boolean sees(Mistake other) {
            return !needs.contains(other.breaks);
        }
    }

    private static final List<Mistake> MISTAKES = List.of(
            Mistake.of("title: {en: A}", "titel: {en: A}"),
            Mistake.of("title: {en: A}", "title: {fr: A}"),
            Mistake.of("summary: {en: S}", "summary: {en: S, fr: S}"),
            Mistake.of("looks_at: host", "looks_at: hots"),
            Mistake.of("applies: {os_family: [rhel]}", "applies: {os_famly: [rhel]}"),
            Mistake.of("applies: {os_family: [rhel]}", "applies: \"zz == 1\""),
            Mistake.breaking("p", "p: {type: text,", "p: {type: txt,"),
            Mistake.breaking("n", "kind: threshold, default: 5}", "kind: threshold, default: a}"),
            Mistake.breaking("n", "kind: threshold, default: 5}", "kind: thresh, default: 5}"),
            Mistake.breaking("t", "t: {file: /etc/t, as: table", "t: {flie: /etc/t, as: table"),
            Mistake.breaking("t", "columns: [a, b], types: {b: int}", "columns: [a, b], types: {b: it}"),
            Mistake.breaking("t", "columns: [a, b], types: {b: int}", "columns: [a, b], types: {bb: int}"),
            Mistake.breaking("k", "file: /etc/k", "file: etc/k"),
            Mistake.breaking("k", "as: keyvalue, types: {port: int}", "as: keyvlue, types: {port: int}"),
            Mistake.breaking("k", "as: keyvalue, types: {port: int}", "as: keyvalue, types: {port: int}, timeout: 90s"),
            Mistake.breaking("c", "command: [x, \"${p}\"], as: int", "command: [sh, \"${p}\"], as: int"),
            Mistake.breaking("c", "command: [x, \"${p}\"], as: int", "command: [x, \"${p}\"], as: int, absent: passes"),
            Mistake.breaking("c", "command: [x, \"${p}\"], as: int", "command: [x, \"${p}\"], as: int, exit: [300]"),
            Mistake.breaking("m", "pattern: '(?<v>[0-9]+)'", "pattern: '(?<v>[0-9]+'"),
            Mistake.breaking("f", "{fact: memory}", "{fact: memoyr}"),
            Mistake.of("      match:\n        read", "      Match:\n        read"),
            Mistake.needing("where: {a: x}", "where: {aa: x}", "t"),
            Mistake.needing("each: {b: {min: 3}}", "each: {b: {mn: 3}}", "t"),
            Mistake.needing("each: {b: {min: 3}}", "each: {b: {min: q}}", "t"),
            Mistake.needing("subject: a", "subject: aa", "t"),
            Mistake.of("severity: info", "severity: inf"),
            Mistake.needing("${a} is ${b}", "${a} is ${bb}", "t"),
            Mistake.of("zh: {why: \"x\"}", "zh: {wy: \"x\"}"),
            Mistake.of("command: \"y ${p}\"", "command: \"y ${pp} ${q}x\""),
            Mistake.of("remedy: {effect: {en: E}", "remedy: {effct: {en: E}"),
            Mistake.of("is: {min: \"${n}\"}", "is: {min: \"${nn}\"}"),
            Mistake.needing("is: {min: \"${n}\"}", "is: {min: \"${n}\", mx: 3}", "c"),
            Mistake.needing("${c} ${n}", "${c} ${n} ${nn}", "c"),
            Mistake.needing("f.total > 5 && c > n", "f.totl > 5 && c > n", "f"),
            Mistake.of("f.total > 5 && c > n", "f.total > 5 && cc > n && c > n"),
            Mistake.of("severity: blocker", "severity: bloker"),
            Mistake.of("${n} ${subject}", "${n} ${subjct}"),
            Mistake.needing("is: {port: 22}", "is: {port: {mn: 22}}", "k"),
            Mistake.needing("\"${port}\"", "\"${prot}\"", "k"),
            Mistake.needing("is: {v: '5'}", "is: {w: '5'}", "m"),
            Mistake.of("severity: warning", "severity: warn"),
            Mistake.of("explained_by: [cpu]", "explained_by: [cpo]"),
            Mistake.of("      one: {read: c, is: {max: \"${n}\"}}", "      one: {read: d, is: {max: \"${n}\"}}"),
            Mistake.needing("params: {n: 3}", "params: {n: three}", "n", "p"),
            Mistake.needing("params: {n: 3}", "params: {o: 3}", "n", "p"),
            Mistake.needing("severities: {each: info}", "severities: {value: inf}", "n", "p"),
            Mistake.of("params: {n: 4}", "params: {n: four}"),
            Mistake.of("{min_count: 2}", "{min_count: two}"));

    /** Those of which more than one thing is to say; of all others lint says one thing, and nothing of what depends on it. */
    private static final Map<String, Integer> SEVERAL =
            Map.of("titel: {en: A}", 2, "title: {fr: A}", 2, "command: \"y ${pp} ${q}x\"", 3);

    private static Set<String> said(String yaml) {
        Set<String> said = new TreeSet<>();
        // Columns behind another mistake of the same line are others.
        Definitions.problems(CATALOGUE, yaml)
                .forEach(one -> said.add(one.replaceFirst(":(\\d+):\\d+: ", ":$1: ")
                        .replaceFirst("; valid here: .*", "")
                        .toLowerCase(Locale.ROOT)));
        return said;
    }

    private static boolean overlap(Mistake one, Mistake other) {
        return !one.in(GOOD).contains(other.good()) || !other.in(GOOD).contains(one.good());
    }

    @Test
    void theDefinitionIsGood() {
        assertThat(said(GOOD)).isEmpty();
    }

    @Test
    void ofEachTwoMistakesIsSaidWhatIsSaidOfEachAlone() {
        List<Set<String>> alone = new ArrayList<>();
        for (Mistake one : MISTAKES) {
            Set<String> said = said(one.in(GOOD));
            assertThat(said).as(one.bad()).hasSize(SEVERAL.getOrDefault(one.bad(), 1));
            alone.add(said);
        }
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < MISTAKES.size(); i++) {
            for (int j = i + 1; j < MISTAKES.size(); j++) {
                Mistake one = MISTAKES.get(i);
                Mistake other = MISTAKES.get(j);
                if (!overlap(one, other) && one.sees(other) && other.sees(one)) {
                    Set<String> expected = new TreeSet<>(alone.get(i));
                    expected.addAll(alone.get(j));
                    Set<String> said = said(other.in(one.in(GOOD)));
                    if (!said.equals(expected)) {
                        Set<String> hidden = new LinkedHashSet<>(expected);
                        hidden.removeAll(said);
                        Set<String> made = new LinkedHashSet<>(said);
                        made.removeAll(expected);
                        wrong.add(one.bad() + " + " + other.bad() + ": hidden " + hidden + ", made up " + made);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
