package dev.preflight.define.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.match.Answer.Truth;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherReaderTest {
    private static final ValueType TEXTS = new ListOf(Simple.TEXT);
    private static final ValueType ROW =
            new RowOf(Map.of("name", Simple.TEXT, "mode", Simple.TEXT, "exists", Simple.BOOL, "opts", TEXTS), false);
    private static final Map<String, ValueType> PARAMS =
            Map.of("least", Simple.INT, "under", Simple.TEXT, "all", TEXTS);
    private static final Map<String, Value> GIVEN =
            Map.of("least", new Value.Whole(5), "under", text("/mnt"), "all", texts("a", "b"));

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value texts(String... texts) {
        return new Value.Items(
                Stream.of(texts).map(Value.Text::new).map(Value.class::cast).toList());
    }

    private static Optional<Matcher> read(String yaml, ValueType type, Problems problems) {
        Node node = YamlText.parse("m", yaml, problems).orElseThrow();
        return new MatcherReader(new Scope("expect.x", PARAMS, used -> {}), problems).read(node, type, "it");
    }

    private static Truth test(String yaml, ValueType type, Value value) {
        Problems problems = new Problems();
        Optional<Matcher> matcher = read(yaml, type, problems);
        assertThat(problems.all()).isEmpty();
        return matcher.orElseThrow().test(value, GIVEN).truth();
    }

    private static List<String> mistakes(String yaml, ValueType type) {
        Problems problems = new Problems();
        Optional<Matcher> matcher = read(yaml, type, problems);
        assertThat(matcher).isEmpty();
        return problems.all().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{min: 5} | FAILS | HOLDS | HOLDS",
                "{max: 5} | HOLDS | HOLDS | FAILS",
                "{between: [5, 5]} | FAILS | HOLDS | FAILS",
                "5 | FAILS | HOLDS | FAILS",
                "{eq: 5} | FAILS | HOLDS | FAILS",
                "{ne: 5} | HOLDS | FAILS | HOLDS",
                "{one_of: [5, 9]} | FAILS | HOLDS | FAILS",
                "{none_of: [5, 9]} | HOLDS | FAILS | HOLDS",
                "{not: {min: 5}} | HOLDS | FAILS | FAILS",
                "{any: [{max: 4}, {min: 6}]} | HOLDS | FAILS | HOLDS",
                "{all: [{min: 5}, {max: 5}]} | FAILS | HOLDS | FAILS",
                "{min: '${least}'} | FAILS | HOLDS | HOLDS",
            })
    void numbersAreComparedAtTheLimit(String yaml, Truth below, Truth at, Truth above) {
        assertThat(test(yaml, Simple.INT, new Value.Whole(4))).isEqualTo(below);
        assertThat(test(yaml, Simple.INT, new Value.Whole(5))).isEqualTo(at);
        assertThat(test(yaml, Simple.INT, new Value.Whole(6))).isEqualTo(above);
    }

    @Test
    void sizesDurationsDatesAndVersionsHaveTheirUnits() {
        assertThat(test("{min: 1GiB}", Simple.SIZE, new Value.Whole(1L << 30))).isEqualTo(Truth.HOLDS);
        assertThat(test("{min: 1GiB}", Simple.SIZE, new Value.Whole((1L << 30) - 1)))
                .isEqualTo(Truth.FAILS);
        assertThat(test("{max: 5m}", Simple.DURATION, new Value.Time(Duration.ofMinutes(5))))
                .isEqualTo(Truth.HOLDS);
        assertThat(test("{max: 5m}", Simple.DURATION, new Value.Time(Duration.ofSeconds(301))))
                .isEqualTo(Truth.FAILS);
        Value day = new Value.Date(Instant.parse("2027-01-31T00:00:00Z"));
        assertThat(test("{min: \"2027-01-31\"}", Simple.DATE, day)).isEqualTo(Truth.HOLDS);
        assertThat(test("{min: \"2027-02-01\"}", Simple.DATE, day)).isEqualTo(Truth.FAILS);
        Value java = new Value.Version("1.8.0_181");
        assertThat(test("{min: \"1.8.0_181\"}", Simple.VERSION, java)).isEqualTo(Truth.HOLDS);
        assertThat(test("{min: \"1.8.0_182\"}", Simple.VERSION, java)).isEqualTo(Truth.FAILS);
        assertThat(test("{below: \"1.8.0_181\"}", Simple.VERSION, java)).isEqualTo(Truth.FAILS);
        assertThat(test("{min: \"5.10\"}", Simple.VERSION, new Value.Version("5.9")))
                .isEqualTo(Truth.FAILS);
        assertThat(test("{min: \"5.10\"}", Simple.VERSION, new Value.Version("unknown")))
                .isEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{starts: '${under}'} | /mnt/a | HOLDS",
                "{starts: '${under}'} | /data | FAILS",
                "{ends: a} | /mnt/a | HOLDS",
                "{contains: nt} | /mnt/a | HOLDS",
                "{matches: '^/m.t/'} | /mnt/a | HOLDS",
                "{matches: '^/m.t$'} | /mnt/a | FAILS",
                "{empty: false} | x | HOLDS",
                "{empty: true} | x | FAILS",
                "{mode: {has: 0644}} | 0640 | FAILS",
                "{mode: {has: 0640}} | 0640 | HOLDS",
                "{mode: {lacks: 0007}} | 0640 | HOLDS",
                "{mode: {lacks: 0040}} | 0640 | FAILS",
                "{mode: 0640} | 0640 | HOLDS",
                "{mode: 0640} | rw-r | UNKNOWN",
                "{exists: true} | x | HOLDS",
            })
    void texts(String yaml, String value, Truth truth) {
        assertThat(test(yaml, Simple.TEXT, text(value))).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{has_all: [a, b]} | HOLDS | FAILS",
                "{has_all: '${all}'} | HOLDS | FAILS",
                "{has_any: [b, x]} | HOLDS | FAILS",
                "{has_none: [b, x]} | FAILS | HOLDS",
                "{subset_of: [a, b]} | HOLDS | FAILS",
                "{every: {matches: '^[ab]$'}} | HOLDS | FAILS",
                "{some: b} | HOLDS | FAILS",
                "{count: {max: 2}} | HOLDS | FAILS",
                "{count: 2} | HOLDS | FAILS",
                "{unique: true} | HOLDS | FAILS",
                "{unique: false} | FAILS | HOLDS",
            })
    void lists(String yaml, Truth ofTwo, Truth ofThree) {
        assertThat(test(yaml, TEXTS, texts("a", "b"))).isEqualTo(ofTwo);
        assertThat(test(yaml, TEXTS, texts("a", "c", "c"))).isEqualTo(ofThree);
    }

    @Test
    void whatIsAbsentFailsAndSoDoesItsOpposite() {
        Value row = new Value.Row(Map.of("exists", new Value.Bool(false)));
        assertThat(test("{name: {matches: a}}", ROW, row)).isEqualTo(Truth.ABSENT);
        assertThat(test("{name: {not: {matches: a}}}", ROW, row)).isEqualTo(Truth.ABSENT);
        assertThat(test("{name: {none_of: [a]}}", ROW, row)).isEqualTo(Truth.ABSENT);
        assertThat(test("{name: {exists: false}}", ROW, row)).isEqualTo(Truth.HOLDS);
        assertThat(test("{name: {any: [{exists: false}, a]}}", ROW, row)).isEqualTo(Truth.HOLDS);
        assertThat(test("{exists: false}", ROW, row)).isEqualTo(Truth.HOLDS);
        assertThat(test("{exists: false}", Simple.TEXT, new Value.Absent())).isEqualTo(Truth.HOLDS);
    }

    @Test
    void aValueOfAnotherTypeIsUnknownUnlessTheRestDecides() {
        assertThat(test("{max: {min: 5}}", Simple.ANY, new Value.Row(Map.of("max", text("many")))))
                .isEqualTo(Truth.UNKNOWN);
        assertThat(test("{max: {not: {min: 5}}}", Simple.ANY, new Value.Row(Map.of("max", text("many")))))
                .isEqualTo(Truth.UNKNOWN);
        Value both = new Value.Row(Map.of("max", text("many"), "kind", text("b")));
        assertThat(test("{max: {min: 5}, kind: a}", Simple.ANY, both)).isEqualTo(Truth.FAILS);
        assertThat(test("{has_all: [a]}", Simple.ANY, text("a"))).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void aPatternSaysNothingOfALineThatIsTooLong() {
        Value longest = new Value.Text("a".repeat(1023) + "b");
        Value longer = new Value.Text("a".repeat(1024) + "b");
        for (String matcher : List.of("{matches: b}", "{not: {matches: b}}", "{matches: '^a+$'}")) {
            assertThat(test(matcher, Simple.TEXT, longest)).isNotEqualTo(Truth.UNKNOWN);
            assertThat(test(matcher, Simple.TEXT, longer)).isEqualTo(Truth.UNKNOWN);
        }
        assertThat(test("{matches: b}", Simple.TEXT, new Value.Text("a".repeat(1025) + "\nb")))
                .isEqualTo(Truth.HOLDS);
    }

    @Test
    void ofAnEmptyListNotEverythingHolds() {
        assertThat(test("{every: {matches: a}}", TEXTS, texts())).isEqualTo(Truth.ABSENT);
        assertThat(test("{some: {matches: a}}", TEXTS, texts())).isEqualTo(Truth.FAILS);
        assertThat(test("{has_all: [a]}", TEXTS, texts())).isEqualTo(Truth.FAILS);
        assertThat(test("{has_none: [a]}", TEXTS, texts())).isEqualTo(Truth.HOLDS);
        assertThat(test("{empty: true}", TEXTS, texts())).isEqualTo(Truth.HOLDS);
        assertThat(test("{count: 0}", TEXTS, texts())).isEqualTo(Truth.HOLDS);
    }

    @Test
    void theModeOfAFileNeedsNoQuotes() {
        Value row = new Value.Row(Map.of("mode", text("0640")));
        assertThat(test("{mode: 0640}", ROW, row)).isEqualTo(Truth.HOLDS);
        assertThat(test("{mode: {lacks: 0007, has: 0400}}", ROW, row)).isEqualTo(Truth.HOLDS);
    }

    @Test
    void mistakesAreNotedAtTheWordThatIsWrong() {
        assertThat(mistakes("{matches: a}", Simple.INT))
                .containsExactly("m:1:2: expect.x: `matches` is for text, and it is a whole number; for that there are"
                        + " eq, min, max, between, one_of");
        assertThat(mistakes("{min: 5.1}", Simple.VERSION))
                .containsExactly("m:1:7: expect.x: version expected in quotes, found number 5.1 (did you write 5.10?)");
        assertThat(mistakes("{min: 16}", Simple.SIZE).get(0)).contains("16MiB");
        assertThat(mistakes("{minn: 16}", Simple.INT).get(0)).contains("did you mean 'min'?");
        assertThat(mistakes("{nmae: x}", ROW).get(0)).contains("there is no field 'nmae'", "did you mean 'name'?");
        assertThat(mistakes("{min: '${lest}'}", Simple.INT).get(0)).contains("did you mean 'least'?");
        assertThat(mistakes("{min: '${under}'}", Simple.INT).get(0)).contains("${under} is text");
        assertThat(mistakes("{starts: 'a${under}'}", Simple.TEXT).get(0)).contains("the whole value");
        assertThat(mistakes("{matches: 'a*'}", Simple.TEXT).get(0)).contains("does not match every line");
        assertThat(mistakes("x", ROW).get(0)).contains("name its fields");
        assertThat(mistakes("{min: 1, min: 2}", Simple.INT).get(0)).contains("given twice");
        assertThat(mistakes("{}", Simple.INT).get(0)).contains("nothing is required");
        assertThat(mistakes("{between: [1]}", Simple.INT).get(0)).contains("two values");
        assertThat(mistakes("{mode: {has: 9}}", ROW).get(0)).contains("an octal mode");
    }

    @Test
    void whatIsRequiredIsSaidInBothLanguages() {
        Matcher matcher = read("{name: {not: {starts: '${under}'}}, opts: {has_all: [a, b]}}", ROW, new Problems())
                .orElseThrow();
        Words words = new Words();
        matcher.say(words);
        assertThat(words.in("en"))
                .isEqualTo(
                        "{required-1} not (begins with {required-2}); {required-3} has all of {required-4}, {required-5}");
        assertThat(words.in("zh"))
                .isEqualTo("{required-1} 非（开头为 {required-2}）；{required-3} 包含全部：{required-4}、{required-5}");
        assertThat(new ArrayList<>(words.args(GIVEN).keySet()))
                .containsExactly("required-1", "required-2", "required-3", "required-4", "required-5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {min: 4, max: 3}                        | 1:15: expect.x: nothing can hold `max` and `min` together
            {max: 3, min: 4}                        | 1:15: expect.x: nothing can hold `min` and `max` together
            {eq: 2, min: 3}                         | 1:14: expect.x: nothing can hold `min` and `eq` together
            {min: 3, one_of: [1, 2]}                | 1:18: expect.x: nothing can hold `one_of` and `min` together
            {one_of: [1, 2], none_of: [2, 1]}       | 1:27: expect.x: nothing can hold `none_of` and `one_of` together
            {between: [5, 4]}                       | 1:11: expect.x: nothing is between a value and a smaller one; \
            write the least value first
            {between: [1, 4], min: 5}               | 1:24: expect.x: nothing can hold `min` and `between` together
            {all: [{min: 4}, {max: 3}]}             | 1:18: expect.x: nothing can hold `max` and `min` together
            {not: {min: 4, max: 3}}                 | 1:21: expect.x: nothing can hold `max` and `min` together
            {mode: {has: 0070, lacks: 0077}}        | 1:27: expect.x: nothing can hold `lacks` and `has` together
            {mode: {lacks: 0077, eq: 0640}}         | 1:26: expect.x: nothing can hold `eq` and `lacks` together""")
    void matchersThatNothingHoldsAreAMistake(String yaml, String expected) {
        assertThat(mistakes(yaml, yaml.contains("mode") ? Simple.TEXT : Simple.INT))
                .containsExactly("m:" + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {min: 3, max: 3}
            {min: 4, max: '${least}'}
            {between: [4, 4]}
            {eq: 3, min: 3}
            {one_of: [1, 5], min: 3}
            {any: [{min: 4}, {max: 3}]}
            {mode: {eq: 0640, lacks: 0007, has: 0400}}""")
    void matchersThatSomethingHoldsAreNone(String yaml) {
        Problems problems = new Problems();
        assertThat(read(yaml, yaml.contains("mode") ? Simple.TEXT : Simple.INT, problems))
                .isPresent();
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void aVersionMayNotBeBelowItsLeast() {
        assertThat(mistakes("{min: '1.2', below: '1.2'}", Simple.VERSION))
                .containsExactly("m:1:21: expect.x: nothing can hold `below` and `min` together");
        assertThat(mistakes("{min: 2GiB, max: 2048MB}", Simple.SIZE)).hasSize(1);
    }
}
