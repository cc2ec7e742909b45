package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.fact.FactRequest;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.report.Texts;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Definitions;
import dev.preflight.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any text is a profile with definitions that can be asked for and judged, or problems. */
@Tag(Fuzz.TAG)
class DefinitionFuzzTest {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private static final String OWN = """
            define:
              x-a:
                title: {en: A, zh: 甲}
                applies: {os_family: [rhel]}
                params: {p: {type: text, kind: locator, default: a}, n: {type: int, kind: threshold, default: 5}}
                reads:
                  f: {file: "/etc/${p}", as: lines, absent: holds}
                  g: {glob: /etc/*.d/x, as: ini, dropins: true, types: {s.k: list}, list_separator: ";"}
                  c: {command: [x, "${p}"], contexts: [exec, sudo], exit: [0, 1], as: int, timeout: 5s}
                  s: {stat: /etc/x}
                expect:
                  low: {read: c, is: {min: "${n}"}, text: {en: {observed: "${c} {x}"}}, remedy: {command: "y ${p}"}}
                  each: {read: f, where: {not: {starts: a}}, each: {any: [{ends: b}, {matches: c}]}, none: holds}
                  some: {read: g, some: {s: {k: {has_all: [a], unique: true}}}, severity: info}
                  mode: {read: s, is: {mode: {lacks: 0002}, exists: true}}
                  rule: {rule: "c > n && f.exists(l, l == 'a')"}
            checks: {x-a: {params: {n: 3}, severities: {low: info}}}
            """;

    /** What grows with its length twice, each 64 KB or so. */
    private static List<byte[]> large() {
        String head = "define: {x-a: {title: {en: A}, reads: {r: {file: /etc/x}}, expect: {";
        String tail = "}}}\nchecks: {x-a: {}}\n";
        return Corpus.texts(
                head + "c: {read: r, is: " + "{not: ".repeat(40) + "a" + "}".repeat(40) + "}" + tail,
                head + "c: {read: r, is: {one_of: [" + "a, ".repeat(20_000) + "a]}}" + tail,
                head + "c: {rule: \"" + "r == 'a' && ".repeat(5000) + "r == 'b'\"}" + tail,
                head + "c: {read: r, is: {matches: '" + "(a|".repeat(300) + "b" + ")".repeat(300) + "'}}" + tail,
                head + "c: {read: r, is: a, text: {en: {observed: '" + "${r}".repeat(16_000) + "'}}}" + tail,
                "define: {" + "x-a: {}, ".repeat(8000) + "}\nchecks: {x-a: {}}\n");
    }

    private static String examples() {
        try (var in = DefinitionFuzzTest.class.getResourceAsStream("definitions.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> printed(CheckInstance<?> check, String text) {
        Map<String, String> printed = new TreeMap<>();
        for (FactRequest<?> request : Definitions.requests(check)) {
            String id = request.fact().id();
            if (id.startsWith("x-")) {
                boolean command = request.arguments().stream().noneMatch(word -> word.startsWith("/"));
                printed.put(id, command ? Definitions.ran(text, 0) : Definitions.file("/etc/x", text));
            }
        }
        return printed;
    }

    private static <P extends Record> void judge(CheckInstance<P> instance, String text) {
        HostFacts facts = Definitions.facts("h", instance, printed(instance, text));
        if (instance.check() instanceof HostCheck<P> check) {
            assertThat(check.judge(facts, instance.params())).isNotEmpty();
        } else if (instance.check() instanceof FleetCheck<P> check) {
            FleetFacts fleet = new FleetFacts(new TreeMap<>(Map.of("a", facts, "b", facts)));
            assertThat(check.judge(fleet, instance.params())).isNotEmpty();
        }
    }

    @Test
    void anyTextIsDefinitionsOrProblems() {
        Fuzz.of("definitions")
                .inputs(10_000)
                .mayThrow(ProblemsException.class)
                .seeds(Corpus.texts(OWN, examples()))
                .also(large())
                .words("each: ", "is: ", "some: ", "count: ", "where: ", "rule: ", "none: holds", "absent: {value: 5}")
                .words(
                        "{not: {",
                        "{any: [",
                        "one_of: [",
                        "between: [1, 2]",
                        "mode: 0640",
                        "has_all: [a]",
                        "unique: true")
                .words(
                        "as: json",
                        "as: table",
                        "columns: [a, b...]",
                        "pattern: '(?<x>a)'",
                        "at: .a[]",
                        "types: {a: int}")
                .words(
                        "${p}",
                        "${",
                        "$${",
                        "{x}",
                        "[[",
                        "x-a",
                        "looks_at: fleet",
                        "same: true",
                        "sum: {min: 1}",
                        "1e9",
                        "5.1")
                .run(input -> {
                    String text = new String(input, StandardCharsets.UTF_8);
                    ProfileLoader loader = Definitions.loader(CATALOGUE, text);
                    List<Problem> problems =
                            loader.lint("a.yaml", List.of(), Instant.EPOCH).problems();
                    Profile profile = loader.load("a.yaml", List.of());
                    assertThat(problems).isEmpty();
                    profile.checks().forEach(check -> {
                        judge(check, "a 5\nb=c\n");
                        judge(check, text);
                    });
                    Texts unused = Texts.of(CATALOGUE.with(profile.own()), Locale.CHINESE);
                });
    }
}
