package dev.preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Catalogue;
import dev.preflight.node.ProblemsException;
import dev.preflight.testing.PortRequirement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A profile as it came to be, with the place of each value. */
class ResolvedProfileTest {
    private final Map<String, String> texts = new HashMap<>();
    private final ProfileLoader loader = new ProfileLoader(
            new Catalogue(List.of(new PortRequirement()), List.of()),
            (reference, at, from, problems) -> Optional.of(
                    new ProfileSource.Text(reference, reference, Optional.empty(), texts.getOrDefault(reference, ""))));

    private ResolvedProfile resolve(String text, String... sets) throws ProblemsException {
        texts.put("p.yaml", text);
        return loader.resolve("p.yaml", Optional.empty(), List.of(sets));
    }

    /** What is printed is a profile without problems, and comes to the same. */
    private void readsBack(ResolvedProfile resolved) throws ProblemsException {
        texts.put("again", resolved.annotated());
        Linted linted = loader.lint("again", List.of(), Instant.EPOCH);
        assertThat(linted.problems()).isEmpty();
        assertThat(linted.warnings()).isEmpty();
        ResolvedProfile again = loader.resolve("again", Optional.empty(), List.of());
        assertThat(values(again)).isEqualTo(values(resolved));
        assertThat(checks(again)).isEqualTo(checks(resolved));
    }

    private static List<String> values(ResolvedProfile resolved) {
        return resolved.annotated()
                .lines()
                .map(line -> line.replaceAll(" +# .*", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<List<Object>> checks(ResolvedProfile resolved) {
        return resolved.profile().checks().stream()
                .map(check -> List.<Object>of(
                        check.name(),
                        check.params(),
                        check.severity(),
                        check.severities(),
                        check.groups(),
                        check.when()))
                .toList();
    }

    @Test
    void aRowIsPutTogetherOfTwoParentsAndOfAValueThatIsSet() throws ProblemsException {
        texts.put("one.yaml", """
                name: one
                checks:
                  ports:
                    check: port-requirement
                    params:
                      require:
                        "80": {value: web,
                               min: 3}
                        "81": gone
                """);
        texts.put("two.yaml", """
                vars: {what: db}
                checks:
                  ports: {check: port-requirement, params: {require: {"5432": {value: "the ${what}", groups: [db]}}}}
                """);
        ResolvedProfile resolved = resolve("""
                extends: [one.yaml, two.yaml]
                checks:
                  ports:
                    params: {require: {"80": {severity: warning}, "81": off}}
                """, "vars.what=etcd", "ports.require={\"443\": {value: tls}}");

        assertThat(resolved.annotated()).isEqualTo("""
                name: p                                 # p.yaml

                checks:
                  ports:
                    check: port-requirement             # two.yaml:3
                    params:
                      require:
                        "80":
                          value: web                    # one.yaml:7
                          min: 3                        # one.yaml:8
                          severity: warning             # p.yaml:4
                        "5432":
                          value: the etcd               # two.yaml:3, what from --set
                          groups: [db]                  # two.yaml:3
                        "443":
                          value: tls                    # --set
                """);
        readsBack(resolved);
    }

    @Test
    void aVariableThatIsMadeOfAnotherNamesBoth() throws ProblemsException {
        ResolvedProfile resolved = resolve("""
                vars:
                  root: /srv
                  data: ${root}/data
                checks:
                  port-requirement: {params: {require: {a: {value: "${data}", groups: [x, "${root}"]}}}}
                """);
        assertThat(resolved.annotated().replaceAll(" +", " "))
                .contains("value: /srv/data # p.yaml:5, data from p.yaml:3, root from p.yaml:2\n")
                .contains("groups: [x, /srv] # p.yaml:5, root from p.yaml:2\n");
        readsBack(resolved);
    }

    @Test
    void aLongChainOfVariablesIsNamedInPart() throws ProblemsException {
        StringBuilder vars = new StringBuilder("vars:\n  a10000: x\n");
        for (int i = 10_001; i < 30_000; i++) {
            vars.append("  a").append(i).append(": ${a").append(i - 1).append("}\n");
        }
        ResolvedProfile resolved =
                resolve(vars + "checks: {port-requirement: {params: {require: {k: {value: \"${a29999}\"}}}}}\n");
        assertThat(resolved.annotated())
                .contains(", a29999 from p.yaml:20001,", "a29995 from", "          value: x\n")
                .doesNotContain("a29994");
    }

    @Test
    void whatIsOffIsLeftOutWithItsWaivers() throws ProblemsException {
        texts.put("parent.yaml", """
                checks:
                  port-requirement: {params: {require: {a: one}}}
                  other: {check: port-requirement, params: {require: {b: two}}}
                """);
        ResolvedProfile resolved = resolve("""
                extends: parent.yaml
                checks: {other: off}
                waivers:
                - {check: other, hosts: [h], reason: r, owner: o, until: 2027-01-01T00:00:00Z}
                - {check: port-requirement, hosts: [h], reason: r, owner: o, until: 2027-01-01T00:00:00Z}
                """);
        assertThat(resolved.annotated()).doesNotContain("other").contains("  - check: port-requirement");
        assertThat(resolved.profile().waivers()).hasSize(2);
        readsBack(resolved);
    }

    @Test
    void aDollarThatIsNoVariableStaysOneAndADescriptionIsOneLine() throws ProblemsException {
        ResolvedProfile resolved = resolve("""
                name: own
                description: >
                  Hosts of
                  the site
                checks:
                  port-requirement: {params: {require: {"$${a}": "$${b}"}}}
                """);
        assertThat(resolved.annotated().replaceAll(" +", " "))
                .contains("name: own # p.yaml:1\n")
                .contains("description: Hosts of the site # p.yaml:2\n")
                .contains("\"$${a}\": \"$${b}\"");
        readsBack(resolved);
    }

    @Test
    void theTextOfAProfileIsItsOwnWithCommentsAndOnlyIfItIsGood() throws ProblemsException {
        String own = "# why\nchecks: {port-requirement: {params: {require: {a: one}}}} # here\n";
        texts.put("p.yaml", own);
        assertThat(loader.text("p.yaml")).isEqualTo(own);
        texts.put("p.yaml", "checks: {port-requirements: {}}\n");
        assertThatThrownBy(() -> loader.text("p.yaml")).isInstanceOf(ProblemsException.class);
    }

    @Test
    void aSummaryIsWhatAProfileSaysOfItselfAlone() throws ProblemsException {
        texts.put("a", "name: a\ndescription: Of a\nchecks: {}\n");
        texts.put("b", "name: b\nextends: [a, c]\ndescription: >\n  Two\n  lines\n");
        texts.put("c", "extends: a\n");
        assertThat(loader.summary("b")).isEqualTo(new ProfileSummary("b", List.of("a", "c"), "Two lines"));
        assertThat(loader.summary("c")).isEqualTo(new ProfileSummary("c", List.of("a"), ""));
    }
}
