package dev.preflight.rules;

import static dev.preflight.rules.Ruled.items;
import static dev.preflight.rules.Ruled.listOf;
import static dev.preflight.rules.Ruled.rowOf;
import static dev.preflight.rules.Ruled.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType.Simple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T and F are read, U is not, and E is an error. */
class ThreeValuesTest {
    private static String answer(String expression) {
        Ruled rule = rule(expression.replace("E", "(1 / zero == 1)"))
                .with("T", Simple.BOOL, new Value.Bool(true))
                .with("F", Simple.BOOL, new Value.Bool(false))
                .with("U", Simple.BOOL)
                .with("row", rowOf("f", Simple.BOOL))
                .with("list", listOf(Simple.BOOL))
                .with("bools", listOf(Simple.BOOL), items(true, false))
                .with("none", listOf(Simple.BOOL), items())
                .with("zero", 0);
        return switch (rule.answer()) {
            case HOLDS -> "T";
            case DOES_NOT_HOLD -> "F";
            case UNKNOWN -> rule.result().detail().isEmpty() ? "U" : "E";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "T, T, T, T",
        "T, F, F, T",
        "T, U, U, T",
        "T, E, E, T",
        "F, F, F, F",
        "F, U, F, U",
        "F, E, F, E",
        "U, U, U, U",
        "U, E, U, U",
        "E, E, E, E",
    })
    void logicAbsorbsInEitherOrder(String a, String b, String and, String or) {
        assertThat(answer(a + " && " + b)).isEqualTo(and);
        assertThat(answer(b + " && " + a)).isEqualTo(and);
        assertThat(answer(a + " || " + b)).isEqualTo(or);
        assertThat(answer(b + " || " + a)).isEqualTo(or);
    }

    @ParameterizedTest
    @CsvSource({"T, F", "F, T", "U, U", "E, E"})
    void notKeepsWhatIsUnknown(String a, String not) {
        assertThat(answer("!" + a)).isEqualTo(not);
        assertThat(answer(a + " == F")).isEqualTo(not);
        assertThat(answer(a + " != T")).isEqualTo(not);
        assertThat(answer("[" + a + "] == [F]")).isEqualTo(not);
    }

    @ParameterizedTest
    @CsvSource({
        "T ? T : U, T",
        "F ? U : T, T",
        "T ? U : T, U",
        "U ? T : T, U",
        "U ? F : F, U",
        "E ? T : T, E",
        "T ? T : E, T",
        "T ? E : T, E",
    })
    void aChoiceNeedsItsConditionAndWhatIsChosen(String choice, String result) {
        assertThat(answer(choice)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "'has(row.f)', U",
        "'row.f', U",
        "'list.all(x, x)', U",
        "'list.exists(x, T)', U",
        "'size(list) == 0', U",
        "'[T, U].exists(x, x)', U",
        "'bools.exists(x, x || U)', T",
        "'bools.all(x, x && U)', F",
        "'bools.all(x, x || U)', U",
        "'bools.exists(x, x && U)', U",
        "'bools.filter(x, U) == bools', U",
        "'bools.map(x, x && U) == bools', U",
        "'bools.exists(x, x || E)', T",
        "'bools.all(x, x || E)', E",
        "'min(size(list), 1) == 1', U",
        "'zero in [1, zero / zero]', E",
    })
    void whatIsNotReadDecidesNothing(String expression, String result) {
        assertThat(answer(expression)).isEqualTo(result);
    }

    /** A list is often empty because what should be there was not found. */
    @ParameterizedTest
    @CsvSource({
        "'none.all(x, x)', E",
        "'!none.all(x, x)', E",
        "'none.all(x, x) && size(none) > 0', F",
        "'size(none) == 0 || none.all(x, x)', T",
        "'bools.filter(x, false).all(x, x)', E",
        "'none.exists(x, x)', F",
    })
    void ofAnEmptyListAllDecidesNothing(String expression, String result) {
        assertThat(answer(expression)).isEqualTo(result);
    }

    @Test
    void theReasonIsGivenForAnErrorAlone() {
        assertThat(rule("1 / zero == 1").with("zero", 0).result().detail()).isEqualTo("division by zero");
        assertThat(rule("a == 1").with("a", Simple.INT).result().detail()).isEmpty();
    }
}
