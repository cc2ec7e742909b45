package dev.preflight.define;

import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.define.rule.Rule;
import dev.preflight.define.value.Value;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges one host by a definition. Every expectation is judged; the check is as bad as the worst of them. */
final class HostJudge {
    /** No profile has a definition that expects nothing; tests of profiles leave out the last expectation of one. */
    static final Judgement NOTHING_EXPECTED = Judgement.pass(Subject.HOST);

    private final Definition definition;
    private final HostFacts facts;
    private final HostReads reads;
    private final Map<String, Value> params;

    HostJudge(Definition definition, HostFacts facts, NamedParams params) {
        this.definition = definition;
        this.facts = facts;
        this.reads = new HostReads(definition.reads(), facts, params);
        this.params = Given.values(params);
    }

    List<Judgement> judge() {
        Optional<Judgement> left = left();
        if (left.isPresent()) {
            return List.of(left.get());
        }
        if (definition.expectations().isEmpty()) {
            return List.of(NOTHING_EXPECTED);
        }
        List<Judgement> judged = new ArrayList<>();
        for (Expectation one : definition.expectations()) {
            for (Optional<Context> context : reads.contexts(one.condition().reads())) {
                judged.addAll(judge(one, context));
            }
        }
        return together(judged);
    }

    /** Why the host is not judged; empty if it is. */
    Optional<Judgement> left() {
        if (!definition.applies().all()) {
            Reading<HostIdentity> identity = facts.reading(HostIdentity.REQUEST);
            Optional<Judgement> left = identity.fold(
                    host -> host.isOf(definition.applies()) ? Optional.empty() : Optional.of(notApplicable()),
                    missing -> Optional.of(Judgement.unknown(missing, Subject.of("fact", HostIdentity.FACT.id()))
                            .basedOn(HostIdentity.REQUEST)));
            if (left.isPresent()) {
                return left;
            }
        }
        return definition.appliesIf().flatMap(rule -> {
            RuleAnswer answer = rule(rule, Optional.empty());
            return answer.holds()
                    ? Optional.empty()
                    : Optional.of(answer.unknown().orElseGet(HostJudge::notApplicable));
        });
    }

    static Judgement notApplicable() {
        return Judgement.notApplicable(DefinedCheck.NOT_APPLICABLE, Subject.HOST);
    }

    /** A pass or "not applicable" is said once, and only where nothing else is to say; so is each reading that is missing. */
    static List<Judgement> together(List<Judgement> judged) {
        Map<String, Judgement> said = new LinkedHashMap<>();
        for (Judgement one : judged) {
            if (one.outcome() == Outcome.FAIL || one.outcome() == Outcome.UNKNOWN) {
                said.merge(one.code() + " " + one.subject(), one, HostJudge::worse);
            }
        }
        if (!said.isEmpty()) {
            return List.copyOf(said.values());
        }
        return judged.stream()
                .filter(one -> one.outcome() == Outcome.PASS)
                .findFirst()
                .or(() -> judged.stream().findFirst())
                .map(List::of)
                .orElse(List.of());
    }

    private static Judgement worse(Judgement a, Judgement b) {
        return b.severity().orElse(Severity.INFO).compareTo(a.severity().orElse(Severity.INFO)) < 0 ? b : a;
    }

    private List<Judgement> judge(Expectation one, Optional<Context> context) {
        if (one.condition() instanceof Condition.OfRule rule) {
            return List.of(judge(one, rule, context));
        }
        Condition.OfRead of = (Condition.OfRead) one.condition();
        HostReads.Found found = reads.find(of.of().read(), of.of().exit(), context);
        if (found instanceof HostReads.Found.Unread unread) {
            return List.of(unread.why().withSeverity(one.severity()));
        }
        Finder finder = new Finder(one, reads, params, context);
        if (found instanceof HostReads.Found.Gone gone) {
            return List.of(gone(gone.meaning()).orElseGet(() -> new RowsJudge(of, params, finder).gone()));
        }
        return new RowsJudge(of, params, finder).judge(((HostReads.Found.Present) found).value());
    }

    /** What it says of an expectation that there is nothing to read; empty: that it does not hold. */
    private static Optional<Judgement> gone(Absence.Kind meaning) {
        return switch (meaning) {
            case NOT_APPLICABLE -> Optional.of(notApplicable());
            case HOLDS -> Optional.of(Judgement.pass(Subject.HOST));
            case FAILS, VALUE -> Optional.empty();
        };
    }

    private Judgement judge(Expectation one, Condition.OfRule rule, Optional<Context> context) {
        RuleAnswer answer = rule(rule, context);
        if (answer.holds()) {
            return Judgement.pass(Subject.HOST);
        }
        return answer.unknown()
                .map(unknown -> unknown.outcome() == Outcome.UNKNOWN ? unknown.withSeverity(one.severity()) : unknown)
                .orElseGet(() -> new Finder(one, reads, params, context).ofRule(rule, answer.gone()));
    }

    /**
     * What a rule said.
     *
     * @param unknown why it is not known, or does not concern the host
     * @param gone what the host does not have, if that is why it does not hold
     */
    private record RuleAnswer(boolean holds, Optional<Judgement> unknown, Optional<String> gone) {
        static RuleAnswer of(Judgement why) {
            return new RuleAnswer(false, Optional.of(why), Optional.empty());
        }
    }

    private RuleAnswer rule(Condition.OfRule rule, Optional<Context> context) {
        Map<String, Value> values = new LinkedHashMap<>(params);
        List<Judgement> unread = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (String name : rule.rule().names()) {
            if (params.containsKey(name)) {
                continue;
            }
            boolean exit = !definition.reads().containsKey(name);
            String read = exit ? name.substring(0, name.length() - RuleReader.EXIT.length()) : name;
            HostReads.Found found = reads.find(read, exit, context);
            if (found instanceof HostReads.Found.Present present) {
                values.put(name, present.value());
            } else if (found instanceof HostReads.Found.Unread unknown) {
                unread.add(unknown.why());
            } else {
                Absence.Kind meaning = ((HostReads.Found.Gone) found).meaning();
                Optional<Judgement> said = gone(meaning);
                if (said.isPresent()) {
                    return meaning == Absence.Kind.HOLDS
                            ? new RuleAnswer(true, Optional.empty(), Optional.empty())
                            : RuleAnswer.of(said.get());
                }
                gone.add(name);
            }
        }
        return answered(rule.rule().evaluate(values, facts.collectedAt()), unread, gone);
    }

    private static RuleAnswer answered(Rule.Result result, List<Judgement> unread, List<String> gone) {
        if (result.answer() != Rule.Answer.UNKNOWN) {
            boolean holds = result.answer() == Rule.Answer.HOLDS;
            return new RuleAnswer(holds, Optional.empty(), Optional.empty());
        }
        if (!unread.isEmpty()) {
            return RuleAnswer.of(unread.get(0));
        }
        return gone.isEmpty()
                ? RuleAnswer.of(Undecided.rule(
                        Judgement.unknown(new Reading.Missing<>(Reason.CHECK_ERROR, result.detail()), Subject.HOST),
                        result.detail()))
                : new RuleAnswer(false, Optional.empty(), Optional.of(gone.get(0)));
    }
}
