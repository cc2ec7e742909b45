package dev.preflight.api;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A fact of a check pack that checks of a profile may read too: {@code fact: memory}, {@code unit: NAME}.
 *
 * @param name how a profile names it
 * @param subject what a profile names beside it; empty where it reads one thing only, as {@code memory}
 * @param type the type of its value
 * @param request asks for it, given the subject, or an empty text where there is none
 * @param value what of the fact is published, given the fact and the subject; {@link Value.Absent} for what the host does
 *     not have
 * @param <T> the fact's type
 */
public record PublishedFact<T>(
        String name,
        Optional<Subject> subject,
        ValueType type,
        Function<String, FactRequest<T>> request,
        BiFunction<T, String, Reading<Value>> value) {

    /**
     * What a profile names.
     *
     * @param form what it may be, for people: {@code a unit of systemd such as platform.service}
     * @param refusal what is wrong with a name; empty: nothing. It is checked before a host is asked
     */
    public record Subject(String form, Function<String, Optional<String>> refusal) {
        /** Any text of this kind. */
        static Subject of(Shape shape) {
            return new Subject(
                    shape.words(),
                    text -> shape.fits(text) ? Optional.empty() : Optional.of("expected " + shape.words()));
        }
    }

    /** A fact of what a profile names. */
    public static <T> PublishedFact<T> of(
            String name,
            Shape subject,
            ValueType type,
            Function<String, FactRequest<T>> request,
            BiFunction<T, String, Reading<Value>> value) {
        return new PublishedFact<>(name, Optional.of(Subject.of(subject)), type, request, value);
    }

    /** A fact of the host as a whole. */
    public static <T> PublishedFact<T> ofHost(
            String name, ValueType type, FactRequest<T> request, Function<T, Reading<Value>> value) {
        return new PublishedFact<>(
                name, Optional.empty(), type, nothing -> request, (fact, nothing) -> value.apply(fact));
    }

    /** What the host says of this subject; missing for the reason for which the fact is. */
    public Reading<Value> in(HostFacts facts, String subjectName) {
        return facts.reading(request.apply(subjectName)).flatMap(fact -> value.apply(fact, subjectName));
    }
}
