package dev.preflight.define;

import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Subject;
import dev.preflight.api.Unseen;
import dev.preflight.define.match.Fields;
import dev.preflight.define.match.Shown;
import dev.preflight.define.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judges all hosts together by a definition. */
final class FleetJudge {
    private final Definition definition;
    private final FleetFacts facts;
    private final NamedParams params;

    FleetJudge(Definition definition, FleetFacts facts, NamedParams params) {
        this.definition = definition;
        this.facts = facts;
        this.params = params;
    }

    List<Scoped> judge() {
        List<Scoped> judged = new ArrayList<>();
        SortedMap<String, HostFacts> concerned = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            Optional<Judgement> left = new HostJudge(definition, host, params).left();
            left.ifPresent(why -> judged.add(new Scoped(Scope.host(name), why)));
            if (left.isEmpty()) {
                concerned.put(name, host);
                if (definition.expectations().isEmpty()) {
                    judged.add(new Scoped(Scope.host(name), HostJudge.NOTHING_EXPECTED));
                }
            }
        });
        if (!concerned.isEmpty()) {
            definition.expectations().forEach(one -> judged.addAll(judge(one, concerned)));
        }
        return once(judged);
    }

    /** Of each host what is wrong, or else one pass. */
    private static List<Scoped> once(List<Scoped> judged) {
        Map<Scope, List<Judgement>> byScope = new LinkedHashMap<>();
        judged.forEach(one ->
                byScope.computeIfAbsent(one.scope(), scope -> new ArrayList<>()).add(one.judgement()));
        List<Scoped> once = new ArrayList<>();
        byScope.forEach((scope, all) -> HostJudge.together(all).forEach(one -> once.add(new Scoped(scope, one))));
        return once;
    }

    private List<Scoped> judge(Expectation one, SortedMap<String, HostFacts> hosts) {
        Condition.OfHosts of = (Condition.OfHosts) one.condition();
        List<Scoped> judged = new ArrayList<>();
        SortedMap<String, Value> known = new TreeMap<>();
        List<Scoped> unread = new ArrayList<>();
        hosts.forEach((name, host) -> {
            HostReads reads = new HostReads(definition.reads(), host, params);
            HostReads.Found found = reads.find(of.of().read(), of.of().exit(), Optional.empty());
            if (found instanceof HostReads.Found.Present present) {
                known.put(name, at(present.value(), of.path()));
            } else if (found instanceof HostReads.Found.Unread unknown) {
                unread.add(new Scoped(Scope.host(name), unknown.why().withSeverity(one.severity())));
            } else {
                judged.add(new Scoped(Scope.host(name), gone(one, ((HostReads.Found.Gone) found).meaning(), of)));
            }
        });
        FleetFinder finder = new FleetFinder(one, of, params);
        if (of.across() == Condition.Across.SUM) {
            Unseen unseen = facts.unseenOfAll();
            if (unseen.any()) {
                Judgement open = Judgement.unknown(unseen.why(facts.hosts().size()), Subject.HOST);
                unread.add(new Scoped(Scope.fleet(), open.withSeverity(one.severity())));
            }
            judged.addAll(new SumJudge(one, of, finder).judge(known, unread));
        } else {
            judged.addAll(unread);
            judged.addAll(compared(
                    of, known, hosts.size(), hosts.size() + facts.unseenOfAll().most(), finder));
        }
        return judged;
    }

    private static Value at(Value value, List<String> path) {
        Value at = value;
        for (String field : path) {
            at = at instanceof Value.Row row ? Fields.at(row, field) : new Value.Absent();
        }
        return at;
    }

    private Judgement gone(Expectation one, Absence.Kind meaning, Condition.OfHosts of) {
        return switch (meaning) {
            case NOT_APPLICABLE -> HostJudge.notApplicable();
            case HOLDS -> Judgement.pass(Subject.HOST);
            case FAILS, VALUE -> new FleetFinder(one, of, params).differing(new Value.Absent(), List.of());
        };
    }

    /** What comparing comes to, of so many hosts of the run, and so many that there may be. */
    private static List<Scoped> compared(
            Condition.OfHosts of, SortedMap<String, Value> known, int hosts, int all, FleetFinder finder) {
        if (hosts < 2) {
            return known.keySet().stream()
                    .map(name -> new Scoped(Scope.host(name), HostJudge.notApplicable()))
                    .toList();
        }
        Map<Value, List<String>> groups = new LinkedHashMap<>();
        known.forEach((name, value) ->
                groups.computeIfAbsent(value, v -> new ArrayList<>()).add(name));
        List<Scoped> judged = new ArrayList<>();
        known.forEach((name, value) -> {
            List<String> alike = groups.getOrDefault(value, List.of());
            boolean same = of.across() == Condition.Across.SAME;
            // Of all hosts, also of those that did not say or were left out. Which of two values is right cannot be
            // known; where most hosts agree, the others are named.
            boolean good = same ? groups.size() == 1 || alike.size() * 2 > all : alike.size() == 1;
            List<String> others = same
                    ? groups.keySet().stream()
                            .filter(other -> !other.equals(value))
                            .map(Shown::text)
                            .toList()
                    : alike.stream().filter(other -> !other.equals(name)).toList();
            boolean absent = value instanceof Value.Absent;
            judged.add(new Scoped(
                    Scope.host(name),
                    good && !absent ? Judgement.pass(Subject.HOST) : finder.differing(value, others)));
        });
        return judged;
    }
}
