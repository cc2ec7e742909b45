package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Check;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.checks.fleet.FleetTotalCheck;
import dev.preflight.checks.fleet.SameOnAllCheck;
import dev.preflight.checks.software.CommandOutputCheck;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.ParamType;
import dev.preflight.param.SettingValues;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import dev.preflight.yaml.YamlText;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated: a value made to break out of quotes goes into every text locator of every check. On the host it must
 * arrive as it is, and run nothing.
 */
class LocatorInjectionTest {
    private static final Path OWNED = Path.of("/tmp/owned-" + UUID.randomUUID());
    private static final String VALUE = "'; touch " + OWNED + "; '";

    /** Prints every locator that a probe can see. */
    private static final String ECHO = "for n in $PF_NAMES; do eval \"printf '%s\\n' \\\"\\$PARAM_$n\\\"\"; done; "
            + "for v in \"$@\"; do printf '%s\\n' \"$v\"; done\n";

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** With the value in the record itself: most of them would be refused in a profile, by their shapes. */
    private static List<FactRequest<?>> requests(Check<?> check, ParamField field) {
        boolean contexts = ParamSchema.of(check.spec().params()).fields().stream()
                .anyMatch(other -> other.name().equals("required_contexts"));
        Record plain = SpecFixture.bind(check, contexts ? "required_contexts: [exec, login, unit]\n" : yaml(check));
        return needs(check, with(plain, field.component(), value(field.type())));
    }

    /** Which of its values takes a name to the host. */
    private static String yaml(Check<?> check) {
        if (check instanceof SameOnAllCheck) {
            return "{value: sysctl, name: vm.swappiness}";
        }
        if (check instanceof CommandOutputCheck) {
            return "{require: {x: {argv: [id], context: su-}}}";
        }
        return check instanceof FleetTotalCheck ? "{measure: disk-free, path: /data}" : "{}";
    }

    private static Object value(ParamType type) {
        if (type instanceof ParamType.RowsOf rows) {
            return new Rows<>(List.of(Rows.Row.of(VALUE, nothing(rows.limits().type()))));
        }
        return type instanceof ParamType.ListOf ? List.of(VALUE) : VALUE;
    }

    /** The limits of a row that says nothing, or that names a command, whose words travel instead of its name. */
    private static <L extends Record> L nothing(Class<L> limits) {
        Node.Mapping empty = new Node.Mapping(List.of(), Place.of("row"));
        Node row = ParamSchema.of(limits).names().contains("argv")
                ? YamlText.parse("row", "argv: [\"true\", \"" + VALUE + "\"]", new Problems())
                        .orElseThrow()
                : empty;
        return ParamBinder.parameters(limits, (Node.Mapping) row, SettingValues.defaults(), "key", new Problems())
                .orElseThrow();
    }

    private static Record with(Record params, String component, Object value) {
        RecordComponent[] components = params.getClass().getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = components[i].getName().equals(component)
                        ? value
                        : components[i].getAccessor().invoke(params);
            }
            return params.getClass()
                    .getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <P extends Record> List<FactRequest<?>> needs(Check<P> check, Record params) {
        return check.needs(check.spec().params().cast(params)).all();
    }

    /** The same request of a probe that prints its locators instead. */
    private static FactRequest<String> echoing(FactRequest<?> request) {
        String names = "PF_NAMES='" + String.join(" ", request.locators().keySet()) + "'\n";
        Fact<String> fact = Fact.scripted("echo", names + ECHO).parsedBy(output -> Reading.got(output.text()));
        return new FactRequest<>(fact, request.context(), request.locators(), request.arguments());
    }

    /** The same request, and what samples does so for a moment only. */
    private static <T> FactRequest<T> brief(FactRequest<T> request) {
        SortedMap<String, String> locators = new TreeMap<>(request.locators());
        locators.computeIfPresent("SECONDS", (name, value) -> "1");
        return new FactRequest<>(request.fact(), request.context(), locators, request.arguments());
    }

    private static List<ParamField> textLocators(Check<?> check) {
        return ParamSchema.of(check.spec().params()).fields().stream()
                .filter(field -> field.kind() == Kind.LOCATOR)
                .filter(field -> field.type() instanceof ParamType.Text
                        || field.type() instanceof ParamType.RowsOf
                        || (field.type() instanceof ParamType.ListOf list && list.item() instanceof ParamType.Text))
                .toList();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void everyTextLocatorArrivesAsItIsAndRunsNothing(Shell shell) throws IOException {
        Files.deleteIfExists(OWNED);
        List<String> tried = new ArrayList<>();
        for (Check<?> check : ChecksUnderTest.all()) {
            for (ParamField field : textLocators(check)) {
                List<FactRequest<?>> carrying = requests(check, field).stream()
                        .filter(r -> r.context() != Context.SUDO)
                        .filter(r -> r.locators().containsValue(VALUE)
                                || r.arguments().contains(VALUE))
                        .toList();
                assertThat(carrying)
                        .as(
                                "%s of %s is a locator, so a probe gets it",
                                field.name(), check.spec().id())
                        .isNotEmpty();
                for (FactRequest<?> request : carrying) {
                    if (request.user().isPresent()) {
                        // The user whose session it is: none here, and the message has the name unchanged.
                        assertThat(ScriptRun.under(shell).run(request).err(request))
                                .contains(VALUE);
                        assertThat(OWNED).doesNotExist();
                        tried.add(check.spec().id() + " as " + request);
                        continue;
                    }
                    FactRequest<String> echo = echoing(request);
                    assertThat(ScriptRun.under(shell).run(echo).out(echo).lines())
                            .contains(VALUE);
                    ScriptRun.under(shell).run(brief(request));
                    assertThat(OWNED).doesNotExist();
                    tried.add(check.spec().id() + "." + field.name() + " in " + request);
                }
            }
        }
        assertThat(tried).hasSizeGreaterThanOrEqualTo(ChecksUnderTest.one() ? 0 : 2);
    }
}
