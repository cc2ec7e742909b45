package dev.preflight.checks;

import dev.preflight.api.Check;
import dev.preflight.fact.FactRequest;
import dev.preflight.param.ParamSchema;
import java.util.ArrayList;
import java.util.List;

/** What a check asks for with the parameters of its fixtures. */
public final class FixtureRequests {
    private FixtureRequests() {}

    /** What some checks ask of contexts in which no script runs. */
    private static final String NO_SCRIPT = "{required_contexts: [unit, cron], install_units: [docker.service]}";

    /** Every request of the check with the parameters of each fixture, and of the contexts that no fixture has. */
    public static <P extends Record> List<FactRequest<?>> of(Check<P> check) {
        List<FactRequest<?>> all = new ArrayList<>();
        for (SpecFixture fixture : SpecFixture.of(check)) {
            all.addAll(SpecFixture.requests(check, check.spec().params().cast(fixture.params())));
        }
        if (ParamSchema.of(check.spec().params()).names().containsAll(List.of("required_contexts", "install_units"))) {
            P unusual = check.spec().params().cast(SpecFixture.bind(check, NO_SCRIPT));
            all.addAll(SpecFixture.requests(check, unusual));
        }
        return all;
    }
}
