package dev.preflight.define;

import dev.preflight.api.Severity;
import dev.preflight.define.match.Bound;
import dev.preflight.define.match.Matcher;
import dev.preflight.define.value.ValueType.Simple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What must hold on a host.
 *
 * @param code of the finding where it does not
 * @param condition whether it holds
 * @param texts of the finding, by language and part; what is left out is made of the condition
 * @param names that these texts use
 */
record Expectation(
        String code,
        Severity severity,
        Condition condition,
        Map<String, Map<String, String>> texts,
        Set<String> names,
        Optional<Mend> mend) {
    Expectation {
        texts = Map.copyOf(texts);
        names = Set.copyOf(names);
    }

    /** One of which no more is known than its code. */
    static Expectation unread(String code) {
        Condition never = new Condition.OfRead(
                new Condition.Of("", false, Simple.ANY),
                Optional.empty(),
                Condition.How.IS,
                Matcher.all(List.of()),
                false,
                Optional.empty());
        return new Expectation(code, Severity.BLOCKER, never, Map.of(), Set.of(), Optional.empty());
    }

    /** The same with other numbers, see {@link Matcher#replacing}. */
    Expectation replacing(Function<Bound, String> change) {
        return new Expectation(code, severity, condition.replacing(change), texts, names, mend);
    }
}
