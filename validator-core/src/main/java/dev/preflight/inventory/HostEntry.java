package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A host while an inventory is being read. */
final class HostEntry {
    private final String name;
    private final Place place;
    private final Set<Group> groups = new LinkedHashSet<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    HostEntry(String name, Place place) {
        this.name = name;
        this.place = place;
    }

    String name() {
        return name;
    }

    /** Where it was first named. */
    Place place() {
        return place;
    }

    /** The groups that name it themselves. */
    Set<Group> groups() {
        return groups;
    }

    /** What Ansible calls it in templates, and the file where it was first named, if that is known. */
    List<Variable> named() {
        List<Variable> named = new ArrayList<>();
        named.add(new Variable("inventory_hostname", name, true, place));
        named.add(new Variable("inventory_hostname_short", name.split("\\.", 2)[0], true, place));
        if (place.line() > 0) {
            Path file = Path.of(place.source()).toAbsolutePath().normalize();
            named.add(new Variable("inventory_file", file.toString(), true, place));
            named.add(new Variable("inventory_dir", String.valueOf(file.getParent()), true, place));
        }
        return named;
    }

    Map<String, Variable> variables() {
        return variables;
    }

    /** Sets a variable. A host may be named in several places; as in Ansible, the last value counts. */
    void set(Variable variable, List<Problem> warnings) {
        Variable before = variables.put(variable.name(), variable);
        if (before != null) {
            variable.warnOfEarlier(before, "the host " + Shown.quoted(name), warnings);
        }
    }
}
