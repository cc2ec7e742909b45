package dev.preflight.engine;

import dev.preflight.api.Finding;
import dev.preflight.api.Scope;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.profile.CheckInstance;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The findings about hosts of which nothing came: one a check. For the same check and the same failure they differ in the
 * host alone, and are made once: hundreds of hosts that an interrupted run never looked at are reported within seconds.
 * Safe for use by several threads.
 */
final class Unreached {
    private final Map<TransportFailure, Map<CheckInstance<?>, Finding>> made = new EnumMap<>(TransportFailure.class);

    /** Why nothing came of a host; empty if something did. */
    static Optional<TransportFailure> why(HostEvidence evidence) {
        return evidence.lanes().isEmpty() ? evidence.failure().map(Unreachable::failure) : Optional.empty();
    }

    /** The finding of a check about a host of which nothing came. */
    Finding finding(CheckInstance<?> instance, Scope scope, TransportFailure why) {
        return first(instance, scope, why).of(scope);
    }

    private synchronized Finding first(CheckInstance<?> instance, Scope scope, TransportFailure why) {
        return made.computeIfAbsent(why, key -> new IdentityHashMap<>())
                .computeIfAbsent(instance, key -> CheckEvaluation.unreached(instance, scope, why));
    }
}
