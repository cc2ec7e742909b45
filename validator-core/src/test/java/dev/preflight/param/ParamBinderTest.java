package dev.preflight.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.api.FromSetting;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Settings;
import dev.preflight.fact.Context;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamBinderTest {
    record Everything(
            @Param(value = "A directory", defaultValue = "/tmp", kind = Kind.LOCATOR)
            String someDir,

            @Param(value = "A limit", defaultValue = "10s", kind = Kind.THRESHOLD)
            Duration limit,

            @Param(value = "A speed", defaultValue = "1000", unit = "Mbit/s", kind = Kind.THRESHOLD)
            int minSpeed,

            @Param(value = "A count", kind = Kind.THRESHOLD) long count,

            @Param(value = "A mode", defaultValue = "0644", kind = Kind.THRESHOLD)
            FileMode mode,

            @Param(value = "A size", defaultValue = "10MiB", kind = Kind.THRESHOLD)
            ByteSize size,

            @Param(value = "A switch", kind = Kind.THRESHOLD)
            boolean strict,

            @Param(value = "Names", kind = Kind.LOCATOR) List<String> names,
            @FromSetting List<Context> requiredContexts,

            @FromSetting(value = "all the way", in = SiteSettings.class)
            int expectedMtu) {
        Everything {
            if (minSpeed < 0) {
                throw new IllegalArgumentException("min_speed must not be negative: " + minSpeed);
            }
            if (count == 7) {
                throw new IllegalArgumentException("mode: too strict for a min_speed");
            }
        }
    }

    record Numbers(
            @Param(value = "Any number", kind = Kind.THRESHOLD)
            int any) {}

    private Problems problems = new Problems();

    private static final List<Class<? extends Record>> DECLARING = List.of(Settings.class, SiteSettings.class);

    private static SettingValues settings() {
        Node.Mapping given = mapping("{required_contexts: [sudo], expected_mtu: 9000, install_user: platform}");
        return ParamBinder.settings(DECLARING, given, new Problems()).orElseThrow();
    }

    private static Node.Mapping mapping(String yaml) {
        return (Node.Mapping) YamlText.parse("p", yaml, new Problems()).orElseThrow();
    }

    private Optional<Everything> bind(String yaml) {
        return ParamBinder.parameters(Everything.class, mapping(yaml), settings(), "parameter of every", problems);
    }

    private List<String> messages() {
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void takesDefaultsAndSettings() {
        assertThat(bind("{}"))
                .contains(new Everything(
                        "/tmp",
                        Duration.ofSeconds(10),
                        1000,
                        0,
                        new FileMode(0644),
                        new ByteSize(10 << 20),
                        false,
                        List.of(),
                        List.of(Context.SUDO),
                        9000));
    }

    @Test
    void theProfileWins() {
        Everything got = bind("{some_dir: 5, limit: 500ms, min_speed: -0, count: 9223372036854775807, mode: 0750,"
                        + " size: 2 GiB, strict: true, names: ['1', 2], required_contexts: [exec], expected_mtu: 100}")
                .orElseThrow();

        assertThat(got)
                .isEqualTo(new Everything(
                        "5",
                        Duration.ofMillis(500),
                        0,
                        Long.MAX_VALUE,
                        new FileMode(0750),
                        new ByteSize(2L << 30),
                        true,
                        List.of("1", "2"),
                        List.of(Context.EXEC),
                        100));
    }

    @Test
    void tellsAllProblemsAtOnceWithPlaces() {
        assertThat(bind("""
                        minspeed: 1
                        limit: 10
                        count: 9223372036854775808
                        mode: 0999
                        size: 10Mo
                        strict: yes
                        names: eth0
                        required_contexts: [exce]
                        expected_mtu: "9000"
                        count: 2
                        """)).isEmpty();
        assertThat(messages())
                .containsExactly(
                        "p:1:1: unknown parameter of every 'minspeed'; did you mean 'min_speed'?",
                        "p:2:8: limit: expected a duration with its unit (ms, s, m, h, d), such as 10s, found a whole"
                                + " number '10'; add a unit, such as 10s",
                        "p:3:8: count: expected a whole number between -9223372036854775808 and 9223372036854775807,"
                                + " found a whole number '9223372036854775808'",
                        "p:4:7: mode: expected an octal mode such as 0644, found a whole number '0999'",
                        "p:5:7: size: expected a size with its unit (B, KiB, MiB, GiB, TiB, kB, MB, GB, TB), such as 10MiB, found text"
                                + " '10Mo'",
                        "p:6:9: strict: expected true or false, found text 'yes'; write true",
                        "p:7:8: names: expected a list of text, found text 'eth0'; put it in brackets: [eth0]",
                        "p:8:21: required_contexts: expected one of exec, login, sudo, sudo-i, su, su-, upload, unit, cron, found text 'exce'; did you"
                                + " mean 'exec'?",
                        "p:9:15: expected_mtu: expected a whole number, found text '9000'; remove the quotes",
                        "p:10:1: 'count' is given twice, first at p:3:1; remove one of the two");
    }

    @ParameterizedTest
    @CsvSource({
        "2147483646,true",
        "2147483647,true",
        "2147483648,false",
        "-2147483648,true",
        "-2147483649,false",
        "010,false",
        "0x10,false",
        "1.0,false",
        "true,false",
        "~,false",
        "[],false"
    })
    void numbersStayInRange(String value, boolean good) {
        Optional<Numbers> got = ParamBinder.parameters(
                Numbers.class, mapping("any: " + value), settings(), "parameter of numbers", problems);

        assertThat(got.isPresent()).isEqualTo(good);
        assertThat(problems.none()).isEqualTo(good);
    }

    @Test
    void aSizeThatOverflowsIsAProblem() {
        assertThat(bind("size: 999999999TiB")).isEmpty();
        assertThat(messages()).singleElement().asString().startsWith("p:1:7: size: the number is too large");
    }

    @Test
    void aConstructorsComplaintStandsAtTheValueItNames() {
        assertThat(bind("count: 1\nmin_speed: -5")).isEmpty();
        assertThat(messages()).containsExactly("p:2:12: min_speed must not be negative: -5");
        problems = new Problems();
        assertThat(bind("count: 7\nmode: 0600\nmin_speed: 5")).isEmpty();
        assertThat(messages())
                .as("the first of those it names")
                .containsExactly("p:2:7: mode: too strict for a min_speed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\0", "\\r", "\\t", "\\x1b", "\\x7f", "\\x85", "\\ud800"})
    void controlCharactersNeverGetThrough(String escape) {
        assertThat(bind("{some_dir: \"/a" + escape + "b\", names: [\"x" + escape + "\"]}"))
                .isEmpty();
        assertThat(problems.all())
                .extracting(Problem::place)
                .containsExactly(new Place("p", 1, 12), new Place("p", 1, escape.length() + 27));
        assertThat(messages()).allMatch(m -> m.contains("control characters are not allowed here"));
    }

    @Test
    void shellTextIsJustText() {
        assertThat(bind("some_dir: \"'; touch /tmp/owned; '\"").orElseThrow().someDir())
                .isEqualTo("'; touch /tmp/owned; '");
    }

    @Test
    void readsNestedRecords() {
        SettingValues got = ParamBinder.settings(
                        DECLARING, mapping("networks: [{mode: macvlan, parent: eth1, vlan: 7}]"), problems)
                .orElseThrow();

        assertThat(got.of(SiteSettings.class).networks())
                .containsExactly(new SiteSettings.Network("macvlan", "eth1", 7));
    }

    @Test
    void tellsProblemsInNestedRecords() {
        assertThat(ParamBinder.settings(
                        DECLARING, mapping("networks:\n  - {mod: macvlan, vlan: x}\n  - eth1\n"), problems))
                .isEmpty();
        assertThat(messages())
                .containsExactly(
                        "p:2:6: unknown key of networks 'mod'; did you mean 'mode'?",
                        "p:2:26: vlan: expected a whole number, found text 'x'",
                        "p:3:5: networks: expected a mapping with mode, parent, vlan," + " found text 'eth1'");
    }

    @Test
    void refusesTheContextOfOurOwn() {
        assertThat(ParamBinder.settings(DECLARING, mapping("required_contexts: [exec, clean]"), problems))
                .isEmpty();
        assertThat(messages())
                .singleElement()
                .asString()
                .startsWith("p:1:27: required_contexts: expected one of exec,");
    }

    @Test
    void theSchemaNamesWhatExplainShows() {
        ParamField field = ParamSchema.of(Everything.class).fields().get(2);

        assertThat(field.name()).isEqualTo("min_speed");
        assertThat(field.typeWords()).isEqualTo("a whole number, in Mbit/s");
        assertThat(field.setting()).isFalse();
        assertThat(ParamSchema.of(Everything.class).fields().stream().filter(ParamField::setting))
                .extracting(ParamField::name)
                .containsExactly("required_contexts", "expected_mtu");
    }

    @Test
    void whatASettingSaysOfItselfIsSaidOnce() {
        List<ParamField> fields = ParamSchema.of(Everything.class).fields();
        ParamField mtu = fields.get(fields.size() - 1);
        ParamField setting = ParamSchema.of(SiteSettings.class).fields().stream()
                .filter(field -> field.name().equals("expected_mtu"))
                .findFirst()
                .orElseThrow();

        assertThat(mtu)
                .usingRecursiveComparison()
                .ignoringFields("description", "declaredIn")
                .isEqualTo(setting);
        assertThat(mtu.description()).isEqualTo(setting.description() + "; all the way");
    }

    record OwnExample(@FromSetting(example = "[sudo]") List<Context> requiredContexts) {}

    @Test
    void aParameterFromASettingMayShowAnExampleThatSuitsItsCheck() {
        assertThat(ParamSchema.of(OwnExample.class).fields().get(0).example()).isEqualTo("[sudo]");
        assertThat(ParamSchema.of(Everything.class).fields().get(8).example()).isEqualTo("[exec, login, sudo]");
    }

    record Unannotated(String name) {}

    record OtherType(@FromSetting List<String> installUser) {}

    record NoSetting(@FromSetting int speed) {}

    @ParameterizedTest
    @ValueSource(classes = {Unannotated.class, OtherType.class, NoSetting.class})
    void aComponentIsEitherDeclaredOrASetting(Class<? extends Record> type) {
        String component = type.getRecordComponents()[0].getName();
        assertThatThrownBy(() -> ParamSchema.of(type))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("." + component + " ");
    }

    record BadDefault(
            @Param(value = "A number", defaultValue = "many", kind = Kind.THRESHOLD)
            int number) {}

    @Test
    void aRecordThatIsWrongItselfIsAnErrorOfOurs() {
        assertThatThrownBy(() -> ParamBinder.parameters(BadDefault.class, mapping("{}"), settings(), "x", problems))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("BadDefault.number");
    }
}
