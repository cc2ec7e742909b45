package dev.preflight.define;

import dev.preflight.api.Severity;
import dev.preflight.define.match.Bound;
import dev.preflight.define.match.Matcher;
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

    /** The same with other numbers, see {@link Matcher#replacing}. */
    Expectation replacing(Function<Bound, String> change) {
        return new Expectation(code, severity, condition.replacing(change), texts, names, mend);
    }
}
