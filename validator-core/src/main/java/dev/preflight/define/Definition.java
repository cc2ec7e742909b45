package dev.preflight.define;

import dev.preflight.api.HostSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The same, whose commands are not run. */
    Definition withoutCommands() {
        Map<String, DefinedRead> fewer = new LinkedHashMap<>();
        reads.forEach((name, read) -> fewer.put(name, read.withoutCommand()));
        return new Definition(id, texts, fleet, applies, appliesIf, params, fewer, expectations, explainedBy);
    }
}
