package dev.preflight.rules;

import static dev.preflight.rules.Ruled.listOf;
import static dev.preflight.rules.Ruled.openRowOf;
import static dev.preflight.rules.Ruled.row;
import static dev.preflight.rules.Ruled.rowOf;
import static dev.preflight.rules.Ruled.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.preflight.define.rule.Rule;
import dev.preflight.define.rule.Rule.Answer;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each bound at its limit and one more. */
class BoundsTest {
    private static final int HALF = 5000;

    /** Ten times what it needs; copies of the list for each of its items would be 70 MB and more. */
    private static final long MOST_ALLOCATED = 50_000_000;

    private static Value numbers(int count) {
        return new Value.Items(
                LongStream.range(0, count).<Value>mapToObj(Value.Whole::new).toList());
    }

    private static Value copies(int count, Value value) {
        return new Value.Items(Collections.nCopies(count, value));
    }

    private static String ones(int count, String sign) {
        return String.join(sign, Collections.nCopies(count, "1"));
    }

    @Test
    void anExpressionHas1000Characters() {
        String text = "'" + "a".repeat(Bounds.EXPRESSION - "'' != ''".length()) + "' != ''";
        assertThat(text).hasSize(1000);
        assertThat(rule(text).answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule(text + " ").said())
                .containsExactly("1000: the expression has 1001 characters, and 1000 are allowed");
    }

    @Test
    void anExpressionIs32Deep() {
        assertThat(rule(ones(Bounds.DEPTH - 1, "+") + " == 31").answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule(ones(Bounds.DEPTH, "+") + " == 32").said())
                .containsExactly("0: the expression is nested deeper than 32");
        assertThat(rule("!".repeat(31) + "false").answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule("!".repeat(32) + "false").said())
                .singleElement()
                .asString()
                .contains("nested deeper than 32");
        assertThat(rule("[".repeat(500) + "]".repeat(500)).said())
                .singleElement()
                .asString()
                .contains("nested deeper than 32");
        assertThat(rule("(".repeat(499) + "1" + ")".repeat(499)).said())
                .containsExactly("0: the expression is nested deeper than 32");
    }

    @Test
    void longRowsOfConditionsAreNotDeep() {
        String text = String.join(" && ", Collections.nCopies(120, "true"));
        assertThat(rule(text).answer()).isEqualTo(Answer.HOLDS);
    }

    @Test
    void loopsLookAt10000ItemsTogether() {
        String text = "a.all(x, true) && b.all(x, true)";
        ValueType list = listOf(Simple.INT);
        Ruled most = rule("a.all(x, true) && b.all(x, true) && c.all(x, true)")
                .with("a", list, numbers(Bounds.LIST))
                .with("b", list, numbers(Bounds.LIST));
        int rest = Bounds.ITERATIONS - 2 * Bounds.LIST;
        assertThat(most.with("c", list, numbers(rest)).answer()).isEqualTo(Answer.HOLDS);
        assertThat(most.with("c", list, numbers(rest + 1)).unknown())
                .isEqualTo("exists, all, filter and map look at more than 10000 items");
        assertThat(rule(text)
                        .with("a", list, numbers(HALF - 1000))
                        .with("b", list, numbers(HALF - 1000))
                        .answer())
                .isEqualTo(Answer.HOLDS);
    }

    @Test
    void loopsAreNotNested() {
        ValueType list = listOf(Simple.INT);
        for (String loop : List.of("all", "exists", "filter", "map")) {
            assertThat(rule("a.exists(x, a." + loop + "(y, true) == a)")
                            .with("a", list)
                            .said())
                    .containsExactly("14: '" + loop + "' is inside exists, all, filter or map;"
                            + " put them one after the other, or write two expectations");
        }
        assertThat(rule("a.map(x, x + 1).filter(x, x > 1).all(x, x > 1)")
                        .with("a", list, numbers(2))
                        .answer())
                .isEqualTo(Answer.HOLDS);
    }

    @Test
    void aListHas4096Items() {
        ValueType list = listOf(Simple.INT);
        assertThat(rule("size(a) == 4096").with("a", list, numbers(4096)).answer())
                .isEqualTo(Answer.HOLDS);
        assertThat(rule("size(a) == 4097").with("a", list, numbers(4097)).unknown())
                .isEqualTo("'a': a list has more than 4096 items");
        assertThat(rule("size(a.l) == 4097")
                        .with("a", Simple.ANY, row("l", numbers(4097)))
                        .unknown())
                .isEqualTo("'l': a list has more than 4096 items");
    }

    @Test
    void aTextHas65536Characters() {
        String most = "a".repeat(65_536);
        assertThat(rule("size(t) == 65536").with("t", most).answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule("size(t) == 65537").with("t", most + "a").unknown())
                .isEqualTo("'t': a text is longer than 65536 characters");
        assertThat(rule("size(t + 'b') == 65536").with("t", most.substring(1)).answer())
                .isEqualTo(Answer.HOLDS);
        assertThat(rule("size(t + 'b') == 65537").with("t", most).unknown())
                .isEqualTo("the texts that the rule joins are longer than 65536 characters");
    }

    @Test
    void whatIsTooLargeSpoilsOnlyWhatNeedsIt() {
        Value value = row("ok", 1, "text", "a".repeat(65_537));
        ValueType type = rowOf("ok", Simple.INT, "text", Simple.TEXT);
        assertThat(rule("r.ok == 1").with("r", type, value).answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule("r.ok == 1 || r.text == ''").with("r", type, value).answer())
                .isEqualTo(Answer.HOLDS);
        assertThat(rule("r.text == ''").with("r", type, value).unknown())
                .isEqualTo("'text': a text is longer than 65536 characters");
    }

    @Test
    void aRegularExpressionHas1000Steps() {
        Ruled text = rule("t.matches('a{997}')").with("t", "a".repeat(997));
        assertThat(text.answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule("t.matches('a{999}')").with("t", "").said())
                .containsExactly("10: the pattern is too large: 1001 steps, and 1000 are allowed");
    }

    @Test
    void aValueIs64Deep() {
        ValueType any = Simple.ANY;
        assertThat(rule("size(a) == 1").with("a", any, nested(65)).answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule("size(a) == 1").with("a", any, nested(66)).unknown())
                .isEqualTo("'a': a value is nested deeper than 64");
    }

    private static Value nested(int depth) {
        return Stream.iterate((Value) new Value.Items(List.of()), inner -> new Value.Items(List.of(inner)))
                .skip(depth - 1L)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void versionsHave1000Characters() {
        String most = "1".repeat(1000);
        assertThat(rule("vercmp(t, '1') > 0").with("t", most).answer()).isEqualTo(Answer.HOLDS);
        assertThat(rule("vercmp(t, '1') > 0").with("t", most + "1").unknown())
                .isEqualTo("a version is longer than 1000 characters");
    }

    @Test
    void workOnTextsIsBounded() {
        String text = "a".repeat(60_000);
        ValueType texts = listOf(Simple.TEXT);
        Value list = copies(4000, new Value.Text("b"));
        assertThat(rule("l.all(x, !t.contains(x))")
                        .with("t", text.substring(0, 20_000))
                        .with("l", texts, list)
                        .answer())
                .isEqualTo(Answer.HOLDS);
        assertThat(rule("l.all(x, !t.contains(x))")
                        .with("t", text)
                        .with("l", texts, list)
                        .unknown())
                .isEqualTo("the texts and lists are too long for this rule");
        assertThat(rule("l.all(x, t.matches('^(a|b)*$'))")
                        .with("t", text)
                        .with("l", texts, list)
                        .unknown())
                .isEqualTo("the texts and lists are too long for this rule");
        assertThat(rule("size(l.map(x, t + x)) == 4000")
                        .with("t", text)
                        .with("l", texts, list)
                        .unknown())
                .isEqualTo("the texts that the rule joins are longer than 65536 characters");
        assertThat(rule("n.all(x, x in n)")
                        .with("n", listOf(Simple.INT), numbers(3000))
                        .answer())
                .isEqualTo(Answer.HOLDS);
        assertThat(rule("n.all(x, x in n)")
                        .with("n", listOf(Simple.INT), numbers(3200))
                        .unknown())
                .isEqualTo("the texts and lists are too long for this rule");
    }

    /** Also in the library's own loops each item is looked at once. */
    @Test
    void loopsOverRowsAreNotQuadratic() {
        Value row = row("a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f", 6, "g", 7, "h", 8, "i", 9, "j", 10);
        Ruled large = rule("size(l.filter(r, r.a == 1)) == 4096 && size(l.map(r, r)) == 4096")
                .with("l", listOf(openRowOf("a", Simple.INT)), copies(Bounds.LIST, row));
        Rule compiled = large.usable();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(compiled.evaluate(large.values(), Ruled.NOW).answer()).isEqualTo(Answer.HOLDS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED);
    }
}
