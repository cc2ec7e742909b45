package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Puts failures under the failures that explain them, on the same host or between the same two, and then groups what reads the same. Every
 * finding that goes in comes out once: a waived cause folds nothing away, and of a circle one stays on top.
 */
final class Folding {

    /** What makes two findings one entry of the page. */
    private record Likeness(
            String instance,
            String code,
            Outcome outcome,
            Severity severity,
            Optional<Finding.AppliedWaiver> waiver,
            FindingTexts texts) {}

    private final List<Finding> findings;
    private final Texts texts;
    private final int[] parent;
    private final List<List<Integer>> children = new ArrayList<>();

    Folding(List<Finding> findings, Texts texts) {
        this.findings = List.copyOf(findings);
        this.texts = texts;
        this.parent = new int[findings.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = -1;
            children.add(new ArrayList<>());
        }
        fold();
    }

    private void fold() {
        Map<String, Integer> causes = new HashMap<>();
        for (int i = 0; i < parent.length; i++) {
            if (failed(findings.get(i))) {
                causes.putIfAbsent(findings.get(i).fingerprint(), i);
            }
        }
        for (int i = 0; i < parent.length; i++) {
            Finding finding = findings.get(i);
            if (!failed(finding)) {
                continue;
            }
            for (String fingerprint : finding.causedBy()) {
                Integer cause = causes.get(fingerprint);
                if (cause != null && concerns(findings.get(cause).scope(), finding.scope()) && !isAbove(i, cause)) {
                    parent[i] = cause;
                    children.get(cause).add(i);
                    break;
                }
            }
        }
    }

    /** A cause lies where its consequence does, or on one of the two hosts of a pair. */
    private static boolean concerns(Scope cause, Scope consequence) {
        return cause.equals(consequence)
                || (cause instanceof Scope.OfHost host
                        && consequence instanceof Scope.OfPair of
                        && (of.pair().from().equals(host.host())
                                || of.pair().to().equals(host.host())));
    }

    private static boolean failed(Finding finding) {
        return finding.outcome() == Outcome.FAIL && !finding.waived();
    }

    /** Whether {@code upper} is {@code lower} or one of those that it lies under. */
    private boolean isAbove(int upper, int lower) {
        for (int at = lower; at >= 0; at = parent[at]) {
            if (at == upper) {
                return true;
            }
        }
        return false;
    }

    /** The groups of those on top, in order of their first members, each with what lies under it. */
    List<Group> groups() {
        List<Integer> roots = new ArrayList<>();
        for (int i = 0; i < parent.length; i++) {
            if (parent[i] < 0) {
                roots.add(i);
            }
        }
        return group(roots);
    }

    private List<Group> group(List<Integer> indices) {
        Map<Likeness, List<Integer>> alike = new LinkedHashMap<>();
        for (int i : indices) {
            Finding f = findings.get(i);
            var likeness = new Likeness(f.instance(), f.code(), f.outcome(), f.severity(), f.waiver(), texts.of(f));
            alike.computeIfAbsent(likeness, key -> new ArrayList<>()).add(i);
        }
        List<Group> groups = new ArrayList<>();
        alike.forEach((likeness, members) -> {
            List<Integer> under =
                    members.stream().flatMap(i -> children.get(i).stream()).toList();
            groups.add(new Group(
                    likeness.texts(), members.stream().map(findings::get).toList(), Bounded.of(group(under))));
        });
        return groups;
    }

    /** Whether this is true of a member of the group or of what lies under it. */
    static boolean any(Group group, Predicate<Finding> test) {
        return group.members().stream().anyMatch(test)
                || group.consequences().stream().anyMatch(under -> any(under, test));
    }
}
