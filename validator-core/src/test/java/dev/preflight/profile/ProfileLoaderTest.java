package dev.preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FileMode;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Settings;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.api.VersionCondition;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.SiteSettings;
import dev.preflight.yaml.YamlText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileLoaderTest {
    record ModeParams(
            @Param(value = "Bits a file must have", defaultValue = "0644", kind = Kind.THRESHOLD)
            FileMode requiredFileMode,

            @FromSetting(in = SiteSettings.class) String stagingDir,

            @Param(value = "How long", defaultValue = "10s", kind = Kind.THRESHOLD)
            Duration limit,

            @Param(value = "Networks", kind = Kind.THRESHOLD)
            List<String> names) {}

    record LinkParams(
            @Param(value = "Speed", defaultValue = "1000", kind = Kind.THRESHOLD)
            int minSpeed) {}

    private record Fake<P extends Record>(CheckSpec<P> spec) implements HostCheck<P> {
        @Override
        public Needs needs(P params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, P params) {
            throw new UnsupportedOperationException("not judged here");
        }
    }

    private static final Catalogue CATALOGUE = new Catalogue(
            List.of(
                    new Fake<>(CheckSpec.of("umask-effective", ModeParams.class, Severity.BLOCKER)
                            .code("default-acl")
                            .code("context")),
                    new Fake<>(CheckSpec.of("nic-link", LinkParams.class, Severity.BLOCKER)
                            .code("down"))),
            List.of(SiteSettings.class));

    /** Profiles by name; what is asked for by a name that it lacks is a problem. */
    private final Map<String, String> texts = new HashMap<>();

    private final ProfileSource source = (reference, at, from, problems) -> {
        String text = texts.get(reference);
        if (text == null) {
            problems.add(at, "there is no '" + reference + "'");
        }
        return Optional.ofNullable(text)
                .map(t -> new ProfileSource.Text(reference + ".yaml", reference, Optional.empty(), t));
    };

    private final ProfileLoader loader = new ProfileLoader(CATALOGUE, source);

    private Profile load(String text, String... sets) throws ProblemsException {
        texts.put("p", text);
        return loader.load("p", List.of(sets));
    }

    private List<String> problems(String text, String... sets) {
        try {
            load(text, sets);
        } catch (ProblemsException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
        return List.of();
    }

    private static ModeParams modeParams(Profile profile) {
        return (ModeParams) profile.checks().get(0).params();
    }

    @Test
    void bindsAWholeProfile() throws ProblemsException {
        Profile profile = load("""
                name: site
                description: >
                  Two
                  lines
                on_undecided: proceed
                vars: {data: /data, deep: "${data}/deep", mtu: 9000}
                settings:
                  staging_dir: ${deep}/staging
                  expected_mtu: ${mtu}
                checks:
                  umask-effective:
                    params: {required_file_mode: 0640, names: ["$${x}", "a${mtu}b"]}
                    severity: warning
                    severities: {default-acl: info, no-permission: info, ok: info}
                    groups: [managers]
                    when: {os_family: debian, os_version: [">= 12", "< 14"], arch: [x86_64]}
                  fast-links: {check: nic-link, params: {min_speed: 10000}}
                  nic-link:
                waivers:
                  - {fingerprint: 0123456789abcdef, reason: r, owner: o, until: 2027-01-31T00:00:00+01:00}
                  - {check: fast-links, hosts: [h1, h2], reason: r, owner: o, until: 2027-01-31T00:00:00Z}
                """);

        assertThat(profile.name()).isEqualTo("site");
        assertThat(profile.description()).isEqualTo("Two lines");
        assertThat(profile.proceedOnUndecided()).isTrue();
        assertThat(profile.settings().of(SiteSettings.class).expectedMtu()).isEqualTo(9000);
        assertThat(modeParams(profile))
                .isEqualTo(new ModeParams(
                        new FileMode(0640), "/data/deep/staging", Duration.ofSeconds(10), List.of("${x}", "a9000b")));
        CheckInstance<?> umask = profile.checks().get(0);
        assertThat(umask.severityOf(Judgement.fail("default-acl", Subject.HOST)))
                .isEqualTo(Severity.INFO);
        assertThat(umask.severityOf(Judgement.fail("context", Subject.HOST))).isEqualTo(Severity.WARNING);
        Judgement withSeverity = Judgement.fail("default-acl", Subject.HOST).withSeverity(Severity.BLOCKER);
        assertThat(umask.severityOf(withSeverity)).as("the profile counts more").isEqualTo(Severity.INFO);
        assertThat(umask.groups()).containsExactly("managers");
        assertThat(umask.when())
                .isEqualTo(new HostSelector(
                        List.of("debian"),
                        List.of(VersionCondition.parse(">= 12"), VersionCondition.parse("< 14")),
                        List.of("x86_64")));
        assertThat(umask.place()).isEqualTo(new Place("p.yaml", 11, 3));
        assertThat(profile.checks())
                .extracting(CheckInstance::name)
                .containsExactly("umask-effective", "fast-links", "nic-link");
        assertThat(profile.checks().get(1).params()).isEqualTo(new LinkParams(10_000));
        assertThat(profile.waivers().get(0).fingerprint()).contains("0123456789abcdef");
        assertThat(profile.waivers().get(1).hosts()).containsExactly("h1", "h2");
        assertThat(profile.waivers().get(1).until().toInstant()).isEqualTo(Instant.parse("2027-01-31T00:00:00Z"));
    }

    @Test
    void aChildStandsOverItsParent() throws ProblemsException {
        texts.put("base", """
                name: base
                on_undecided: proceed
                vars: {a: one, b: two}
                settings: {staging_dir: "/${a}", platform_nics: [eth1, eth2]}
                checks:
                  umask-effective: {params: {required_file_mode: 0600, limit: 5m}, severities: {default-acl: info}}
                  nic-link: {}
                  second: {check: nic-link}
                  third: {check: nic-link}
                waivers: [{fingerprint: 0000000000000001, reason: r, owner: o, until: 2027-01-31T00:00:00Z}]
                """);
        Profile profile = load("""
                extends: base
                vars: {a: child}
                settings: {platform_nics: [eth9]}
                checks:
                  added: {check: nic-link}
                  nic-link: off
                  second: {enabled: false}
                  umask-effective: {params: {limit: 2h}, severities: {context: warning}}
                waivers: [{fingerprint: 0000000000000002, reason: r, owner: o, until: 2027-01-31T00:00:00Z}]
                """);

        assertThat(profile.name()).isEqualTo("p");
        assertThat(profile.proceedOnUndecided()).isTrue();
        assertThat(profile.settings().of(SiteSettings.class).platformNics()).containsExactly("eth9");
        assertThat(profile.checks())
                .extracting(CheckInstance::name)
                .containsExactly("umask-effective", "third", "added");
        assertThat(modeParams(profile))
                .isEqualTo(new ModeParams(new FileMode(0600), "/child", Duration.ofHours(2), List.of()));
        assertThat(profile.checks().get(0).severities())
                .isEqualTo(Map.of("default-acl", Severity.INFO, "context", Severity.WARNING));
        assertThat(profile.checks().get(0).place()).isEqualTo(new Place("base.yaml", 6, 3));
        assertThat(profile.waivers())
                .extracting(w -> w.fingerprint().orElseThrow())
                .containsExactly("0000000000000001", "0000000000000002");
    }

    @Test
    void setStandsOverAll() throws ProblemsException {
        Profile profile = load(
                "vars: {d: /x}\nsettings: {staging_dir: '${d}/s'}\nchecks: {umask-effective: {}}",
                "vars.d=/first",
                "vars.d=/y",
                "settings.expected_mtu=9000",
                "settings.install_user=",
                "umask-effective.names=[a, '=', 3]",
                "umask-effective.required_file_mode=0600");

        assertThat(profile.settings().of(SiteSettings.class).expectedMtu()).isEqualTo(9000);
        assertThat(modeParams(profile))
                .isEqualTo(new ModeParams(new FileMode(0600), "/y/s", Duration.ofSeconds(10), List.of("a", "=", "3")));
    }

    @Test
    void settingsOfARequestStandOverTheProfileAndBelowSet() throws ProblemsException {
        texts.put("p", "settings: {expected_mtu: 1001, staging_dir: /p, install_user: u}\nchecks: {nic-link: {}}");
        Node given = YamlText.parse("request", "{expected_mtu: 1002, staging_dir: /r}", new Problems())
                .orElseThrow();

        Profile profile = loader.load("p", Optional.of(given), List.of("settings.expected_mtu=1003"));

        assertThat(profile.settings().of(SiteSettings.class).expectedMtu()).isEqualTo(1003);
        assertThat(profile.settings().of(SiteSettings.class).stagingDir()).isEqualTo("/r");
        assertThat(profile.settings().of(Settings.class).installUser()).isEqualTo("u");
    }

    @Test
    void settingsOfARequestAreHeldToTheSameRules() {
        texts.put("p", "checks: {nic-link: {}}");
        Node given = YamlText.parse("request", "{expected_mtu: x, bad: 1}", new Problems())
                .orElseThrow();

        assertThatThrownBy(() -> loader.load("p", Optional.of(given), List.of()))
                .hasMessageContaining("request:1:16: expected_mtu: expected a whole number, found text 'x'")
                .hasMessageContaining("request:1:19: unknown setting 'bad'");
    }

    @Test
    void problemsInSetAreAsGoodAsThoseInAFile() {
        assertThat(problems(
                        "vars: {data: x}\nchecks: {nic-link: {}}",
                        "setings.a=1",
                        "settings.expectd_mtu=1",
                        "vars.dta=1",
                        "nic-link.min_speed=fast",
                        "nic-link.min_sped=1",
                        "nic-link=1",
                        "settings.staging_dir=[",
                        "settings.install_user=${dat}"))
                .hasSize(8)
                .allMatch(p -> p.startsWith("--set: "))
                .contains(
                        "--set: the profile has no check 'setings'; did you mean 'settings'?",
                        "--set: unknown setting 'expectd_mtu'; did you mean 'expected_mtu'?",
                        "--set: the profile has no variable 'dta'; did you mean 'data'?",
                        "--set: min_speed: expected a whole number, found text 'fast'",
                        "--set: unknown parameter of nic-link 'min_sped'; did you mean 'min_speed'?",
                        "--set: unknown variable 'dat'; did you mean 'data'?")
                .anyMatch(p -> p.startsWith("--set: cannot read 'nic-link=1'"))
                .anyMatch(p -> p.startsWith("--set: settings.staging_dir: not valid YAML"));
    }

    @Test
    void fiveMistakesGiveFiveProblemsWithPlaces() {
        assertThat(problems("""
                                name: five
                                setings: {}
                                checks:
                                  umask-efective: {}
                                  nic-link:
                                    params: {min_speed: fast}
                                    severity: fatal
                                    params: {}
                                """))
                .containsExactly(
                        "p.yaml:2:1: unknown key of a profile 'setings'; did you mean 'settings'?",
                        "p.yaml:4:3: unknown check 'umask-efective'; did you mean 'umask-effective'?",
                        "p.yaml:6:25: min_speed: expected a whole number, found text 'fast'",
                        "p.yaml:7:15: severity: expected one of blocker, warning, info, found text 'fatal'",
                        "p.yaml:8:5: 'params' is given twice, first at p.yaml:6:5; remove one of the two");
    }

    @Test
    void problemsOfAllFilesComeTogether() {
        texts.put("base", "extends: root\nsettings: {expectd_mtu: 1}\n");
        texts.put("root", "chekcs: {}\n");
        assertThat(problems("extends: base\nchecks: {nic-link: {params: {min_speed: x}}}\n"))
                .containsExactly(
                        "base.yaml:2:12: unknown setting 'expectd_mtu'; did you mean 'expected_mtu'?",
                        "p.yaml:2:41: min_speed: expected a whole number, found text 'x'",
                        "root.yaml:1:1: unknown key of a profile 'chekcs'; did you mean 'checks'?");
    }

    @Test
    void aMissingParentHidesNoOtherProblemAndInventsNone() {
        assertThat(problems("""
                                extends: bse
                                settings: {staging_dir: "${from_parent}", expected_mtu: x}
                                checks: {inherited: off}
                                waivers:
                                  - {check: other, hosts: [h], reason: r, owner: o, until: 2027-01-31T00:00:00Z}
                                """, "of-parent.x=1"))
                .containsExactly(
                        "p.yaml:1:10: there is no 'bse'",
                        "p.yaml:2:57: expected_mtu: expected a whole number, found text 'x'");
    }

    @Test
    void aCircleIsAProblemWhereItCloses() {
        texts.put("a", "extends: b\n");
        texts.put("b", "name: b\nextends: p\n");
        assertThat(problems("extends: a\nchecks: {nic-link: {}}\n"))
                .containsExactly("b.yaml:2:10: 'extends' forms a circle: p.yaml -> a.yaml -> b.yaml -> p.yaml");
        assertThat(problems("extends: p\n")).containsExactly("p.yaml:1:10: 'extends' forms a circle: p.yaml -> p.yaml");
    }

    @Test
    void aListOfChecksIsOneMistake() {
        assertThat(problems("{name: p, checks: [{id: nic-link}]}"))
                .singleElement()
                .asString()
                .contains("checks: expected a mapping, found a list");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|1:1: the profile is empty",
                "~|1:1: profile: expected a mapping, found nothing",
                "[]|1:1: profile: expected a mapping, found a list",
                "x|1:1: profile: expected a mapping, found text 'x'",
                "{}|1:1: the profile has no check",
                "'checks:'|1:8: the profile has no check",
                "checks: []|1:9: checks: expected a mapping, found a list",
                "checks: {nic-link: {enabled: false}}|1:9: the profile has no check",
                "checks: {nic-link: off}|1:10: no check 'nic-link' is inherited",
                "checks: {nic-link: on}|1:20: nic-link: expected a mapping, or off, found text 'on'",
                "checks: {settings: {check: nic-link}}|1:10: 'settings' is no name for a check",
                "checks: {'a b': {check: nic-link}}|1:10: 'a b' is no name for a check",
                "checks: {x: {check: nic-lnk}}|1:21: unknown check 'nic-lnk'; did you mean 'nic-link'?",
                "checks: {nic-link: {severities: {dwn: info}}}|1:34: unknown code of nic-link 'dwn'; did you mean 'down'?",
                "checks: {nic-link: {parms: {}}}|1:21: unknown key of a check 'parms'; did you mean 'params'?",
                "checks: {umask-effective: {limit: 5m}}|1:28: 'limit' is a parameter of umask-effective; write params: {limit: ...}",
                "checks: {nic-link: {when: {os: x}}}|1:28: unknown key of 'when' 'os'",
                "checks: {nic-link: {when: {os_version: [9, new]}}}|1:44: os_version: expected a version condition",
                "checks: {nic-link: {when: {arch: []}}}|1:34: arch: expected at least one",
                "checks: {nic-link: {groups: []}}|1:29: groups: expected at least one",
                "checks: {nic-link: {groups: x}}|1:29: groups: expected a list of text, found text 'x'",
                "checks: {umask-effective: {params: {limit: 5}}}|1:44: limit: expected a duration with its unit",
                "on_undecided: go|1:15: on_undecided: expected one of stop, proceed, found text 'go'",
                "extends: {a: b}|1:10: extends: expected text, found a mapping",
                "settings: {staging_dir: '${data}'}|1:25: unknown variable 'data'; declare it under 'vars'",
                "settings: {staging_dir: '${data'}|1:25: '${data' is no variable",
                "settings: {staging_dir: '${}'}|1:25: '${}' is no variable",
                "'vars: {a: ''${b}'', b: ''x${a}''}'|the variable 'a' is made of itself",
                "vars: {a: [x]}|1:11: vars.a: expected text or a number, found a list",
                "vars: {1a: x}|1:8: '1a' is no name for a variable",
                "name: true|1:7: name: expected text, found true or false 'true'",
                "settings: 5|1:11: settings: expected a mapping, found a whole number '5'",
                "waivers: {}|1:10: waivers: expected a list of waivers, found a mapping",
                "waivers: [x]|1:11: waiver: expected a mapping, found text 'x'",
            })
    void eachMistakeHasItsPlaceAndWords(String text, String problem) {
        assertThat(problems(text)).anyMatch(p -> p.contains(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{fingerprint: 0123456789abcde, R}|2:25: fingerprint: expected 16 hexadecimal digits",
                "{fingerprint: 0123456789abcdeF, R}|2:25: fingerprint: expected 16 hexadecimal digits",
                "{fingerprint: 0123456789abcdef, check: nic-link, hosts: [h], R}|2:11: a waiver names either",
                "{check: nic-link, R}|2:11: a waiver names either",
                "{hosts: [h], R}|2:11: a waiver names either",
                "{R}|2:11: a waiver names either",
                "{check: nic-lnk, hosts: [h], R}|2:19: the profile has no check 'nic-lnk'; did you mean 'nic-link'?",
                "{check: nic-link, hosts: [], R}|2:36: hosts: expected at least one host",
                "{check: nic-link, hosts: [h], owner: o, until: 2027-01-31T00:00:00Z}|2:11: the waiver lacks 'reason'",
                "{check: nic-link, hosts: [h], reason: ' ', R}|2:49: reason: expected text, found nothing but blanks",
                "{check: nic-link, hosts: [h], reason: r, owner: o, until: 2027-01-31}|2:69: until: expected an instant",
                "{check: nic-link, hosts: [h], reason: r, owner: o, until: 2027-01-31T00:00:00}|2:69: until: expected an",
            })
    void aWaiverIsWholeOrAProblem(String waiver, String problem) {
        boolean reason = waiver.contains("reason:");
        String rest = (reason ? "" : "reason: r, ") + "owner: o, until: 2027-01-31T00:00:00Z}";
        String text = "checks: {nic-link: }\nwaivers: [" + waiver.replace("R}", rest) + "]";

        assertThat(problems(text)).anyMatch(p -> p.startsWith("p.yaml:" + problem));
    }

    @Test
    void aWaiverMayNameACheckThatIsSwitchedOff() throws ProblemsException {
        texts.put("base", """
                checks: {nic-link: {}, umask-effective: {}}
                waivers: [{check: nic-link, hosts: [h], reason: r, owner: o, until: 2027-01-31T00:00:00Z}]
                """);
        assertThat(load("extends: base\nchecks: {nic-link: off}").waivers()).hasSize(1);
    }

    @Test
    void lintTellsOfExpiredWaivers() {
        texts.put("p", """
                checks: {nic-link: {}}
                waivers:
                  - {check: nic-link, hosts: [h], reason: r, owner: o, until: 2027-01-31T00:00:00+01:00}
                """);
        Instant end = Instant.parse("2027-01-30T23:00:00Z");

        assertThat(loader.lint("p", List.of(), end.minusMillis(1)).problems()).isEmpty();
        assertThat(loader.lint("p", List.of(), end).problems())
                .singleElement()
                .asString()
                .startsWith("p.yaml:3:5: the waiver has no effect any more: it ended 2027-01-31T00:00+01:00");
    }

    @Test
    void lintTellsOfExpiredWaiversBesideOtherProblems() {
        texts.put("p", """
                checks: {nic-link: {bad: 1}}
                waivers:
                  - {check: nic-link, hosts: [h], reason: r, owner: o, until: 2020-01-31T00:00:00Z}
                """);
        assertThat(loader.lint("p", List.of(), Instant.parse("2026-01-01T00:00:00Z"))
                        .problems())
                .extracting(p -> p.place().line())
                .containsExactly(1, 3);
    }

    @Test
    void aSettingWithAControlCharacterIsRefusedWithItsPlace() {
        assertThat(problems("checks:\n  umask-effective: {params: {staging_dir: \"/a\\nb\"}}\n"))
                .containsExactly("p.yaml:2:43: staging_dir: control characters are not allowed here, found U+000A");
        assertThat(problems("vars: {a: \"/a\\0b\"}\nsettings:\n  staging_dir: ${a}/x\nchecks: {umask-effective: }\n"))
                .containsExactly("p.yaml:3:16: staging_dir: control characters are not allowed here, found U+0000");
    }

    @Test
    void variablesThatDoubleThemselvesEnd() {
        StringBuilder text = new StringBuilder("vars:\n  a0: xxxxxxxxxx\n");
        for (int i = 1; i < 60; i++) {
            text.append("  a%d: '${a%d}${a%d}'%n".formatted(i, i - 1, i - 1));
        }
        text.append("checks: {nic-link: {}}\n");

        assertThat(problems(text.toString()))
                .singleElement()
                .asString()
                .contains("with its variables this is longer than 65536 characters");
    }

    @ParameterizedTest
    @CsvSource({"49,true", "50,true", "51,false", "2000,false"})
    void aChainOfVariablesHasALimit(int length, boolean good) {
        StringBuilder text = new StringBuilder("vars:\n");
        for (int i = 1; i < length; i++) {
            text.append("  a%05d: '${a%05d}'%n".formatted(i, i + 1));
        }
        text.append("  a%05d: x%nchecks: {nic-link: {}}%n".formatted(length));

        assertThat(problems(text.toString()).isEmpty()).isEqualTo(good);
        assertThat(problems(text.toString())).allMatch(p -> p.contains("more than 50 variables inside each other"));
    }

    @Test
    void anAliasBombEndsFast() {
        StringBuilder bomb = new StringBuilder("vars: &a0 {x: y}\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("k%d: &a%d [*a%d, *a%d, *a%d]%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(problems(bomb.toString()))
                .singleElement()
                .asString()
                .startsWith("p.yaml:")
                .contains("aliases stand for more than");
    }

    @Test
    void garbageIsAlwaysAProblemAndNeverAnException() {
        Random random = new Random(3);
        String[] words = {
            "checks",
            "settings",
            "vars",
            "waivers",
            "nic-link",
            "params",
            "min_speed",
            "extends",
            "p",
            ":",
            ": ",
            "\n",
            "\n  ",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "- ",
            "off",
            "5",
            "${",
            "}",
            "$$",
            "&a ",
            "*a",
            "'",
            "\"",
            "~",
            "severity",
            "severities",
            "when",
            "groups",
            "name",
            "until",
            "until: 2020-01-01T00:00:00Z",
            "!!x ",
            "\u0001",
            "check"
        };
        int loaded = 0;
        for (int run = 0; run < 4_000; run++) {
            StringBuilder text = new StringBuilder();
            if (run % 4 == 0) {
                byte[] bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                text.append(new String(bytes, StandardCharsets.ISO_8859_1));
            } else {
                text.append(run % 4 == 1 ? "checks: {nic-link: {}}\n" : "");
                for (int i = random.nextInt(12); i >= 0; i--) {
                    text.append(words[random.nextInt(words.length)]);
                }
            }
            texts.put("p", text.toString());
            try {
                loader.load("p", List.of());
                loaded++;
            } catch (ProblemsException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
        assertThat(loaded).isLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", ".", ".=", "a", "a.b", "a.=1", ".b=1", "settings.=x", "a=b.c"})
    void aSetWithoutItsFormIsAProblem(String set) {
        assertThat(problems("checks: {nic-link: {}}", set))
                .singleElement()
                .asString()
                .contains("write settings.NAME=VALUE");
    }

    @Test
    void aSetOfABareSettingSaysHowItIsWritten() {
        assertThat(problems("checks: {nic-link: {}}", "become=true"))
                .singleElement()
                .asString()
                .contains("did you mean 'settings.become=true'?");
    }
}
