package dev.preflight.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.LinePattern;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataTableTest {
    record Row(
            @Param(value = "Name", kind = Kind.THRESHOLD) String name,
            @Param(value = "Lines", kind = Kind.THRESHOLD) LinePattern lines,

            @Param(value = "Meaning", defaultValue = "warning", kind = Kind.THRESHOLD)
            Severity severity) {}

    private static List<String> problems(String text) {
        Problems problems = new Problems();
        DataTable.parse("t.yaml", text, "table", Row.class, problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void rowsBecomeRecords() {
        Problems problems = new Problems();
        List<Row> rows = DataTable.parse(
                        "t.yaml",
                        "- {name: a, lines: 'x\\d+'}\n- {lines: b, severity: blocker}\n",
                        "table",
                        Row.class,
                        problems)
                .orElseThrow();
        assertThat(problems.all()).isEmpty();
        assertThat(rows)
                .containsExactly(
                        new Row("a", LinePattern.parse("x\\d+"), Severity.WARNING),
                        new Row("", LinePattern.parse("b"), Severity.BLOCKER));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnceWithItsPlace() {
        List<String> problems = problems("""
                - {name: a, lines: 'x(', severity: warning}
                - {nam: b, lines: y}
                - {name: c, lines: z, severity: bad}
                - name: d
                - {name: [e], lines: '.*'}
                """);
        assertThat(problems).hasSize(6);
        assertThat(problems.get(0))
                .startsWith("t.yaml:1:20")
                .contains("lines: expected a regular expression")
                .contains("at its character");
        assertThat(problems.get(1)).startsWith("t.yaml:2:4").contains("'nam'").contains("did you mean 'name'?");
        assertThat(problems.get(2)).startsWith("t.yaml:3:33").contains("blocker");
        assertThat(problems.get(3)).startsWith("t.yaml:4:3").contains("missing").contains("'lines'");
        assertThat(problems.get(4)).startsWith("t.yaml:5:10").contains("expected text");
        assertThat(problems.get(5)).startsWith("t.yaml:5:22").contains("every line");
    }

    @Test
    void aTableIsAList() {
        assertThat(problems("name: a\n")).singleElement().asString().contains("expected a list of mappings");
    }

    @Test
    void aShippedTableThatIsNotThereOrNotRightIsAnErrorOfOurs() {
        assertThatThrownBy(() -> DataTable.named("none", DataTableTest.class, Row.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none.yaml");
        assertThatThrownBy(() -> DataTable.named("wrong", DataTableTest.class, Row.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wrong.yaml:1:4")
                .hasMessageContaining("wrong.yaml:2:");
    }
}
