package dev.preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.testing.PortRequirement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables of requirements in profiles, and profiles that extend several. */
class RequirementRowsTest {
    private final Map<String, String> texts = new HashMap<>();
    private final ProfileLoader loader = new ProfileLoader(
            new Catalogue(List.of(new PortRequirement()), List.of()), (reference, at, from, problems) -> {
                if (!texts.containsKey(reference)) {
                    problems.add(at, "there is no '" + reference + "'");
                }
                return Optional.ofNullable(texts.get(reference))
                        .map(text -> new ProfileSource.Text(reference, reference, Optional.empty(), text));
            });

    private Rows<PortRequirement.Limits> rows(String text, String... sets) throws ProblemsException {
        texts.put("p", text);
        Profile profile = loader.load("p", List.of(sets));
        return ((PortRequirement.Params) profile.checks().get(0).params()).require();
    }

    private List<String> problems(String text) {
        try {
            rows(text);
        } catch (ProblemsException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
        return List.of();
    }

    private static String profile(String rows) {
        return "checks: {port-requirement: {params: {require: " + rows + "}}}";
    }

    private static String extending(String parents, String rows) {
        return "extends: " + parents + "\n" + profile(rows);
    }

    @Test
    void aRowSaysItsLimitsAndHowGraveItIsAndWhyAndOfWhichHosts() throws ProblemsException {
        Rows<PortRequirement.Limits> rows = rows(profile("""
                {a: one, b: {value: two, min: 3, severity: warning, why: {en: for etcd, zh: etcd 用},
                  groups: [managers], when: {os_family: debian}}, c: , d: {why: plain words}}"""));

        assertThat(rows.asked()).containsExactly("a", "b", "c", "d");
        assertThat(rows.of("a").orElseThrow().limits()).isEqualTo(new PortRequirement.Limits("one", Optional.empty()));
        Rows.Row<PortRequirement.Limits> full = rows.of("b").orElseThrow();
        assertThat(full.limits()).isEqualTo(new PortRequirement.Limits("two", Optional.of(3)));
        assertThat(full.severity()).contains(Severity.WARNING);
        assertThat(full.why()).containsEntry("en", "for etcd").containsEntry("zh", "etcd 用");
        assertThat(full.groups()).containsExactly("managers");
        assertThat(full.when().osFamily()).containsExactly("debian");
        assertThat(rows.of("d").orElseThrow().why()).containsEntry("en", "plain words");
    }

    @Test
    void theRowsOfAChildAddToThoseOfItsParentAndOffRemovesOne() throws ProblemsException {
        texts.put("parent", profile("{a: one, b: two, c: {min: 3}}"));

        Rows<PortRequirement.Limits> rows =
                rows(extending("parent", "{b: off, c: {value: three}, d: four, a: {severity: info}}"));

        assertThat(rows.asked()).containsExactly("a", "c", "d");
        assertThat(rows.of("a").orElseThrow().limits().value()).isEqualTo("one");
        assertThat(rows.of("a").orElseThrow().severity()).contains(Severity.INFO);
        assertThat(rows.of("c").orElseThrow().limits()).isEqualTo(new PortRequirement.Limits("three", Optional.of(3)));
    }

    @Test
    void aRowThatIsNotInheritedCannotBeRemoved() {
        texts.put("parent", profile("{abcd: one, b: two}"));
        assertThat(problems(extending("parent", "{abce: off, b: off}")))
                .containsExactly("p:2:48: no row 'abce' is inherited that could be removed; did you mean 'abcd'?");
    }

    @Test
    void theSubjectOfARowMayBeAVariable() throws ProblemsException {
        String text = "vars: {data: /srv}\n" + profile("{'${data}/x': one, '$${y}': two}");

        assertThat(rows(text).asked()).containsExactly("/srv/x", "${y}");
        texts.put("p", text);
        String recorded = loader.resolve("p", Optional.empty(), List.of()).text();
        assertThat(rows(recorded).asked()).as("as it is recorded").containsExactly("/srv/x", "${y}");
    }

    @Test
    void aRowThatIsNamedByAVariableIsTheRowOfItsValue() throws ProblemsException {
        texts.put("parent", profile("{/srv: one, b: two}"));
        texts.put("young", "vars: {data: /srv}\n" + extending("parent", "{'${data}': {min: 3}}"));

        assertThat(rows(extending("young", "{c: three}"))
                        .of("/srv")
                        .orElseThrow()
                        .limits())
                .as("in the middle")
                .isEqualTo(new PortRequirement.Limits("one", Optional.of(3)));
        assertThat(rows("vars: {data: /srv}\n" + extending("parent", "{'${data}': off}"))
                        .asked())
                .as("removed by the variable")
                .containsExactly("b");
        assertThat(rows(extending("young", "{/srv: off}")).asked())
                .as("removed by the value")
                .containsExactly("b");
        assertThat(rows("vars: {data: b}\n" + extending("young", "{}"))
                        .of("b")
                        .orElseThrow()
                        .limits())
                .as("of the value that the child gives")
                .isEqualTo(new PortRequirement.Limits("two", Optional.of(3)));
        assertThat(rows(extending("young", "{}"), "vars.data=/opt", "port-requirement.require={'${data}': x}")
                        .asked())
                .as("set beside the profile")
                .containsExactly("/srv", "b", "/opt");
    }

    @Test
    void parentsWhoseRowsAreOneByAVariableDiffer() {
        texts.put("kafka", "vars: {data: /srv}\n" + profile("{'${data}': one}"));
        texts.put("ceph", profile("{/srv: two}"));

        assertThat(problems(extending("[kafka, ceph]", "{b: x}")))
                .singleElement()
                .asString()
                .contains("differ in checks.port-requirement.params.require./srv: 'one' at kafka:2:");
    }

    @Test
    void oneProfileGivesARowOnceUnderAnyName() {
        assertThat(problems("vars: {data: /srv}\n" + profile("{/srv: one, '${data}': two}")))
                .containsExactly("p:2:59: '${data}' is '/srv' here, which is given already at p:2:48;"
                        + " remove one of the two");
    }

    @Test
    void anInheritedLimitIsTakenAwayByNothing() throws ProblemsException {
        texts.put("parent", profile("{a: {value: one, min: 3}, b: two}"));

        assertThat(rows(extending("parent", "{a: {min: ~}}"))
                        .of("a")
                        .orElseThrow()
                        .limits())
                .isEqualTo(new PortRequirement.Limits("one", Optional.empty()));
        assertThat(problems(extending("parent", "{b: {min: ~}}")))
                .containsExactly(
                        "p:2:57: min: expected a whole number, found nothing; give a value, or remove the key");
    }

    @Test
    void rowsCanBeSetBesideTheProfile() throws ProblemsException {
        assertThat(rows(profile("{a: one, b: two}"), "port-requirement.require={b: off, c: three}")
                        .asked())
                .containsExactly("a", "c");
    }

    @Test
    void aCheckThatRequiresNothingIsAnErrorAndNoPass() {
        String expected = "p:1:29: port-requirement: nothing is required; give require";
        assertThat(problems("checks: {port-requirement: {}}"))
                .containsExactly("p:1:28: port-requirement: nothing is required; give require");
        assertThat(problems(profile("{}"))).containsExactly(expected);
        texts.put("parent", profile("{a: one}"));
        assertThat(problems(extending("parent", "{a: off}")))
                .singleElement()
                .asString()
                .contains("nothing is required");
        assertThat(problems("checks: {port-requirement: off}")).noneMatch(p -> p.contains("nothing is required"));
    }

    @Test
    void mistakesInARowAreNamedWithTheirPlaceAndTheNearestWord() {
        assertThat(problems(profile("{a: {mim: 3}}")))
                .singleElement()
                .asString()
                .contains("unknown key of require a 'mim'")
                .contains("did you mean 'min'?");
        assertThat(problems(profile("{a: {severity: blocke}}")))
                .singleElement()
                .asString()
                .contains("did you mean 'blocker'?");
        assertThat(problems(profile("{a: {min: 0}}")))
                .singleElement()
                .asString()
                .contains("at least 1");
        assertThat(problems(profile("{a: {why: {de: x}}}")))
                .singleElement()
                .asString()
                .contains("unknown language 'de'");
        assertThat(problems(profile("{a: {when: {os: x}}}")))
                .singleElement()
                .asString()
                .contains("unknown key of 'when' 'os'");
        assertThat(problems(profile("{a: {groups: []}}")))
                .singleElement()
                .asString()
                .contains("groups: expected at least one");
        assertThat(problems(profile("[a]"))).singleElement().asString().contains("a mapping from each subject");
    }

    @Test
    void aProfileExtendsSeveral() throws ProblemsException {
        texts.put("kafka", profile("{a: one, b: two}"));
        texts.put("ceph", profile("{b: two, c: three}"));

        assertThat(rows(extending("[kafka, ceph]", "{d: four}")).asked()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whereTwoParentsDifferTheChildHasToDecide() throws ProblemsException {
        texts.put("kafka", profile("{a: one}"));
        texts.put("ceph", profile("{a: two}"));

        assertThat(problems(extending("[kafka, ceph]", "{b: x}")))
                .singleElement()
                .asString()
                .startsWith("p:1:10: the profiles that this one extends differ in"
                        + " checks.port-requirement.params.require.a: 'one' at kafka:1:")
                .contains("'two' at ceph:1:")
                .contains("say here what holds");
        assertThat(rows(extending("[kafka, ceph]", "{a: three}"))
                        .of("a")
                        .orElseThrow()
                        .limits()
                        .value())
                .isEqualTo("three");
        assertThat(rows(extending("[kafka, ceph]", "{a: off, b: x}")).asked()).containsExactly("b");
    }

    @Test
    void aParentThatOverridesWhatBothInheritHolds() throws ProblemsException {
        texts.put("base", profile("{a: one, b: one}"));
        texts.put("kafka", extending("base", "{a: two}"));
        texts.put("ceph", extending("base", "{b: three}"));

        for (String both : List.of("[kafka, ceph]", "[ceph, kafka]", "[base, kafka, ceph]", "[kafka, ceph, base]")) {
            Rows<PortRequirement.Limits> rows = rows(extending(both, "{c: x}"));
            assertThat(rows.of("a").orElseThrow().limits().value()).isEqualTo("two");
            assertThat(rows.of("b").orElseThrow().limits().value()).isEqualTo("three");
        }
    }

    @Test
    void aParentThatCannotBeReadIsNamedAndAllElseIsStillLookedAt() {
        texts.put("kafka", profile("{a: {mim: 1}}"));

        assertThat(problems(extending("[kafka, cef, [x]]", "{b: {mix: 1}}")))
                .anyMatch(p -> p.contains("there is no 'cef'"))
                .anyMatch(p -> p.contains("extends: expected text"))
                .anyMatch(p -> p.contains("'mim'"))
                .anyMatch(p -> p.contains("'mix'"));
        texts.put("kafka", "extends: [p]\n" + profile("{a: one}"));
        assertThat(problems(extending("[kafka]", "{b: x}")))
                .singleElement()
                .asString()
                .contains("forms a circle: p -> kafka -> p");
    }
}
