package dev.preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.node.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RenamesTest {
    record Row(
            @Param(value = "Port", defaultValue = "1", kind = Kind.THRESHOLD, oldNames = "number")
            int port) {}

    /** Settings of a pack. */
    record SiteParams(
            @Param(value = "Largest packet", defaultValue = "1500", kind = Kind.THRESHOLD, oldNames = "mtu")
            int packetSize) {}

    record Params(
            @Param(
                    value = "Speed",
                    defaultValue = "1000",
                    kind = Kind.THRESHOLD,
                    oldNames = {"speed", "slowest"})
            int minSpeed,

            @Param(value = "Rows", kind = Kind.THRESHOLD) List<Row> rows) {}

    private record Fake(CheckSpec<Params> spec) implements HostCheck<Params> {
        @Override
        public Needs needs(Params params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, Params params) {
            throw new UnsupportedOperationException("not judged here");
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("nic-link", Params.class, Severity.BLOCKER)
            .code("no-link")
            .oldCode("link", "no-link")
            .oldId("link-state");

    private static final Catalogue CATALOGUE = new Catalogue(List.of(new Fake(SPEC)), List.of(SiteParams.class));

    private final Map<String, String> texts = new HashMap<>();
    private final ProfileLoader loader = new ProfileLoader(
            CATALOGUE,
            (reference, at, from, problems) -> Optional.of(
                    new ProfileSource.Text(reference, reference, Optional.empty(), texts.getOrDefault(reference, ""))));

    private ResolvedProfile resolve(String text, String... sets) throws Exception {
        texts.put("p", text);
        return loader.resolve("p", Optional.empty(), List.of(sets));
    }

    private List<String> problems(String text) {
        texts.put("p", text);
        return loader.lint("p", List.of(), Instant.EPOCH).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static List<String> warnings(ResolvedProfile resolved) {
        return resolved.warnings().stream().map(Problem::toString).toList();
    }

    private static Params params(ResolvedProfile resolved) {
        return (Params) resolved.profile().checks().get(0).params();
    }

    @Test
    void anOldNameIsReadAsTheNewOneWithAWarning() throws Exception {
        ResolvedProfile resolved = resolve("""
                checks:
                  link-state:
                    params: {speed: 10, rows: [{number: 7}]}
                    severities: {link: info}
                waivers:
                - {check: link-state, hosts: [a], reason: r, owner: o, until: 2027-01-01T00:00:00Z}
                """);

        CheckInstance<?> check = resolved.profile().checks().get(0);
        assertThat(check.name()).isEqualTo("nic-link");
        assertThat(check.severities()).isEqualTo(Map.of("no-link", Severity.INFO));
        assertThat(params(resolved)).isEqualTo(new Params(10, List.of(new Row(7))));
        assertThat(resolved.profile().waivers().get(0).check()).contains("nic-link");
        assertThat(warnings(resolved))
                .containsExactly(
                        "p:2:3: check 'link-state' was renamed; write 'nic-link'",
                        "p:3:14: parameter of nic-link 'speed' was renamed; write 'min_speed'",
                        "p:3:33: parameter of nic-link 'number' was renamed; write 'port'",
                        "p:4:18: code of nic-link 'link' was renamed; write 'no-link'",
                        "p:6:11: check 'link-state' was renamed; write 'nic-link'");
        assertThat(resolved.text()).doesNotContain("link-state").doesNotContain(" speed");
    }

    @Test
    void anotherInstanceOfACheckNamesItByItsOldId() throws Exception {
        ResolvedProfile resolved = resolve("checks: {mine: {check: link-state, params: {slowest: 5}}}");

        assertThat(resolved.profile().checks().get(0).name()).isEqualTo("mine");
        assertThat(params(resolved).minSpeed()).isEqualTo(5);
        assertThat(resolved.warnings()).hasSize(2);
    }

    @Test
    void anInstanceMayBeCalledAsACheckOnceWas() throws Exception {
        ResolvedProfile resolved = resolve("checks: {link-state: {check: nic-link}}");

        assertThat(resolved.profile().checks().get(0).name()).isEqualTo("link-state");
        assertThat(resolved.warnings()).isEmpty();
    }

    @Test
    void aSettingOfAPackHasItsOldNameToo() throws Exception {
        ResolvedProfile resolved = resolve("settings: {mtu: 9000}\nchecks: {nic-link: {}}");

        assertThat(resolved.profile().settings().of(SiteParams.class).packetSize())
                .isEqualTo(9000);
        assertThat(warnings(resolved)).containsExactly("p:1:12: setting 'mtu' was renamed; write 'packet_size'");
    }

    @Test
    void aValueThatIsSetNamesByOldNamesToo() throws Exception {
        ResolvedProfile resolved = resolve("checks: {nic-link: {}}", "link-state.speed=7");

        assertThat(params(resolved).minSpeed()).isEqualTo(7);
        assertThat(warnings(resolved))
                .containsExactly(
                        "--set: check 'link-state' was renamed; write 'nic-link'",
                        "--set: parameter of nic-link 'speed' was renamed; write 'min_speed'");
    }

    @Test
    void aProfileMayUseTheNewNameOverOneThatUsesTheOld() throws Exception {
        texts.put("parent", "checks: {mine: {check: link-state, params: {speed: 10}, severities: {link: info}}}");

        ResolvedProfile resolved = resolve("""
                extends: parent
                checks: {mine: {params: {min_speed: 20}, severities: {no-link: warning}}}
                """);

        assertThat(params(resolved).minSpeed()).isEqualTo(20);
        assertThat(resolved.profile().checks().get(0).severities()).isEqualTo(Map.of("no-link", Severity.WARNING));
    }

    @Test
    void ofARecordedProfileOnlyWhatIsSetNowIsWarnedOf() throws Exception {
        ResolvedProfile resolved = ProfileLoader.loadRecorded(
                CATALOGUE, "record", "checks: {link-state: {severities: {link: info}}}", List.of("nic-link.speed=7"));

        assertThat(params(resolved).minSpeed()).isEqualTo(7);
        assertThat(warnings(resolved))
                .containsExactly("--set: parameter of nic-link 'speed' was renamed; write 'min_speed'");
    }

    @Test
    void twoNamesForOneThingAreAProblemWithBothPlaces() {
        assertThat(problems("""
                checks:
                  nic-link:
                    params: {min_speed: 1, speed: 2}
                    severities: {link: info, no-link: info}
                  link-state: {}
                """))
                .containsExactly(
                        "p:3:28: 'speed' is an old name of 'min_speed', which is also given at p:3:14; "
                                + "remove one of the two",
                        "p:4:18: 'link' is an old name of 'no-link', which is also given at p:4:30; "
                                + "remove one of the two",
                        "p:5:3: 'link-state' is an old name of 'nic-link', which is also given at p:2:3; "
                                + "remove one of the two");
        assertThat(problems("checks: {nic-link: {params: {speed: 1, slowest: 2}}}"))
                .containsExactly("p:1:40: 'slowest' is an old name of 'min_speed', which is also given at p:1:30 "
                        + "as 'speed'; remove one of the two");
    }

    private List<String> linted(String text, String... sets) {
        texts.put("p", text);
        Linted linted = loader.lint("p", List.of(sets), Instant.EPOCH);
        return Stream.concat(linted.problems().stream(), linted.warnings().stream())
                .map(Problem::toString)
                .toList();
    }

    @Test
    void aWrongValueUnderAnOldNameIsOneMessageWithBothNames() {
        assertThat(linted("checks: {nic-link: {params: {speed: ten}}}"))
                .containsExactly("p:1:37: min_speed: expected a whole number, found text 'ten'; "
                        + "'speed' was renamed: write 'min_speed'");
        assertThat(linted("settings: {mtu: big}\nchecks: {nic-link: {}}"))
                .containsExactly("p:1:17: packet_size: expected a whole number, found text 'big'; "
                        + "'mtu' was renamed: write 'packet_size'");
        assertThat(linted("checks: {nic-link: {severities: {link: inof}}}"))
                .singleElement()
                .asString()
                .contains("no-link: expected", "did you mean 'info'?; 'link' was renamed: write 'no-link'");
        assertThat(linted("checks: {link-state: 5}"))
                .containsExactly("p:1:22: nic-link: expected a mapping, or off, found a whole number '5'; "
                        + "'link-state' was renamed: write 'nic-link'");
        assertThat(linted("checks: {nic-link: {}}", "nic-link.speed=ten"))
                .containsExactly("--set: min_speed: expected a whole number, found text 'ten'; "
                        + "'speed' was renamed: write 'min_speed'");
    }

    @Test
    void forAMisspeltOldNameTheNewOneIsSuggested() {
        assertThat(linted("""
                settings: {mtx: 1}
                checks:
                  nic-link:
                    params: {slowes: 1, rows: [{numbre: 7}]}
                    severities: {linc: info}
                  lnk-state: {}
                """))
                .containsExactly(
                        "p:1:12: unknown setting 'mtx'; did you mean 'packet_size'? 'mtu' was renamed",
                        "p:4:14: unknown parameter of nic-link 'slowes'; did you mean 'min_speed'? 'slowest' was renamed",
                        "p:4:33: unknown key of rows 'numbre'; did you mean 'port'? 'number' was renamed",
                        "p:5:18: unknown code of nic-link 'linc'; did you mean 'no-link'? 'link' was renamed",
                        "p:6:3: unknown check 'lnk-state'; did you mean 'nic-link'?");
        assertThat(linted("checks: {nic-link: {}}", "link-stat.min_speed=1"))
                .containsExactly(
                        "--set: the profile has no check 'link-stat'; did you mean 'nic-link'? 'link-state' was renamed");
        texts.put("parent", "checks: {nic-link: {}}");
        assertThat(linted("""
                extends: parent
                checks: {link-stat: off}
                waivers:
                - {check: lnk-state, hosts: [a], reason: r, owner: o, until: 2027-01-01T00:00:00Z}
                """))
                .containsExactly(
                        "p:2:10: no check 'link-stat' is inherited that could be switched off; did you mean 'nic-link'? 'link-state' was renamed",
                        "p:4:11: the profile has no check 'lnk-state'; did you mean 'nic-link'? 'link-state' was renamed");
    }

    @Test
    void anOldNameThatIsGivenTwiceIsOneMessage() {
        assertThat(linted("checks: {nic-link: {params: {speed: 1, speed: 2}}}"))
                .containsExactly("p:1:40: 'speed' is given twice, first at p:1:30; remove one of the two");
        assertThat(linted("checks: {nic-link: {params: {speed: 1, slowest: 2}}}"))
                .hasSize(1);
    }

    @Test
    void aMistakeElsewhereLeavesTheWarningOfAnOldNameAsItIs() {
        assertThat(linted("checks: {link-state: {parms: {}}}"))
                .hasSize(2)
                .last()
                .isEqualTo("p:1:10: check 'link-state' was renamed; write 'nic-link'");
        assertThat(linted("checks: {nic-link: {params: {speed: 1, rows: 1}}}", "nic-link.slowest=7"))
                .hasSize(3);
    }

    @Test
    void lintWarnsAndFindsNoProblem() {
        texts.put("p", "checks: {nic-link: {params: {speed: 1}}}");

        Linted linted = loader.lint("p", List.of(), Instant.EPOCH);

        assertThat(linted.problems()).isEmpty();
        assertThat(linted.warnings()).hasSize(1);
    }

    @Test
    void anOldNameIsNotInUse() {
        assertThatThrownBy(() -> SPEC.oldCode("no-link", "no-link")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SPEC.oldCode("link-down", "down")).isInstanceOf(IllegalArgumentException.class);
        List<Fake> clash =
                List.of(new Fake(SPEC), new Fake(CheckSpec.of("link-state", Params.class, Severity.BLOCKER)));
        assertThatThrownBy(() -> new Catalogue(clash)).hasMessageContaining("old id 'link-state' of nic-link");
    }
}
