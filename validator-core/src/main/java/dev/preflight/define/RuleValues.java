package dev.preflight.define;

import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.match.Shown;
import dev.preflight.define.value.FieldNames;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Context;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Shows the values that a rule was about: an expression alone does not tell what is wrong. */
final class RuleValues {
    /** A name, and the fields behind it. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*+(?!\\()");

    /** More are no help. */
    private static final int MOST = 8;

    private RuleValues() {}

    static String shown(Condition.OfRule rule, HostReads reads, Map<String, Value> params, Optional<Context> context) {
        Set<String> shown = new LinkedHashSet<>();
        for (MatchResult path : PATH.matcher(rule.text()).results().toList()) {
            String[] names = path.group().split("\\.");
            if (rule.rule().names().contains(names[0]) && shown.size() < MOST) {
                value(names, reads, params, context).ifPresent(value -> shown.add(path.group() + " = " + value));
            }
        }
        return shown.isEmpty() ? "the rule does not hold" : String.join(", ", shown);
    }

    private static Optional<String> value(
            String[] names, HostReads reads, Map<String, Value> params, Optional<Context> context) {
        Optional<Value> value = Optional.ofNullable(params.get(names[0]));
        ValueType type = reads.paramType(names[0]);
        if (value.isEmpty() && reads.reads().containsKey(names[0])) {
            type = reads.reads().get(names[0]).type();
            value = reads.find(names[0], false, context) instanceof HostReads.Found.Present present
                    ? Optional.of(present.value())
                    : Optional.empty();
        }
        for (int i = 1; i < names.length; i++) {
            String name = names[i];
            type = MatcherReader.typeOf(type, name).orElse(Simple.ANY);
            value = value.flatMap(it -> it instanceof Value.Row row ? FieldNames.find(row, name) : Optional.empty());
        }
        ValueType last = type;
        return value.filter(found -> !(found instanceof Value.Row)).map(found -> Shown.text(found, last));
    }
}
