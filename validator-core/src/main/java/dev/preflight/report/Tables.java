package dev.preflight.report;

import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the requirements of one check that the same hosts do not meet into one table: thirty rows are one thing to read. */
final class Tables {
    private Tables() {}

    private record Place(String instance, Outcome outcome, Severity severity, Set<String> places) {}

    /** The groups, those of one table in one, where the first of them was. */
    static List<Group> of(List<Group> groups, Texts texts) {
        Map<Place, List<Group>> tables = new LinkedHashMap<>();
        List<List<Group>> all = new ArrayList<>();
        for (Group group : groups) {
            boolean row = texts.isTable(group.first().check())
                    && !group.first().waived()
                    && group.consequences().isEmpty()
                    && !group.subjects().isEmpty();
            if (row) {
                tables.computeIfAbsent(place(group), key -> {
                            List<Group> table = new ArrayList<>();
                            all.add(table);
                            return table;
                        })
                        .add(group);
            } else {
                all.add(List.of(group));
            }
        }
        return all.stream()
                .map(table -> table.size() == 1 ? table.get(0) : Group.table(table))
                .toList();
    }

    private static Place place(Group group) {
        return new Place(
                group.first().instance(), group.first().outcome(), group.first().severity(), group.places());
    }
}
