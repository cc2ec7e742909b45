package dev.preflight.engine;

import dev.preflight.api.Arg;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.profile.CheckInstance;
import dev.preflight.transport.HostFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks the judges, and holds them to the rules: without a required fact no judge is asked; a judge that throws, says
 * nothing, or passes though it had nothing to go by, is {@code unknown(check-error)} for itself alone.
 */
public final class CheckEvaluation {
    private CheckEvaluation() {}

    /** The findings of one check about one host; at least one. */
    public static <P extends Record> List<Finding> host(
            CheckInstance<P> instance, HostCheck<P> check, HostFacts facts) {
        Scope scope = Scope.host(facts.host().name());
        RowsOfHost<P> rows = RowsOfHost.of(instance, facts);
        List<Judgement> judgements = new ArrayList<>(rows.undetermined());
        if (rows.judged()) {
            judgements.addAll(guarded(() -> judged(check, facts, rows.params())));
        }
        if (judgements.isEmpty()) {
            judgements.add(Judgement.notApplicable(HostJudging.NOT_SELECTED, Subject.HOST));
        }
        return judgements.stream()
                .map(judgement ->
                        finding(instance.weighing(rows.severity(judgement, instance)), scope, rows.with(judgement)))
                .toList();
    }

    private static <P extends Record> List<Judgement> judged(HostCheck<P> check, HostFacts facts, P params) {
        Needs needs = check.needs(params);
        List<Judgement> undecided = needs.required().stream()
                .flatMap(request -> missing(facts, request).stream())
                .toList();
        if (!undecided.isEmpty()) {
            return undecided;
        }
        Optional<Judgement> inContainer = InContainer.of(check, facts, params);
        if (inContainer.isPresent()) {
            return List.of(inContainer.get());
        }
        List<Judgement> judged = check.judge(facts, params);
        return passesOnNothing(needs, facts, judged)
                ? List.of(error("the judge passed although every fact of a group was missing"))
                : judged.stream().map(said -> said.orFrom(needs.required())).toList();
    }

    /**
     * The findings about a host of which nothing came: one unknown. Only where the judge has no fact to go by, nor why
     * there is none, and says that the check does not apply, its parameters alone say so, whatever the host is.
     */
    static <P extends Record> List<Finding> ofNothing(
            CheckInstance<P> instance, HostCheck<P> check, HostFacts facts, HostFailure why) {
        List<Finding> judged = host(instance, check, facts.only(List.of()));
        if (judged.stream().allMatch(finding -> finding.outcome() == Outcome.NOT_APPLICABLE)) {
            return judged;
        }
        Judgement unknown = Judgement.unknown(why.failure().reason(), Subject.HOST)
                .with("detail", why.details().getOrDefault("said", why.failure().code()));
        return List.of(finding(instance, Scope.host(facts.host().name()), unknown));
    }

    /** The findings of one check about all hosts together; at least one. */
    public static <P extends Record> List<Finding> fleet(
            CheckInstance<P> instance, FleetCheck<P> check, FleetFacts facts) {
        return scoped(instance, new RowsOfFleet<>(instance, facts), () -> {
            P params = instance.params();
            Needs needs = check.needs(params);
            List<Scoped> judged = check.judge(facts, params);
            return passesOnNothing(needs, facts, judged)
                    ? List.of(new Scoped(
                            Scope.fleet(), error("the judge passed although a deciding fact of a host was missing")))
                    : judged.stream()
                            .map(said ->
                                    new Scoped(said.scope(), said.judgement().orFrom(needs.required())))
                            .toList();
        });
    }

    /** The findings of one check about the pairs of hosts; at least one. */
    public static <P extends Record> List<Finding> link(
            CheckInstance<P> instance, LinkCheck<P> check, LinkFacts facts) {
        return scoped(
                instance,
                new RowsOfFleet<>(instance, facts.fleet()),
                () -> check.judge(facts, instance.params()).stream()
                        .map(judged -> check.exchanges() && passesOnNothing(judged, facts)
                                ? new Scoped(
                                        judged.scope(),
                                        error("the judge passed although it is not known what was sent"))
                                : judged)
                        .toList());
    }

    /** The finding that the check was not run, because the user said so. */
    public static Finding skipped(CheckInstance<?> instance, Scope scope) {
        return finding(instance, scope, Judgement.skipped());
    }

    /** The finding that the hosts were not judged together, because the user ended the run. */
    static Finding interrupted(CheckInstance<?> instance) {
        return finding(
                instance,
                Scope.fleet(),
                Judgement.unknown(Reason.DEADLINE, Subject.HOST).with("detail", Arg.text("the run was interrupted")));
    }

    /**
     * The finding that a check compared the hosts of a run, and not those that the run leaves out. Who limits a run asks for
     * that: it has no effect, unless the profile gives its code a severity.
     */
    static Finding notInRun(CheckInstance<?> instance, Reading.Missing<?> why) {
        return Finding.of(
                instance.check().spec().id(),
                instance.name(),
                Scope.fleet(),
                Judgement.unknown(why, Subject.HOST),
                instance.severities().getOrDefault(why.reason().code(), Severity.INFO));
    }

    /** The finding that the profile's selector leaves this host out, or that it is not known whether it does. */
    static Finding notSelected(CheckInstance<?> instance, Scope scope, Judgement judgement) {
        return finding(instance, scope, judgement);
    }

    private static List<Finding> scoped(CheckInstance<?> instance, RowsOfFleet<?> rows, Supplier<List<Scoped>> judge) {
        List<Finding> findings = new ArrayList<>();
        List<Judgement> failed = guarded(() -> {
            List<Scoped> judged = judge.get();
            findings.addAll(rows.findings(judged));
            return judged.stream().map(Scoped::judgement).toList();
        });
        if (findings.isEmpty()) {
            failed.forEach(judgement -> findings.add(finding(instance, Scope.fleet(), judgement)));
        }
        return findings;
    }

    /** What a judge said, as this instance's finding. */
    static Finding finding(CheckInstance<?> instance, Scope scope, Judgement judgement) {
        return Finding.of(
                instance.check().spec().id(),
                instance.name(),
                scope,
                Shown.of(instance.taken(judgement)),
                instance.severityOf(judgement));
    }

    private static List<Judgement> guarded(Supplier<List<Judgement>> judge) {
        try {
            List<Judgement> judgements = judge.get();
            if (judgements.isEmpty()) {
                return List.of(error("the judge returned nothing"));
            }
            return judgements;
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            // A check's own bug must cost only this check its verdict.
            return List.of(error(e.toString()));
        }
    }

    private static Judgement error(String what) {
        return Judgement.unknown(Reason.CHECK_ERROR, Subject.HOST).with("detail", Arg.text(what));
    }

    private static List<Judgement> missing(HostFacts facts, FactRequest<?> request) {
        Reading<?> reading = facts.reading(request);
        return reading.isMissing() ? List.of(unknown(reading, request)) : List.of();
    }

    private static Judgement unknown(Reading<?> reading, FactRequest<?> request) {
        return reading.fold(
                value -> {
                    throw new IllegalStateException("not missing: " + request);
                },
                missing -> Judgement.unknown(
                                missing, Subject.of("fact", request.fact().id()))
                        .basedOn(request));
    }

    private static boolean passesOnNothing(Scoped judged, LinkFacts facts) {
        return judged.scope() instanceof Scope.OfPair of
                && passes(List.of(judged.judgement()))
                && facts.sent(of.pair()).isMissing();
    }

    /** Whether the judge passes all hosts although a fact of one is missing; such a pass is not accepted. */
    private static boolean passesOnNothing(Needs needs, FleetFacts facts, List<Scoped> judged) {
        List<Judgement> judgements = judged.stream().map(Scoped::judgement).toList();
        return passes(judgements) && facts.hosts().values().stream().anyMatch(host -> anyMissing(needs, host));
    }

    private static boolean anyMissing(Needs needs, HostFacts facts) {
        return needs.required().stream()
                        .anyMatch(request -> facts.reading(request).isMissing())
                || groupMissing(needs, facts);
    }

    /** A pass needs a fact: where a whole group is missing there was none, whatever the judge says. */
    private static boolean passesOnNothing(Needs needs, HostFacts facts, List<Judgement> judged) {
        return groupMissing(needs, facts) && passes(judged);
    }

    private static boolean groupMissing(Needs needs, HostFacts facts) {
        return needs.groups().stream()
                .anyMatch(group -> group.stream()
                        .allMatch(request -> facts.reading(request).isMissing()));
    }

    private static boolean passes(List<Judgement> judged) {
        return judged.stream().noneMatch(j -> j.outcome() == Outcome.UNKNOWN || j.outcome() == Outcome.FAIL)
                && judged.stream().anyMatch(j -> j.outcome() == Outcome.PASS || j.outcome() == Outcome.WARNING);
    }
}
