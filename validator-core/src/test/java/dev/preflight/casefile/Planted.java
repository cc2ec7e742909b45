package dev.preflight.casefile;

import dev.preflight.api.ByteSize;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Checks of one number each, with the faults that tests of profiles are to find. */
final class Planted implements HostCheck<Planted.Params> {
    /** How often a number was parsed. */
    static final AtomicInteger PARSED = new AtomicInteger();

    private static final Fact<Long> NUMBER = Fact.scripted("number", "echo 1\n").parsedBy(output -> {
        PARSED.incrementAndGet();
        return Reading.got(Long.parseLong(output.text().strip()));
    });

    private static final FactRequest<Long> REQUEST = NUMBER.request();

    private final Fault fault;

    Planted(Fault fault) {
        this.fault = fault;
    }

    /** What is wrong with a check. */
    enum Fault {
        NONE,
        /** Its least number is a greatest one. */
        REVERSED,
        /** Its limits decide nothing. */
        UNREAD,
        /** A missing number passes. */
        ABSENCE_PASSES,
        /** It looks at a number that it did not ask for. */
        PEEKS
    }

    /** What a row requires. */
    record Limits(
            @Param(value = "Least", kind = Kind.THRESHOLD) Optional<Integer> min,
            @Param(value = "Most", kind = Kind.THRESHOLD) Optional<Integer> max,

            @Param(value = "The number", kind = Kind.THRESHOLD)
            Optional<Integer> value,

            @Param(value = "Least size", kind = Kind.THRESHOLD)
            Optional<ByteSize> minSize,

            @Param(value = "Most seconds", kind = Kind.THRESHOLD)
            Optional<Duration> maxTime,

            @Param(value = "Least version 1.N", kind = Kind.THRESHOLD)
            Optional<String> minVersion) {

        boolean hold(long number) {
            return min.filter(least -> number < least).isEmpty()
                    && max.filter(most -> number > most).isEmpty()
                    && value.filter(one -> number != one).isEmpty()
                    && minSize.filter(least -> number < least.bytes()).isEmpty()
                    && maxTime.filter(most -> number > most.toSeconds()).isEmpty()
                    && minVersion
                            .filter(least -> number < Long.parseLong(least.substring(2)))
                            .isEmpty();
        }
    }

    /** Parameters. */
    record Params(
            @Param(value = "What is required", kind = Kind.LOCATOR)
            Rows<Limits> require,

            @Param(value = "Least of all", kind = Kind.THRESHOLD)
            Optional<Integer> least) {}

    @Override
    public CheckSpec<Params> spec() {
        String id = fault == Fault.NONE ? "number" : "number-" + fault.name().toLowerCase(Locale.ROOT);
        return CheckSpec.of(id.replace('_', '-'), Params.class, Severity.BLOCKER)
                .code("wrong")
                .code("odd", Severity.INFO)
                .requires("require", "least");
    }

    @Override
    public Needs needs(Params params) {
        return switch (fault) {
            case PEEKS -> Needs.none();
            case ABSENCE_PASSES -> Needs.none().each(REQUEST);
            default -> Needs.none().required(REQUEST);
        };
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        long number = facts.reading(REQUEST).fold(value -> value, missing -> 10L);
        if (fault == Fault.PEEKS) {
            boolean there = !facts.reading(REQUEST).isMissing();
            return List.of(there ? Judgement.pass(Subject.HOST) : Judgement.fail("wrong", Subject.HOST));
        }
        if (params.require().all().isEmpty()) {
            return List.of(said(params.least().orElse(0) <= number, Subject.HOST));
        }
        return params.require().all().stream()
                .map(row -> said(holds(row.limits(), number), Subject.of("row-of", row.key())))
                .toList();
    }

    private boolean holds(Limits limits, long number) {
        return switch (fault) {
            case REVERSED -> limits.min().filter(least -> number > least).isEmpty();
            case UNREAD -> true;
            default -> limits.hold(number);
        };
    }

    private static Judgement said(boolean good, Subject subject) {
        return good ? Judgement.pass(subject) : Judgement.fail("wrong", subject);
    }
}
