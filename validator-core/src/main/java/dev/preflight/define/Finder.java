package dev.preflight.define;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Subject;
import dev.preflight.define.match.Answer;
import dev.preflight.define.match.Fields;
import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.match.Shown;
import dev.preflight.define.value.FieldNames;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the findings of one expectation: what they are about, and the values of their texts. */
record Finder(Expectation expectation, HostReads reads, Map<String, Value> params, Optional<Context> context) {
    /** So that a text can say that it is empty. */
    private static final String NOTHING = "\"\"";

    /** The host does not have what is expected of it. */
    Judgement gone() {
        return fail(about(), of().shown(), Optional.empty(), new Value.Absent());
    }

    /** There is no row of which it could be expected. */
    Judgement noRow() {
        return gone().with("gone", "").with("none", of().shown());
    }

    /** The value is not as expected. */
    Judgement ofValue(Value value) {
        return failing(about(), value);
    }

    /** A row is not as expected. */
    Judgement ofRow(RowsJudge.Row row, Optional<String> field) {
        return failing(about(row, field), row.value());
    }

    /** So many rows are not as expected. */
    Judgement ofRows(int rows) {
        return fail(about(), of().shown(), Optional.of(new Value.Whole(rows)), new Value.Absent())
                .with("rows", Arg.count(rows));
    }

    /** A rule does not hold. */
    Judgement ofRule(Condition.OfRule rule, Optional<String> gone) {
        return fail(
                        about(),
                        gone.orElse(""),
                        gone.isPresent() ? Optional.empty() : Optional.of(new Value.Text(used(rule))),
                        new Value.Absent())
                .with("rule", rule.text());
    }

    /** The value is of another kind. */
    Judgement unknown(Answer answer) {
        return unknown(about(), answer);
    }

    /** A row is of another kind. */
    Judgement unknown(Answer answer, RowsJudge.Row row, Optional<String> field) {
        return unknown(about(row, field), answer);
    }

    private Judgement unknown(Subject subject, Answer answer) {
        Reading.Missing<?> missing =
                new Reading.Missing<>(Reason.FORMAT_MISMATCH, of().shown() + ": " + answer.detail());
        return reads.from(
                Undecided.misread(Judgement.unknown(missing, subject), missing).withSeverity(expectation.severity()),
                expectation.condition().reads(),
                context);
    }

    private Condition.Of of() {
        return expectation.condition() instanceof Condition.OfRead read
                ? read.of()
                : new Condition.Of("", false, Simple.ANY);
    }

    /** The value or row fails; of a row the field that does is named. */
    private Judgement failing(Subject subject, Value value) {
        Condition.OfRead read = (Condition.OfRead) expectation.condition();
        if (value instanceof Value.Row row && read.matcher() instanceof Fields fields) {
            String field = fields.culprit(row, params).orElse("");
            Value found = Fields.at(row, field);
            return fail(subject, field, found instanceof Value.Absent ? Optional.empty() : Optional.of(found), value);
        }
        return fail(subject, read.of().shown(), Optional.of(value), value);
    }

    private Judgement fail(Subject subject, String field, Optional<Value> observed, Value row) {
        SortedMap<String, Arg> args = new TreeMap<>();
        args.put("field", Arg.text(field));
        args.put(
                "observed",
                observed.map(value -> filled(Shown.arg(value, typeOf(field)))).orElse(Arg.text("")));
        args.put("gone", Arg.text(observed.isEmpty() ? field : ""));
        args.put("none", Arg.text(""));
        if (expectation.condition() instanceof Condition.OfRead read) {
            args.putAll(DefinedTexts.required(read).args(params));
        }
        for (String name : expectation.names()) {
            if (!name.equals("subject")) {
                args.put(Gaps.gap(name), named(name, row));
            }
        }
        Judgement judgement = new Judgement(
                expectation.code(),
                subject,
                Outcome.FAIL,
                Optional.empty(),
                args,
                List.of(),
                List.of(),
                Optional.empty());
        if (expectation.mend().isPresent()) {
            judgement = judgement.withRemedy(expectation.mend().get().remedy(expectation.code()));
        }
        return reads.from(judgement, expectation.condition().reads(), context);
    }

    private static Arg filled(Arg arg) {
        return arg instanceof Arg.Text text && text.value().isBlank() ? Arg.text(NOTHING) : arg;
    }

    private ValueType typeOf(String field) {
        ValueType type = of().type();
        ValueType row = type instanceof ValueType.ListOf list ? list.element() : type;
        return type instanceof Simple ? type : MatcherReader.typeOf(row, field).orElse(Simple.ANY);
    }

    /** What a text of the definition calls by this name: a field of the row, a parameter, or a read. */
    private Arg named(String name, Value row) {
        if (row instanceof Value.Row fields && FieldNames.find(fields, name).isPresent()) {
            return Shown.arg(Fields.at(fields, name), typeOf(name));
        }
        if (params.containsKey(name)) {
            return Shown.arg(params.get(name), reads.paramType(name));
        }
        return reads.reads().containsKey(name)
                        && reads.find(name, false, context) instanceof HostReads.Found.Present present
                ? Shown.arg(present.value(), reads.reads().get(name).type())
                : Arg.text(Shown.text(new Value.Absent()));
    }

    private Subject about() {
        return context.map(one -> Subject.of("context", one.id())).orElse(Subject.HOST);
    }

    private Subject about(RowsJudge.Row row, Optional<String> field) {
        String where = context.map(one -> " (" + one.id() + ")").orElse("");
        Optional<Value> value = row.value() instanceof Value.Row fields
                ? field.flatMap(name -> FieldNames.find(fields, name))
                : Optional.of(row.value()).filter(one -> !(one instanceof Value.Items));
        return value.map(Shown::text)
                .filter(text -> !text.isBlank())
                .map(text -> Subject.of(kind(field), text + where))
                .orElseGet(() -> Subject.of("row", row.number() + where));
    }

    private static String kind(Optional<String> field) {
        String plain = field.orElse("line")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[0-9-]+|-$", "");
        return plain.isEmpty() ? "row" : plain;
    }

    /** The values that a rule was about. */
    private String used(Condition.OfRule rule) {
        return RuleValues.shown(rule, reads, params, context);
    }
}
