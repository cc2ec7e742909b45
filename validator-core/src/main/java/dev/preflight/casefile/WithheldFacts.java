package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.HostFacts;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.exchange.SendReport;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.profile.CheckInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Each deciding fact of each host is withheld once. Then no check that needs it may pass: one that does, does not look at
 * it. And no other check may find something else: one that does, looks at a fact that it does not ask for. That is tried
 * once for a check, with the facts that it asks for and no others: a judge is pure, so no single fact need be tried.
 */
final class WithheldFacts implements Mutator {
    /** What no case noticed so far, by what is said of it; what one case notices need not be noticed by another. */
    private final Map<String, Survivor> unnoticed = new LinkedHashMap<>();

    private final Set<String> noticed = new HashSet<>();

    @Override
    public void run(List<FileRun.Judged> cases, Tried tried) {
        for (FileRun.Judged one : cases) {
            for (String host : one.judging().hosts()) {
                new OfHost(one, host, tried).run();
            }
        }
        unnoticed.keySet().removeAll(noticed);
        unnoticed.values().forEach(tried::survived);
    }

    /** What decides for an instance: single facts, and groups of which one is enough. */
    private static Set<Set<String>> deciding(CheckInstance<?> instance) {
        Needs needs = needs(instance);
        Set<Set<String>> all = new LinkedHashSet<>();
        needs.required().forEach(request -> all.add(Set.of(request.key())));
        needs.groups().forEach(group -> all.add(keys(group)));
        if (instance.check() instanceof LinkCheck) {
            all.add(Set.of(SendReport.REQUEST.key()));
        }
        return all;
    }

    private static Set<String> keys(Collection<? extends FactRequest<?>> requests) {
        return requests.stream().map(FactRequest::key).collect(Collectors.toCollection(TreeSet::new));
    }

    private static <P extends Record> Needs needs(CheckInstance<P> instance) {
        return instance.check().needs(instance.params());
    }

    /** Everything that an instance may look at; the engine asks what the host is for each that a profile restricts. */
    private static List<FactRequest<?>> asked(CheckInstance<?> instance) {
        List<FactRequest<?>> all = new ArrayList<>(needs(instance).all());
        all.add(HostIdentity.REQUEST);
        if (instance.check() instanceof LinkCheck) {
            all.addAll(LinkFacts.EXCHANGED);
        }
        return all;
    }

    /** The facts of one host of one case. */
    private final class OfHost {
        private final FileRun.Judged one;
        private final String host;
        private final Tried tried;
        private final Set<String> present = new HashSet<>();

        /** What needs each fact, or group of facts: if several checks do, it is withheld once. */
        private final Map<Set<String>, List<CheckInstance<?>>> byFacts = new LinkedHashMap<>();

        private final Map<String, List<Finding>> before = new HashMap<>();

        OfHost(FileRun.Judged one, String host, Tried tried) {
            this.one = one;
            this.host = host;
            this.tried = tried;
            HostFacts facts = one.judging().facts(host);
            one.judging().requests(host).stream()
                    .filter(request -> !facts.reading(request).isMissing())
                    .forEach(request -> present.add(request.key()));
        }

        void run() {
            for (CheckInstance<?> instance : one.judging().checks(host)) {
                before.put(instance.name(), findings(instance, facts -> facts));
                peeks(instance);
                deciding(instance).stream()
                        // What is missing already decides nothing.
                        .filter(keys -> keys.stream().anyMatch(present::contains))
                        .forEach(keys -> byFacts.computeIfAbsent(keys, any -> new ArrayList<>())
                                .add(instance));
            }
            tried.count(byFacts.size());
            byFacts.forEach((keys, instances) -> {
                boolean sameVerdict = !one.comparison().exact() && hasExpectedVerdictWithout(keys);
                instances.forEach(instance -> withheld(instance, keys, sameVerdict));
            });
        }

        private List<Finding> findings(CheckInstance<?> instance, UnaryOperator<HostFacts> change) {
            return one.judging().where(instance, host, change);
        }

        private List<Finding> without(CheckInstance<?> instance, Set<String> keys) {
            return findings(instance, facts -> facts.without(keys, Reason.NOT_COLLECTED, ""));
        }

        private List<Finding> before(CheckInstance<?> instance) {
            return before.getOrDefault(instance.name(), List.of());
        }

        private boolean changes(CheckInstance<?> instance, List<Finding> after) {
            return !Signature.of(before(instance)).equals(Signature.of(after));
        }

        private void peeks(CheckInstance<?> instance) {
            List<FactRequest<?>> asked = asked(instance);
            if (!changes(instance, findings(instance, facts -> facts.only(asked)))) {
                return;
            }
            Set<String> others = new TreeSet<>(present);
            others.removeAll(keys(asked));
            others.stream()
                    .map(Set::of)
                    .filter(key -> changes(instance, without(instance, key)))
                    .forEach(key -> survived(
                            instance,
                            key,
                            instance.name() + " changes without " + names(key) + ", which it does not ask for"));
        }

        /** A case that lists everything says of all else that it is not unknown: its verdict need not be looked at. */
        private boolean hasExpectedVerdictWithout(Set<String> keys) {
            return one.comparison()
                    .accepts(one.judging()
                            .where(host, facts -> facts.without(keys, Reason.NOT_COLLECTED, ""))
                            .verdict());
        }

        private void withheld(CheckInstance<?> instance, Set<String> keys, boolean sameVerdict) {
            List<Finding> after = without(instance, keys);
            if (passes(before(instance), after)) {
                survived(instance, keys, instance.name() + " passes without " + names(keys));
                return;
            }
            String message = "no case notices that " + instance.name() + " is without " + names(keys);
            if (sameVerdict && areAsExpected(instance, after)) {
                String fact = FactKey.fact(keys.iterator().next());
                unnoticed.putIfAbsent(message, Survivor.ofFact(instance.name(), fact, "", message));
            } else {
                noticed.add(message);
            }
        }

        /** Whether all is as expected with other findings of an instance; those of others are as they were. */
        private boolean areAsExpected(CheckInstance<?> instance, List<Finding> after) {
            Set<String> gone = Signature.of(before(instance));
            List<Finding> all = new ArrayList<>(after);
            Comparison.all(one.judging().report()).stream()
                    .filter(finding -> !finding.instance().equals(instance.name())
                            || !gone.containsAll(Signature.of(List.of(finding))))
                    .forEach(all::add);
            return one.comparison().holds(all);
        }

        private void survived(CheckInstance<?> instance, Set<String> keys, String message) {
            String fact = FactKey.fact(keys.iterator().next());
            tried.survived(Survivor.ofFact(instance.name(), fact, one.name(), message));
        }

        private static String names(Set<String> keys) {
            return keys.stream().map(FactKey::shown).distinct().collect(Collectors.joining(", "));
        }

        /** Whether the instance passes, or only the engine kept it from passing. */
        private static boolean passes(List<Finding> was, List<Finding> is) {
            boolean good = is.stream().anyMatch(f -> f.outcome() == Outcome.PASS || f.outcome() == Outcome.WARNING);
            boolean bad = is.stream().anyMatch(f -> f.outcome() == Outcome.FAIL || f.outcome() == Outcome.UNKNOWN);
            return (good && !bad) || (isError(is) && !isError(was));
        }

        private static boolean isError(List<Finding> findings) {
            return findings.stream()
                    .anyMatch(f -> f.reason().filter(Reason.CHECK_ERROR::equals).isPresent());
        }
    }
}
