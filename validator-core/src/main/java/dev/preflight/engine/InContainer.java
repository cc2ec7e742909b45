package dev.preflight.engine;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.host.HostIdentity;
import java.util.Optional;

/** Decides, before a judge is asked, whether its check looks at a host that is a container. Pure. */
public final class InContainer {
    private InContainer() {}

    /**
     * Why the check does not look at this host; empty if it does.
     *
     * @param facts with the identity of the host, if the check does not judge containers
     */
    public static <P extends Record> Optional<Judgement> of(HostCheck<P> check, HostFacts facts, P params) {
        if (check.spec().judgesContainers().test(params)) {
            return Optional.empty();
        }
        String runtime = facts.get(HostIdentity.REQUEST).container();
        return runtime.isEmpty()
                ? Optional.empty()
                : Optional.of(Judgement.notApplicable(CheckSpec.IN_CONTAINER, Subject.HOST)
                        .with("runtime", runtime)
                        .basedOn(HostIdentity.REQUEST));
    }
}
