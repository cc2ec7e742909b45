package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shortens lists of groups that differ in nothing but values: a thousand hosts with one fault are one thing to read. */
final class Bounded {
    /** Of one cause so many groups are shown in full; of more, the first {@link #SHOWN}. */
    private static final int LIMIT = 5;

    private static final int SHOWN = 3;

    private Bounded() {}

    private record Cause(
            String instance, String code, Outcome outcome, Severity severity, Optional<Finding.AppliedWaiver> waiver) {
        static Cause of(Group group) {
            Finding first = group.first();
            return new Cause(first.instance(), first.code(), first.outcome(), first.severity(), first.waiver());
        }
    }

    /** The groups, those of one cause bounded in number: what is left out hangs on the last of its kind that is shown. */
    static List<Group> of(List<Group> groups) {
        Map<Cause, List<Group>> byCause = new LinkedHashMap<>();
        groups.forEach(group -> byCause.computeIfAbsent(Cause.of(group), key -> new ArrayList<>())
                .add(group));
        Map<Cause, Integer> seen = new HashMap<>();
        List<Group> bounded = new ArrayList<>();
        for (Group group : groups) {
            Cause cause = Cause.of(group);
            List<Group> alike = byCause.getOrDefault(cause, List.of());
            int at = seen.merge(cause, 1, Integer::sum) - 1;
            if (alike.size() <= LIMIT || at < SHOWN - 1) {
                bounded.add(group);
            } else if (at == SHOWN - 1) {
                bounded.add(group.with(alike.subList(SHOWN, alike.size())));
            }
        }
        return bounded;
    }
}
