package dev.preflight.api;

import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The readings of one host: all that a judge of a {@link HostCheck} sees. */
public final class HostFacts {
    private final HostInfo host;
    private final Instant collectedAt;
    private final Map<String, Reading<?>> readings;
    private final Map<String, ProbeTiming> exchanges;

    /**
     * Holds readings by the keys of their requests.
     *
     * @param collectedAt when they were read: "now" for a judge
     */
    public HostFacts(HostInfo host, Instant collectedAt, Map<String, ? extends Reading<?>> readings) {
        this(host, collectedAt, readings, Map.of());
    }

    /**
     * Holds readings, and when each was read, by the keys of their requests.
     *
     * @param collectedAt when they were read: "now" for a judge
     * @param exchanges when each was sent and received, as far as that is known
     */
    public HostFacts(
            HostInfo host,
            Instant collectedAt,
            Map<String, ? extends Reading<?>> readings,
            Map<String, ProbeTiming> exchanges) {
        this.host = host;
        this.collectedAt = collectedAt;
        this.readings = new LinkedHashMap<>(readings);
        this.exchanges = Map.copyOf(exchanges);
    }

    /** The host. */
    public HostInfo host() {
        return host;
    }

    /** When the facts were read; a judge uses it as the present time. */
    public Instant collectedAt() {
        return collectedAt;
    }

    /**
     * The value of a required fact.
     *
     * @throws IllegalStateException if it is missing: the check did not declare it as required
     */
    public <T> T get(FactRequest<T> request) {
        return reading(request).fold(value -> value, missing -> {
            throw new IllegalStateException("no " + request + " ("
                    + missing.reason().code() + "); a fact that may be missing is asked for as a reading");
        });
    }

    /** The fact, or why there is none; {@link Reason#NOT_COLLECTED} if it was not requested. */
    public <T> Reading<T> reading(FactRequest<T> request) {
        Reading<?> found = readings.get(request.key());
        if (found == null) {
            return Reading.missing(Reason.NOT_COLLECTED, "");
        }
        // A reading under this key came from this request's own parser.
        @SuppressWarnings("unchecked")
        Reading<T> typed = (Reading<T>) found;
        return typed;
    }

    /** The same host with these facts alone, so that the others need not be kept in memory. */
    public HostFacts only(Collection<? extends FactRequest<?>> requests) {
        Set<String> keys = requests.stream().map(FactRequest::key).collect(Collectors.toSet());
        Map<String, Reading<?>> fewer = new LinkedHashMap<>(readings);
        fewer.keySet().retainAll(keys);
        Map<String, ProbeTiming> when = new LinkedHashMap<>(exchanges);
        when.keySet().retainAll(keys);
        return new HostFacts(host, collectedAt, fewer, when);
    }

    /** The same host, with the facts of these keys missing for this reason. */
    public HostFacts without(Set<String> keys, Reason reason, String detail) {
        Map<String, Reading<?>> fewer = new LinkedHashMap<>(readings);
        fewer.replaceAll((key, reading) -> keys.contains(key) ? Reading.missing(reason, detail) : reading);
        return new HostFacts(host, collectedAt, fewer, exchanges);
    }

    /**
     * When this fact was asked for and received; empty if the evidence does not say. For values that change meanwhile,
     * such as a clock.
     */
    public Optional<ProbeTiming> exchange(FactRequest<?> request) {
        return Optional.ofNullable(exchanges.get(request.key()));
    }
}
