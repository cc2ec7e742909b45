package dev.preflight.define;

import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.define.match.Answer;
import dev.preflight.define.match.Matcher;
import dev.preflight.define.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges the value of one read. */
final class RowsJudge {
    private final Condition.OfRead of;
    private final Map<String, Value> params;
    private final Finder finder;

    RowsJudge(Condition.OfRead of, Map<String, Value> params, Finder finder) {
        this.of = of;
        this.params = params;
        this.finder = finder;
    }

    /** What is expected of something that the host does not have: unless it is that it is absent, it does not hold. */
    Judgement gone() {
        boolean holds = of.how() == Condition.How.IS
                && of.matcher().test(new Value.Absent(), params).holds();
        return holds ? pass() : finder.gone();
    }

    List<Judgement> judge(Value value) {
        if (of.how() == Condition.How.IS) {
            Answer answer = of.matcher().test(value, params);
            return List.of(answer.holds() ? pass() : answer.unknown() ? finder.unknown(answer) : finder.ofValue(value));
        }
        if (!(value instanceof Value.Items items)) {
            return List.of(finder.unknown(Matcher.mismatch(value, "a list")));
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < items.values().size(); i++) {
            Value row = items.values().get(i);
            Answer through = of.where().map(where -> where.test(row, params)).orElse(Answer.HOLDS);
            if (through.unknown()) {
                return List.of(finder.unknown(through));
            }
            if (through.holds()) {
                rows.add(new Row(i + 1, row));
            }
        }
        return switch (of.how()) {
            case EACH -> each(rows);
            case SOME -> List.of(some(rows));
            default -> List.of(count(rows));
        };
    }

    /**
     * A row that is judged.
     *
     * @param number from 1
     */
    record Row(int number, Value value) {}

    private List<Judgement> each(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of(of.noneHolds() ? pass() : finder.noRow());
        }
        List<Judgement> judged = new ArrayList<>();
        for (Row row : rows) {
            Answer answer = of.matcher().test(row.value(), params);
            if (answer.unknown()) {
                judged.add(finder.unknown(answer, row, of.subject()));
            } else if (!answer.holds()) {
                judged.add(finder.ofRow(row, of.subject()));
            }
        }
        return judged.isEmpty() ? List.of(pass()) : judged;
    }

    private Judgement some(List<Row> rows) {
        Answer answer = Answer.any(rows.stream().map(row -> of.matcher().test(row.value(), params)));
        return answer.holds() ? pass() : answer.unknown() ? finder.unknown(answer) : finder.ofRows(rows.size());
    }

    private Judgement count(List<Row> rows) {
        Answer answer = of.matcher().test(new Value.Whole(rows.size()), params);
        return answer.holds() ? pass() : finder.ofRows(rows.size());
    }

    private static Judgement pass() {
        return Judgement.pass(Subject.HOST);
    }
}
