package dev.preflight.define;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Subject;
import dev.preflight.define.match.Shown;
import dev.preflight.define.value.Value;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The findings of one expectation about hosts. */
record FleetFinder(Expectation one, Condition.OfHosts of, Map<String, Value> params, NamedParams given) {
    FleetFinder(Expectation one, Condition.OfHosts of, NamedParams given) {
        this(one, of, Given.values(given), given);
    }

    boolean holds(Value sum) {
        return of.sum().filter(matcher -> matcher.test(sum, params).holds()).isPresent();
    }

    static Optional<Value> sum(Collection<Value> values) {
        BigDecimal sum = BigDecimal.ZERO;
        boolean whole = true;
        for (Value value : values) {
            if (value instanceof Value.Whole number) {
                sum = sum.add(BigDecimal.valueOf(number.number()));
            } else if (value instanceof Value.Decimal number) {
                sum = sum.add(number.number());
                whole = false;
            } else {
                return Optional.empty();
            }
        }
        boolean fits = sum.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
        return Optional.of(whole && fits ? new Value.Whole(sum.longValueExact()) : new Value.Decimal(sum));
    }

    Judgement mismatch(Collection<Value> values) {
        Reading.Missing<?> missing = new Reading.Missing<>(
                Reason.FORMAT_MISMATCH,
                of.of().shown() + ": expected numbers, found " + Shown.text(new Value.Items(List.copyOf(values))));
        return Undecided.misread(Judgement.unknown(missing, Subject.HOST), missing)
                .withSeverity(one.severity());
    }

    Judgement differing(Value value, List<String> others) {
        String field = of.path().isEmpty() ? of.of().shown() : String.join(".", of.path());
        Judgement judgement = Judgement.fail(one.code(), Subject.HOST)
                .with("field", field)
                .with("observed", Shown.arg(value, of.type()))
                .withSome("others", others);
        for (Map.Entry<String, Arg> arg : DefinedTexts.required(of).args(params).entrySet()) {
            judgement = judgement.with(arg.getKey(), arg.getValue());
        }
        for (String name : one.names()) {
            judgement = params.containsKey(name)
                    ? judgement.with(Gaps.gap(name), Shown.arg(params.get(name), Given.type(given, name)))
                    : judgement.with(Gaps.gap(name), Shown.arg(value, of.type()));
        }
        return one.mend().isPresent() ? judgement.withRemedy(one.mend().get().remedy(one.code())) : judgement;
    }
}
