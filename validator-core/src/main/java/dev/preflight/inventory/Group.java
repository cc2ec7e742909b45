package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A group while an inventory is being read. */
final class Group {
    /** Ansible's variable that lets one group win over others of the same depth. */
    static final String PRIORITY = "ansible_group_priority";

    private final String name;
    private final Map<Group, Place> parents = new LinkedHashMap<>();
    private final Set<Group> children = new LinkedHashSet<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Map<String, Variable> variables = new HashMap<>();
    /** Ansible's default. */
    private int priority = 1;

    private int depth;

    Group(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The groups that hold this one, each with the place that says so. */
    Map<Group, Place> parents() {
        return parents;
    }

    /** The groups that this one holds, in order; {@code all} holds the rest only when everything is read. */
    Set<Group> children() {
        return children;
    }

    /** The names of the hosts that it names itself, in order. */
    Set<String> hosts() {
        return hosts;
    }

    Map<String, Variable> variables() {
        return variables;
    }

    int priority() {
        return priority;
    }

    /** The longest way up to {@code all}, which has depth 0. */
    int depth() {
        return depth;
    }

    void depth(int value) {
        depth = value;
    }

    /** Sets a variable. It may be given in several places; as in Ansible, the last value counts. */
    void set(Variable variable, GroupTree tree) {
        if (variable.name().equals(PRIORITY)) {
            setPriority(variable, tree.problems());
            return;
        }
        Variable before = variables.put(variable.name(), variable);
        if (before != null) {
            variable.warnOfEarlier(before, "the group " + Shown.quoted(name), tree.warnings());
        }
    }

    private void setPriority(Variable variable, Problems problems) {
        if (variable.value().matches("-?[0-9]{1,9}")) {
            priority = Integer.parseInt(variable.value());
        } else {
            problems.add(variable.place(), PRIORITY + " must be a whole number");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
