package dev.preflight.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.profile.CheckInstance;
import dev.preflight.testing.Definitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a finding of a rule says that it was read from. */
class ReadsOfRulesTest {
    private static final Catalogue NONE = new Catalogue(List.of());

    private static final List<String> NAMES = List.of("one", "two", "three", "four", "five", "six");

    @Test
    void itIsNamedInTheOrderOfTheDefinition() throws Exception {
        StringBuilder yaml = new StringBuilder("define:\n  x-a:\n    title: {en: A}\n    reads:\n");
        Map<String, String> said = new HashMap<>();
        for (String name : NAMES) {
            yaml.append("      ")
                    .append(name)
                    .append(": {file: /etc/")
                    .append(name)
                    .append(", as: int}\n");
            said.put("x-a/" + name, Definitions.file("/etc/" + name, "1"));
        }
        yaml.append("    expect: {few: {rule: \"six + two + five + one + four + three > 6\"}}\nchecks: {x-a: {}}\n");
        CheckInstance<?> check = Definitions.instance(Definitions.profile(NONE, yaml.toString()), "x-a");
        assertThat(Definitions.judged(check, said))
                .singleElement()
                .satisfies(finding -> assertThat(finding.judgement().readFrom())
                        .extracting(key -> key.replaceAll("^x-a\\.|@.*$", ""))
                        .isEqualTo(NAMES));
    }
}
