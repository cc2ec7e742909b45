package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Groups, hosts and their variables while an inventory is being read, and Ansible's rules of which variable wins. */
final class GroupTree {
    static final String ALL = "all";
    static final String UNGROUPED = "ungrouped";

    /** Letters of any script, so that a group can be called what its owner calls it; Ansible itself says less. */
    private static final Pattern GROUP_NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_][\\p{L}\\p{M}\\p{N}_.-]*");

    /** How often hosts may be named in all groups together: each of the most that there can be in twenty. */
    private static final int MAX_MENTIONS = 20 * HostRange.MAX_HOSTS;

    /** A longer circle is shown by its first groups. */
    private static final int SHOWN_OF_CIRCLE = 10;

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, HostEntry> hosts = new LinkedHashMap<>();
    private final Map<Set<Group>, Membership> memberships = new HashMap<>();
    private final Problems problems;
    private final List<Problem> warnings;
    private boolean full;
    private int mentions;

    /**
     * What follows from being in some groups.
     *
     * @param names the names of all groups above, {@code all} among them
     * @param variables the {@code ansible_*} variables that these groups set, the winner of each name
     * @param others the texts of all other variables that these groups set
     */
    record Membership(List<String> names, Map<String, Variable> variables, Map<String, String> others) {}

    GroupTree(Problems problems, List<Problem> warnings) {
        this.problems = problems;
        this.warnings = warnings;
        groups.put(ALL, new Group(ALL));
        groups.put(UNGROUPED, new Group(UNGROUPED));
    }

    Problems problems() {
        return problems;
    }

    List<Problem> warnings() {
        return warnings;
    }

    Collection<HostEntry> hosts() {
        return hosts.values();
    }

    Collection<Group> groups() {
        return groups.values();
    }

    Optional<Group> find(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /** The group of this name, which comes into being if need be; empty if the name was noted as a problem. */
    Optional<Group> group(String name, Place place) {
        if (!GROUP_NAME.matcher(name).matches()) {
            problems.add(
                    place,
                    Shown.quoted(name) + " cannot name a group",
                    "a group's name has letters, digits, '_', '-' and '.', and begins with a letter, a digit or '_'");
            return Optional.empty();
        }
        return Optional.of(groups.computeIfAbsent(name, Group::new));
    }

    void child(Group parent, Group child, Place place) {
        if (child.name().equals(ALL)) {
            problems.add(place, "'all' cannot be a child: every group is below it", "remove it here");
        } else {
            child.parents().putIfAbsent(parent, place);
        }
    }

    /** Adds the hosts of a name that may have ranges and a port; empty if a problem was noted. */
    List<HostEntry> add(String pattern, Group group, Place place) {
        Optional<HostAddress> address = HostAddress.parse(pattern, place, problems);
        if (address.isEmpty() || mentions > MAX_MENTIONS) {
            return List.of();
        }
        List<HostEntry> added = new ArrayList<>();
        List<String> names = HostRange.expand(address.get().name(), place, problems);
        mentions += names.size();
        if (mentions > MAX_MENTIONS) {
            full(place, "hosts are named more than " + MAX_MENTIONS + " times");
            return List.of();
        }
        for (String name : names) {
            Optional<String> wrong = HostAddress.wrongWith(name);
            if (wrong.isPresent()) {
                String hint = name.indexOf('@') >= 0 ? "the user is written ansible_user=NAME behind the host" : "";
                problems.add(place, "a host's name " + wrong.get(), hint);
                return List.of();
            }
            if (!hosts.containsKey(name) && hosts.size() >= HostRange.MAX_HOSTS) {
                full(place, "more than " + HostRange.MAX_HOSTS + " hosts");
                return List.of();
            }
            boolean first = !hosts.containsKey(name);
            HostEntry host = hosts.computeIfAbsent(name, n -> new HostEntry(n, place));
            host.groups().add(group);
            address.get().port().ifPresent(port -> setPort(host, port, first, place));
            added.add(host);
        }
        return added;
    }

    /** As in Ansible, a port behind a name counts only where the host is named first. */
    private void setPort(HostEntry host, int port, boolean first, Place place) {
        Variable variable = new Variable(ConnectionKey.PORT_NAME, Integer.toString(port), true, place);
        Variable before = host.variables().get(variable.name());
        if (first) {
            host.set(variable, warnings);
        } else if (before == null || !before.value().equals(variable.value())) {
            warnings.add(new Problem(
                    place,
                    "the port " + port + " has no effect: the host " + Shown.quoted(host.name()) + " is named before",
                    "give the port where it is first named, at " + host.place()));
        }
    }

    private void full(Place place, String message) {
        if (!full) {
            problems.add(place, message, "split the inventory");
        }
        full = true;
    }

    /** To be called when everything is read: looks for circles of groups and finds how deep each group is. */
    void finish() {
        Group all = group(ALL);
        for (Group group : groups.values()) {
            if (group != all && group.parents().isEmpty()) {
                group.parents().put(all, Place.of(ALL));
            }
        }
        Set<Group> rest = new LinkedHashSet<>(groups.values());
        setDepths(all, rest);
        noteCircles(rest);
        hosts.values().stream()
                .filter(host -> groups.containsKey(host.name()))
                .forEach(host -> warnings.add(new Problem(
                        host.place(),
                        Shown.quoted(host.name()) + " names a host and a group",
                        "give one of them another name")));
    }

    /** Takes each group out of the rest once all its parents are out; groups in a circle stay. */
    private void setDepths(Group all, Set<Group> rest) {
        Map<Group, List<Group>> children = new HashMap<>();
        Map<Group, Integer> waiting = new HashMap<>();
        for (Group group : groups.values()) {
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

    private void noteCircles(Set<Group> rest) {
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
                noteCircle(path.subList(path.indexOf(at), path.size()));
            }
        }
    }

    /** Notes a circle given from child to parent, the last being a child of the first. */
    private void noteCircle(List<Group> upwards) {
        Group first = upwards.get(0);
        Group parent = upwards.size() > 1 ? upwards.get(1) : first;
        List<String> names = new ArrayList<>(List.of(first.name()));
        for (int i = upwards.size() - 1; i >= 0; i--) {
            names.add(upwards.get(i).name());
        }
        String shown = names.size() > SHOWN_OF_CIRCLE
                ? String.join(" -> ", names.subList(0, SHOWN_OF_CIRCLE)) + " -> ..."
                : String.join(" -> ", names);
        Place place = first.parents().getOrDefault(parent, Place.of(ALL));
        problems.add(place, "the groups form a circle: " + shown, "take one of these children out");
    }

    /** What a host gets from its groups. Only after {@link #finish()}. */
    Membership membership(HostEntry host) {
        Set<Group> direct = new LinkedHashSet<>(host.groups());
        Group ungrouped = group(UNGROUPED);
        Group all = group(ALL);
        boolean inNone = direct.stream().allMatch(group -> group == all || group == ungrouped);
        if (inNone) {
            direct.add(ungrouped);
        } else {
            direct.remove(ungrouped);
        }
        return memberships.computeIfAbsent(direct, this::membership);
    }

    private Membership membership(Set<Group> direct) {
        Set<Group> above = new LinkedHashSet<>(direct);
        Deque<Group> open = new ArrayDeque<>(direct);
        while (!open.isEmpty()) {
            open.remove().parents().keySet().stream().filter(above::add).forEach(open::add);
        }
        List<Group> ordered = above.stream()
                .sorted(Comparator.<Group>comparingInt(Group::depth)
                        .thenComparingInt(Group::priority)
                        .thenComparing(Group::name))
                .toList();
        Map<String, Variable> variables = new HashMap<>();
        Map<String, String> others = new HashMap<>();
        ordered.stream().flatMap(group -> group.variables().values().stream()).forEach(variable -> {
            if (variable.name().startsWith(Variable.ANSIBLE)) {
                variables.put(variable.name(), variable);
            } else {
                others.put(variable.name(), variable.value());
            }
        });
        List<String> names = ordered.stream().map(Group::name).sorted().toList();
        return new Membership(names, Map.copyOf(variables), Map.copyOf(others));
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, Group::new);
    }
}
