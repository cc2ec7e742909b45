package dev.preflight.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Problems;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Test files and their evidence may come from anyone: whatever is in them is read, or is a problem with a place. */
@Tag(Fuzz.TAG)
class CaseFileFuzzTest {
    private static final Path NAME = Path.of("t.test.yaml");

    @Test
    void anyTextIsATestFileOrAProblem() {
        Fuzz.of("test-file")
                .inputs(20_000)
                .seeds(Corpus.texts("""
                        profile: acme.yaml
                        settings: {install_user: ops}
                        cases:
                          - name: one
                            evidence: cases/one
                            at: 2026-11-02T10:00:00Z
                            change: {h1: {sysctl-boot: [{replace: "a", with: "b"}]}}
                            withhold: {h1: [memory], reason: no-permission}
                            expect: {verdict: proceed, others: any, none: [fail], findings: [{check: c, code: d, waived: true}]}
                        mutations: {withhold: each, limits: exact, except: [{check: c, why: w}]}
                        coverage: {codes: 80%, rows: 100%}
                        """))
                .words("cases:", "- name: ", "expect: {}", "reason", "[]", "{}", "null", "off", "\u0000")
                .run(input -> {
                    Problems problems = new Problems();
                    boolean read = CaseFileReader.parse(NAME, new String(input, StandardCharsets.UTF_8), problems)
                            .isPresent();
                    assertThat(read || !problems.none()).isTrue();
                });
    }

    @Test
    void anyTextIsEvidenceOrAProblem() {
        Fuzz.of("evidence-file")
                .inputs(20_000)
                .seeds(Corpus.texts("""
                        formatVersion: 1
                        startedAt: 2026-11-02T10:00:00Z
                        hosts:
                          h1: {groups: [a], said: {a@clean: text, b@exec~01234567: {base64: AAAA, status: 1, lane: slow}}}
                          h2: {like: h1, failure: timed-out, said: {a@clean: off, c@sudo: {end: never, reason: timeout}}}
                        """))
                .words("like: h1", "said:", "base64: ", "received: 999999999", "null", "h1", "~", "@")
                .run(input -> {
                    Problems problems = new Problems();
                    boolean read = EvidenceFile.parse(NAME, new String(input, StandardCharsets.UTF_8), problems)
                            .isPresent();
                    assertThat(read).isEqualTo(problems.none());
                });
    }
}
