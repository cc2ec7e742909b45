package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in matchers of checks that a profile defines, changed by tests of the profile. */
class DefinitionLimitsTest {
    @TempDir
    Path folder;

    private Acme acme;

    @BeforeEach
    void write() {
        acme = new Acme(folder);
    }

    /** A host with this value in JSON, and a profile that expects it to match; what survives, if anything. */
    private String limits(String type, String matcher, String value, boolean good, String mutations) {
        acme.file("acme.yaml", """
                name: acme
                define:
                  x-conf:
                    title: {en: Configured}
                    reads: {conf: {file: /etc/acme.json, as: json, types: {v: %s}}}
                    expect: {wrong: {read: conf, is: {v: %s}}}
                checks: {x-conf: {}}
                """.formatted(type, matcher));
        acme.file(
                "e.yaml",
                "formatVersion: 1\nstartedAt: 2026-11-02T10:00:00Z\nhosts:\n  h1: {said: {x-conf/conf@clean: "
                        + "\"at /etc/acme.json\\ntext\\n {'v': " + value + "}\\n 0\\ndone\\n\"}}\n");
        acme.but("e.yaml", "'", "\\\"");
        String expect = good ? "{verdict: proceed}" : "{findings: [{check: x-conf, code: wrong}]}";
        Command run = acme.testFile("profile: acme.yaml\ncases:\n  - {name: one, evidence: e.yaml, expect: " + expect
                + "}\nmutations: {" + mutations + ", expectations: off}\n");
        assertThat(run.out()).as(acme.said(run)).contains("  ok     one");
        return run.out()
                .lines()
                .filter(line -> line.contains("survived   "))
                .map(line -> line.replaceFirst(".*survived   ", ""))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int | {min: 10} | 10 | no case notices 9 in place of 10
            int | {max: 10} | 10 | no case notices 11 in place of 10
            int | 10 | 10 |
            int | {all: [{min: 10}, {max: 10}]} | 10 | no case notices 9 in place of 10
            int | {not: {min: 10}} | 9 |
            int | {between: [10, 10]} | 10 | no case notices 9 in place of 10
            size | {min: 2GiB} | 2GiB | no case notices 1GiB in place of 2GiB
            duration | {max: 1m} | 60s | no case notices 2m in place of 1m
            version | {min: "1.10"} | 1.10 | no case notices 1.9 in place of 1.10
            version | {below: "1.10"} | 1.9 | no case notices 1.11 in place of 1.10
            """)
    void numbersInMatchersAreChanged(String type, String matcher, String value, String survivor) {
        String survived = limits(type, matcher, "'" + value + "'", true, "limits: exact");
        if (survivor == null) {
            assertThat(survived).isEmpty();
        } else {
            assertThat(survived).startsWith("x-conf wrong ").contains(": " + survivor);
        }
    }

    @Test
    void aNumberInAMatcherThatMayBeOffByOneSurvives() {
        assertThat(limits("int", "{min: 262145}", "'262144'", false, "limits: each"))
                .isEqualTo("x-conf wrong min: it may be off by one: a case measures 262144, and none 262145");
        assertThat(limits("int", "{min: 262144}", "'262144'", true, "limits: each"))
                .isEmpty();
        String except = "limits: exact, except: [{check: x-conf, %s: %s, why: a}]";
        assertThat(limits("int", "{min: 10}", "'10'", true, except.formatted("limit", "min")))
                .isEmpty();
        assertThat(limits("int", "{min: 10}", "'10'", true, except.formatted("code", "wrong")))
                .isEmpty();
    }

    @Test
    void aNumberInAMatcherThatNoCaseMeasuresSurvives() {
        assertThat(limits("int", "{min: 10}", "null", false, "limits: each"))
                .isEqualTo("x-conf wrong min: no case measures it: with any other limit the same is found");
    }
}
