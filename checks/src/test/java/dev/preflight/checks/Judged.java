package dev.preflight.checks;

import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.engine.CheckEvaluation;
import dev.preflight.engine.InContainer;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
import dev.preflight.testing.Printed;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges what probes printed, by the parameters that a profile gives. */
public final class Judged {
    private static final String HOST =
            "Linux 6.1.0-18-amd64 x86_64\n1000\ncontainer=none\nID=debian\nVERSION_ID=12\ndone\n";

    private Judged() {}

    /**
     * What a check says.
     *
     * @param yaml its parameters
     * @param printed what each fact's probe printed, by the fact's id, or by that, an at sign and the context; what is not
     *     named did not come
     */
    public static <P extends Record> List<Judgement> by(HostCheck<P> check, String yaml, Map<String, String> printed) {
        P params = params(check, yaml);
        return by(check, facts(check, params, printed), params);
    }

    private static <P extends Record> HostFacts facts(HostCheck<P> check, P params, Map<String, String> printed) {
        Map<String, Reading<?>> readings = new HashMap<>();
        for (FactRequest<?> request : check.needs(params).all()) {
            String id = request.fact().id();
            String text = printed.getOrDefault(id + "@" + request.context().id(), printed.get(id));
            boolean host = text == null && request.fact().id().equals(HostIdentity.FACT.id());
            Reading<?> none = Reading.missing(Reason.NOT_COLLECTED, "");
            readings.put(
                    request.key(),
                    host ? Printed.reading(request, HOST) : text == null ? none : Printed.reading(request, text));
        }
        return new HostFacts(new HostInfo("h1", "10.0.0.1", List.of("all")), Instant.EPOCH, readings);
    }

    /** The same as lines "outcome code subject", after the engine has refused passes that stand on nothing. */
    public static <P extends Record> List<String> found(HostCheck<P> check, String yaml, Map<String, String> printed) {
        P params = params(check, yaml);
        CheckInstance<P> instance = new CheckInstance<>(
                check.spec().id(),
                check,
                params,
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
        return CheckEvaluation.host(instance, check, facts(check, params, printed)).stream()
                .map(found -> found.outcome().code() + " " + found.code() + " " + found.subject())
                .toList();
    }

    /** A check's parameters from YAML. */
    public static <P extends Record> P params(HostCheck<P> check, String yaml) {
        return check.spec().params().cast(SpecFixture.bind(check, yaml));
    }

    /** What a check says of these facts: as the engine asks it, which leaves out the containers for some. */
    public static <P extends Record> List<Judgement> by(HostCheck<P> check, HostFacts facts, P params) {
        return InContainer.of(check, facts, params).map(List::of).orElseGet(() -> check.judge(facts, params));
    }

    /** The same as lines "outcome code subject". */
    public static <P extends Record> List<String> said(HostCheck<P> check, String yaml, Map<String, String> printed) {
        return by(check, yaml, printed).stream()
                .map(j -> j.outcome().code() + " " + j.code() + " " + j.subject())
                .toList();
    }
}
