package dev.preflight.define.read;

import dev.preflight.api.HostFacts;
import dev.preflight.define.value.ValueType;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import java.util.function.Function;

/**
 * A read as a host is asked for it, and how what the host says becomes a value. Only the request is about the host: a judge
 * may read yesterday's answer in another form.
 *
 * @param type of its value, where it is not absent
 * @param answer gives {@link dev.preflight.define.value.Value.Absent} for what the host does not have, and the reason where
 *     it is unknown
 */
public record Asked<T>(FactRequest<T> request, ValueType type, Function<T, Reading<Answer>> answer) {
    /**
     * The same of the session of this user, if the context is one that is entered by naming a user.
     *
     * @param user the install user; empty if no profile says who that is
     */
    public Asked<T> by(String user) {
        return request.context().needsUser() && !user.isEmpty() ? new Asked<>(request.as(user), type, answer) : this;
    }

    /** What a host says. */
    public Reading<Answer> in(HostFacts facts) {
        return facts.reading(request).flatMap(answer);
    }

    /** Whether the host said something that makes no value: else what is missing was not said. */
    public boolean misread(HostFacts facts) {
        return !facts.reading(request).isMissing() && in(facts).isMissing();
    }
}
