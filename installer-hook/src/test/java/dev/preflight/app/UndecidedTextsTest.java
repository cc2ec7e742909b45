package dev.preflight.app;

import static dev.preflight.testing.Definitions.file;
import static dev.preflight.testing.Definitions.ran;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.report.FindingTexts;
import dev.preflight.report.Texts;
import dev.preflight.testing.Definitions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where a site's own file, command or rule gives no answer: what happened, and what to change. */
class UndecidedTextsTest {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private static final String PROFILE = """
            define:
              x-a:
                title: A
                reads:
                  conf: {file: /etc/acme.json, as: json}
                  many: {file: /etc/many, as: keyvalue, types: {n: int}}
                  tool: {command: [acme, state]}
                expect:
                  conf: {read: conf, is: {port: {min: 1}}}
                  many: {read: many, is: {n: {min: 1}}}
                  tool: {read: tool, is: ready}
                  rule: {rule: "conf.limits.soft > 5"}
            checks: {x-a: {}}
            """;

    private static FindingTexts said(Map<String, String> printed, String code, Locale language) {
        Profile profile = Definitions.profile(CATALOGUE, PROFILE);
        CheckInstance<?> check = Definitions.instance(profile, "x-a");
        List<Finding> findings = Definitions.judged(check, printed);
        Finding one = findings.stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .orElseThrow();
        Texts texts = Texts.of(CATALOGUE.with(profile.own()), language);
        assertThat(texts.problems(one)).isEmpty();
        return texts.of(one);
    }

    private static final String GOOD = "{\"port\": 1, \"limits\": {\"soft\": 9}}";

    private static Map<String, String> printed(String conf, String many, String tool) {
        return Map.of("x-a/conf", file("/etc/acme.json", conf), "x-a/many", file("/etc/many", many), "x-a/tool", tool);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"port": 1,                | n=1   | /etc/acme.json: not valid JSON (line 2, column 1): Unexpected end-of-input
            {"port": "a", "limits": 1} | n=1   | conf: expected a whole number, found text
            {"port": 1, "limits": {"soft": 9}} | n=one | /etc/many: line 1, field n: expected a whole number, found 'one'
            """)
    void aFileOfAnotherFormIsNotOneOfAnotherVersion(String conf, String many, String what) {
        FindingTexts texts = said(printed(conf, many, ran("ready", 0)), "format-mismatch", Locale.ENGLISH);
        assertThat(texts.observed())
                .startsWith("it does not have the form that the profile expects: ")
                .contains(what);
        assertThat(texts.action()).startsWith("Correct it on the host.").doesNotContain("version");
    }

    @Test
    void anotherStatusOfACommandIsNoMistakeInPreflight() {
        Map<String, String> printed = printed(GOOD, "n=1", ran("no licence", 4));
        FindingTexts texts = said(printed, "check-error", Locale.ENGLISH);
        assertThat(texts.observed())
                .isEqualTo("the command ended with a status that is no answer: status 4: no licence");
        assertThat(texts.action()).endsWith("list it in the read: exit: [0, 4]").doesNotContain("bug");
        assertThat(said(printed, "check-error", Locale.CHINESE).observed())
                .isEqualTo("命令以不作为回答的状态结束：status 4: no licence");
    }

    @Test
    void aFieldThatARuleDoesNotFindIsNoMistakeInPreflight() {
        FindingTexts texts =
                said(printed("{\"port\": 1, \"limits\": {}}", "n=1", ran("ready", 0)), "check-error", Locale.ENGLISH);
        assertThat(texts.observed())
                .isEqualTo(
                        "the rule has no answer for the values of this host: there is no field 'soft'; ask with has(...) first");
        assertThat(texts.action()).startsWith("Change the rule").doesNotContain("bug");
    }
}
