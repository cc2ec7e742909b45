package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.exchange.SendReport;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.profile.CheckInstance;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Each deciding fact of each host is withheld once. Then no check that needs it may pass: one that does, does not look at
 * it. And nothing else may change: what does, looks at a fact that it does not ask for.
 */
final class WithheldFacts implements Mutator {
    @Override
    public void run(List<FileRun.Judged> cases, Tried tried) {
        for (FileRun.Judged one : cases) {
            Map<String, List<Finding>> before =
                    byInstance(Comparison.all(one.judging().report()));
            for (String host : one.judging().hosts()) {
                for (Set<String> keys : deciding(one, host)) {
                    tried.count(1);
                    new Withheld(one, host, keys, before, tried).judge();
                }
            }
        }
    }

    private static Map<String, List<Finding>> byInstance(Collection<Finding> findings) {
        return findings.stream().collect(Collectors.groupingBy(Finding::instance));
    }

    /** What decides on a host: single facts, and groups of which one is enough. What is missing already decides nothing. */
    private static Set<Set<String>> deciding(FileRun.Judged one, String host) {
        Map<String, FactRequest<?>> asked = new HashMap<>();
        one.judging().requests(host).forEach(request -> asked.put(request.key(), request));
        Set<Set<String>> all = new LinkedHashSet<>();
        one.judging().checks(host).forEach(instance -> all.addAll(deciding(instance)));
        all.removeIf(keys -> keys.stream()
                .allMatch(key -> !asked.containsKey(key)
                        || one.judging().facts(host).reading(asked.get(key)).isMissing()));
        return all;
    }

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

    /** Everything that an instance may look at. */
    private static Set<String> asked(CheckInstance<?> instance) {
        Set<String> all = keys(needs(instance).all());
        // The engine asks it for every instance that a profile restricts.
        all.add(HostIdentity.REQUEST.key());
        if (instance.check() instanceof LinkCheck) {
            all.addAll(keys(LinkFacts.EXCHANGED));
        }
        return all;
    }

    /**
     * One fact, or one group of facts, withheld from one host.
     *
     * @param before what was found with it
     */
    private record Withheld(
            FileRun.Judged one, String host, Set<String> keys, Map<String, List<Finding>> before, Tried tried) {
        void judge() {
            Map<String, List<Finding>> after =
                    byInstance(Comparison.all(one.judging().without(host, keys, Reason.NOT_COLLECTED)));
            for (CheckInstance<?> instance : one.judging().checks(host)) {
                List<Finding> was = before.getOrDefault(instance.name(), List.of());
                List<Finding> is = after.getOrDefault(instance.name(), List.of());
                boolean needs = deciding(instance).stream().anyMatch(keys::containsAll);
                if (needs && passes(was, is)) {
                    survived(instance, instance.name() + " passes without " + names());
                } else if (asked(instance).stream().noneMatch(keys::contains)
                        && !Signature.of(was).equals(Signature.of(is))) {
                    survived(instance, instance.name() + " changes without " + names() + ", which it does not ask for");
                }
            }
        }

        private void survived(CheckInstance<?> instance, String message) {
            String fact = keys.iterator().next().replaceFirst("@.*", "");
            tried.survived(new Survivor(instance.name(), fact, "", "", one.name(), message));
        }

        private String names() {
            return keys.stream()
                    .map(key -> key.replaceFirst("~.*", ""))
                    .distinct()
                    .collect(Collectors.joining(", "));
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
