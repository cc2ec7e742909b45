package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Check;
import dev.preflight.api.Param.Kind;
import dev.preflight.fact.FactRequest;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Generated: the example of every threshold is given to its check. What the check asks of a host must stay the same. */
class ThresholdsStayHereTest {
    private static <P extends Record> Set<FactRequest<?>> asked(Check<P> check, String yaml) {
        Record params = SpecFixture.bind(check, yaml);
        return new HashSet<>(check.needs(check.spec().params().cast(params)).all());
    }

    /** Beside what some thresholds are given, as alone they say nothing. */
    private static final Map<String, String> BESIDE =
            Map.of("fleet-total.without", "min: 3\n", "fleet-total.spread", "measure: cpu\n");

    @Test
    void noThresholdChangesWhatIsSentToAHost() {
        List<String> sent = new ArrayList<>();
        int tried = 0;
        for (Check<?> check : new AllChecks().checks()) {
            for (ParamField field : ParamSchema.of(check.spec().params()).fields()) {
                if (field.kind() == Kind.THRESHOLD) {
                    tried++;
                    String beside = BESIDE.getOrDefault(check.spec().id() + "." + field.name(), "");
                    Set<FactRequest<?>> asked = asked(check, beside + field.name() + ": " + field.example());
                    if (!asked.equals(asked(check, beside.isEmpty() ? "{}" : beside))) {
                        sent.add(check.spec().id() + "." + field.name());
                    }
                }
            }
        }
        assertThat(sent).isEmpty();
        assertThat(tried).isGreaterThan(40);
    }
}
