package dev.preflight.define;

import dev.preflight.api.HostSelector;
import dev.preflight.api.OwnExpectations.OwnLimit;
import dev.preflight.define.match.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A check that a profile defines.
 *
 * @param id begins with {@code x-}
 * @param texts its title and summary, by language and key
 * @param fleet whether its expectations compare hosts
 * @param applies the hosts that it concerns
 * @param appliesIf what must hold of a host that it concerns; empty: nothing
 * @param explainedBy ids of checks whose failure explains one of this
 */
record Definition(
        String id,
        Map<String, Map<String, String>> texts,
        boolean fleet,
        HostSelector applies,
        Optional<Condition.OfRule> appliesIf,
        Map<String, DefinedParam> params,
        Map<String, DefinedRead> reads,
        List<Expectation> expectations,
        List<String> explainedBy) {
    Definition {
        expectations = List.copyOf(expectations);
        explainedBy = List.copyOf(explainedBy);
    }

    /** The same, whose parameters refuse the values that a read cannot use. */
    Definition refusing() {
        Map<String, DefinedParam> stricter = new LinkedHashMap<>();
        params.forEach((name, param) -> {
            List<Function<String, Optional<String>>> refusals = reads.values().stream()
                    .flatMap(read -> Optional.ofNullable(read.uses().get(name)).stream())
                    .map(Use::refusal)
                    .toList();
            stricter.put(name, param.refusing(refusals));
        });
        return new Definition(id, texts, fleet, applies, appliesIf, stricter, reads, expectations, explainedBy);
    }

    /** The same, without the expectation with this code; where none is left, all that it concerns passes. */
    Definition withoutExpectation(String code) {
        List<Expectation> fewer =
                expectations.stream().filter(one -> !one.code().equals(code)).toList();
        return new Definition(id, texts, fleet, applies, appliesIf, params, reads, fewer, explainedBy);
    }

    /** The numbers that its expectations compare with. */
    List<OwnLimit> limits() {
        List<OwnLimit> all = new ArrayList<>();
        for (Expectation one : expectations) {
            int before = all.size();
            one.replacing(bound -> {
                all.add(new OwnLimit(one.code(), all.size() - before, bound.name(), bound.type(), bound.text()));
                return bound.text();
            });
        }
        return all;
    }

    /** The same with another number; empty if it is none. */
    Optional<Definition> withLimit(OwnLimit limit, String text) {
        try {
            List<Expectation> changed = expectations.stream()
                    .map(one -> one.code().equals(limit.code()) ? one.replacing(nth(limit.index(), text)) : one)
                    .toList();
            return Optional.of(
                    new Definition(id, texts, fleet, applies, appliesIf, params, reads, changed, explainedBy));
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Sizes and durations have an end.
            return Optional.empty();
        }
    }

    private static Function<Bound, String> nth(int index, String text) {
        AtomicInteger seen = new AtomicInteger();
        return bound -> seen.getAndIncrement() == index ? text : bound.text();
    }

    /** The same, whose commands are not run. */
    Definition withoutCommands() {
        Map<String, DefinedRead> fewer = new LinkedHashMap<>();
        reads.forEach((name, read) -> fewer.put(name, read.withoutCommand()));
        return new Definition(id, texts, fleet, applies, appliesIf, params, fewer, expectations, explainedBy);
    }
}
