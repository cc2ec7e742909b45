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
     * @param variables the variables that these groups set, the winner of each name
     * @param others the texts of those that are not meant for Ansible itself
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
        return isGroupName(name, place) ? Optional.of(groups.computeIfAbsent(name, Group::new)) : Optional.empty();
    }

    /** Whether a group can have this name; if not, a problem was noted. */
    boolean isGroupName(String name, Place place) {
        if (!GROUP_NAME.matcher(name).matches()) {
            problems.add(
                    place,
                    Shown.quoted(name) + " cannot name a group",
                    "a group's name has letters, digits, '_', '-' and '.', and begins with a letter, a digit or '_'");
            return false;
        }
        return true;
    }

    void child(Group parent, Group child, Place place) {
        if (child.name().equals(ALL)) {
            problems.add(place, "'all' cannot be a child: every group is below it", "remove it here");
        } else if (child.name().equals(UNGROUPED) && !parent.name().equals(ALL)) {
            problems.add(place, "'ungrouped' cannot be a child of another group than 'all'", "give its hosts a group");
        } else {
            child.parents().putIfAbsent(parent, place);
            parent.children().add(child);
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
            boolean first = !hosts.containsKey(name);
            Optional<HostEntry> host = add(name, place);
            if (host.isEmpty()) {
                return List.of();
            }
            host.get().groups().add(group);
            group.hosts().add(name);
            address.get().port().ifPresent(port -> setPort(host.get(), port, first, place));
            added.add(host.get());
        }
        return added;
    }

    /** The host of this very name, which comes into being if need be; empty if there are too many, which was noted. */
    Optional<HostEntry> add(String name, Place place) {
        if (!hosts.containsKey(name) && hosts.size() >= HostRange.MAX_HOSTS) {
            full(place, "more than " + HostRange.MAX_HOSTS + " hosts");
            return Optional.empty();
        }
        return Optional.of(hosts.computeIfAbsent(name, n -> new HostEntry(n, place)));
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
                all.children().add(group);
            }
        }
        hosts.values().forEach(this::settleUngrouped);
        GroupDepths.find(all, groups.values(), problems);
        hosts.values().stream().filter(host -> groups.containsKey(host.name())).forEach(this::noteTwoMeanings);
    }

    /** Ansible gives the variables of a host to the group of its name, and so to other hosts. */
    private void noteTwoMeanings(HostEntry host) {
        String message = Shown.quoted(host.name()) + " names a host and a group";
        Optional<Variable> variable = host.variables().values().stream()
                .filter(v -> v.name().startsWith(Variable.ANSIBLE))
                .findFirst();
        if (variable.isPresent()) {
            problems.add(
                    variable.get().place(),
                    message + ", and Ansible gives its variables to the group",
                    "give one of them another name");
        } else {
            warnings.add(new Problem(host.place(), message, "give one of them another name"));
        }
    }

    /** A host is in {@code ungrouped} if it is in no other group, wherever it was named. */
    private void settleUngrouped(HostEntry host) {
        Group ungrouped = group(UNGROUPED);
        Group all = group(ALL);
        if (host.groups().stream().allMatch(group -> group == all || group == ungrouped)) {
            host.groups().add(ungrouped);
            ungrouped.hosts().add(host.name());
        } else if (host.groups().remove(ungrouped)) {
            ungrouped.hosts().remove(host.name());
        }
    }

    /** What a host gets from its groups. Only after {@link #finish()}. */
    Membership membership(HostEntry host) {
        return memberships.computeIfAbsent(Set.copyOf(host.groups()), this::membership);
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
        ordered.forEach(group -> variables.putAll(group.variables()));
        List<String> names = ordered.stream().map(Group::name).sorted().toList();
        return new Membership(names, Map.copyOf(variables), Variable.texts(variables.values()));
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, Group::new);
    }
}
