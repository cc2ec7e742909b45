package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds how deep each group is below {@code all}, and groups that form a circle. */
final class GroupDepths {
    /** A longer circle is shown by its first groups. */
    private static final int SHOWN_OF_CIRCLE = 10;

    private GroupDepths() {}

    /** Sets the depths and notes the circles. */
    static void find(Group all, Collection<Group> groups, Problems problems) {
        Set<Group> rest = new LinkedHashSet<>(groups);
        setDepths(all, groups, rest);
        noteCircles(rest, problems);
    }

    /** Takes each group out of the rest once all its parents are out; groups in a circle stay. */
    private static void setDepths(Group all, Collection<Group> groups, Set<Group> rest) {
        Map<Group, List<Group>> children = new HashMap<>();
        Map<Group, Integer> waiting = new HashMap<>();
        for (Group group : groups) {
            waiting.put(group, group.parents().size());
            group.parents()
                    .keySet()
                    .forEach(parent -> children.computeIfAbsent(parent, p -> new ArrayList<>())
                            .add(group));
        }
        Deque<Group> ready = new ArrayDeque<>(List.of(all));
        while (!ready.isEmpty()) {
            Group parent = ready.remove();
            rest.remove(parent);
            for (Group child : children.getOrDefault(parent, List.of())) {
                child.depth(Math.max(child.depth(), parent.depth() + 1));
                if (waiting.merge(child, -1, Integer::sum) == 0) {
                    ready.add(child);
                }
            }
        }
    }

    private static void noteCircles(Set<Group> rest, Problems problems) {
        Set<Group> seen = new LinkedHashSet<>();
        for (Group start : rest) {
            List<Group> path = new ArrayList<>();
            Set<Group> onPath = new LinkedHashSet<>();
            Group at = start;
            while (seen.add(at)) {
                path.add(at);
                onPath.add(at);
                at = at.parents().keySet().stream()
                        .filter(rest::contains)
                        .findFirst()
                        .orElseThrow();
            }
            if (onPath.contains(at)) {
                noteCircle(path.subList(path.indexOf(at), path.size()), problems);
            }
        }
    }

    /** Notes a circle given from child to parent, the last being a child of the first. */
    private static void noteCircle(List<Group> upwards, Problems problems) {
        Group first = upwards.get(0);
        Group parent = upwards.size() > 1 ? upwards.get(1) : first;
        List<String> names = new ArrayList<>(List.of(first.name()));
        for (int i = upwards.size() - 1; i >= 0; i--) {
            names.add(upwards.get(i).name());
        }
        String shown = names.size() > SHOWN_OF_CIRCLE
                ? String.join(" -> ", names.subList(0, SHOWN_OF_CIRCLE)) + " -> ..."
                : String.join(" -> ", names);
        Place place = first.parents().getOrDefault(parent, Place.of(GroupTree.ALL));
        problems.add(place, "the groups form a circle: " + shown, "take one of these children out");
    }
}
