package dev.preflight.param;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Settings;
import dev.preflight.api.Shape;
import dev.preflight.fact.Context;
import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    record Some(
            @Param(
                    value = "Part",
                    defaultValue = "80",
                    unit = "percent",
                    example = "90",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int part,

            @Param(
                    value = "Time",
                    defaultValue = "0s",
                    example = "10s",
                    least = "2s",
                    most = "1m",
                    kind = Kind.THRESHOLD)
            Duration time,

            @Param(
                    value = "Ports",
                    defaultValue = "[1]",
                    example = "[22]",
                    shape = Shape.PORT,
                    filled = true,
                    kind = Kind.THRESHOLD)
            List<Integer> ports) {
        Some {
            if (part == 13) {
                throw new IllegalArgumentException("part: 13 is not liked");
            }
        }
    }

    private final Problems problems = new Problems();

    private List<String> settings(String yaml) {
        ParamBinder.settings(List.of(Settings.class), mapping(yaml), problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    private List<String> some(String yaml) {
        ParamBinder.parameters(Some.class, mapping(yaml), SettingValues.defaults(), "parameter", problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    private static Node.Mapping mapping(String yaml) {
        return (Node.Mapping) YamlText.parse("p", yaml, new Problems()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            install_user: -rf                                        | the name of a user
            install_user: '1000'                                     | the name of a user
            install_user: 'a b'                                      | the name of a user
            sample_time: 0s                                          | of at least 1s
            required_contexts: []                                    | a list, not empty
            install_units: ['a b']                                   | a unit of systemd
            """)
    void whatASettingCannotBeIsToldWithItsPlaceAndAnExample(String yaml, String expected) {
        assertThat(settings(yaml))
                .singleElement()
                .asString()
                .matches("p:1:\\d+: \\w+: expected .*")
                .contains(expected)
                .contains("for example ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            install_user: svc_platform$
            install_user: 'CORP\\first.last'
            install_user: first.last@corp.example
            install_user: ''
            """)
    void whatASettingCanBeIsTaken(String yaml) {
        assertThat(settings(yaml)).isEmpty();
    }

    @Test
    void allThatIsWrongIsToldAtOnceTypesRangesAndWhatTheRecordRefuses() {
        assertThat(some("{part: 13, time: 1s, ports: [0, x, 70000], more: 1}"))
                .containsExactly(
                        "p:1:8: part: 13 is not liked",
                        "p:1:18: time: expected a duration such as 10s between 2s and 1m, or 0s, found text '1s'; for example time: 10s",
                        "p:1:30: ports: expected a whole number between 1 and 65535, found a whole number '0'; for example ports: [22]",
                        "p:1:33: ports: expected a whole number, found text 'x'",
                        "p:1:36: ports: expected a whole number between 1 and 65535, found a whole number '70000'; for example ports: [22]",
                        "p:1:44: unknown parameter 'more'; valid here: part, ports, time");
    }

    @Test
    void anEmptyListIsRefusedWhereSomethingMustBeNamed() {
        assertThat(some("{ports: []}"))
                .singleElement()
                .asString()
                .contains("ports: expected a list, not empty, of whole numbers between 1 and 65535");
    }

    @Test
    void aDefaultIsAlwaysTaken() {
        assertThat(some("{part: 80, time: 0s}")).isEmpty();
    }

    /** The clean context is made by Preflight: a check that looked there would see nothing of the host's. */
    @Test
    void theContextThatNoInstallerUsesIsNoValue() {
        assertThat(settings("{sample_time: 0s, required_contexts: [clean]}"))
                .hasSize(2)
                .anyMatch(line -> line.contains("'clean'")
                        && line.contains("exec, login, sudo, sudo-i, su, su-, upload, unit, cron"));
    }

    record Entered(
            @Param(value = "Contexts", example = "[sudo]", shape = Shape.SCRIPT_CONTEXT, kind = Kind.LOCATOR)
            List<Context> contexts) {}

    /** What is shown of a list of words are those that are taken, and no others of their type. */
    @Test
    void wordsThatAShapeLeavesOutAreNeitherShownNorTaken() {
        ParamField contexts = ParamSchema.of(Entered.class).fields().get(0);
        assertThat(contexts.typeWords()).isEqualTo("a list of the words exec, login, sudo, sudo-i, su, su-");
        Node.Mapping given = mapping("{contexts: [su-, upload]}");
        assertThat(ParamBinder.parameters(Entered.class, given, SettingValues.defaults(), "parameter", problems))
                .isEmpty();
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly("p:1:18: contexts: expected one of exec, login, sudo, sudo-i, su, su-,"
                        + " found text 'upload'; for example contexts: [sudo]");
    }
}
