package dev.preflight.inventory;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A variable of a host or a group, as it was written.
 *
 * @param name its name
 * @param value its text; empty where the inventory says nothing; JSON where it is no single value
 * @param single whether it is a single value and not a list or a mapping
 * @param place the place of its name
 */
record Variable(String name, String value, boolean single, Place place) {

    /** What every variable begins with that is meant for Ansible itself. */
    static final String ANSIBLE = "ansible_";

    /** A variable of a YAML or JSON text. What looks like a template and is none cannot be used. */
    static Variable of(Node.Entry entry, Place place) {
        Optional<String> marked = VariableText.marked(entry.value());
        String text = marked.orElseGet(() -> VariableText.of(entry.key(), entry.value()));
        boolean single = marked.isPresent() ? !TemplateText.isTemplate(text) : entry.value() instanceof Node.Scalar;
        return new Variable(entry.key(), text, single, place);
    }

    /** The texts of those that are not meant for Ansible itself. */
    static Map<String, String> texts(Collection<Variable> variables) {
        return variables.stream()
                .filter(variable -> !variable.name().startsWith(ANSIBLE))
                .collect(Collectors.toUnmodifiableMap(Variable::name, Variable::value));
    }

    /** Warns that one file gives another value before this one. One file overriding another is what several are for. */
    void warnOfEarlier(Variable before, String owner, List<Problem> warnings) {
        if (!before.value().equals(value) && before.place().source().equals(place.source())) {
            warnings.add(new Problem(
                    place,
                    Shown.quoted(name) + " of " + owner + " has another value before; this one counts",
                    "the other is at " + before.place()));
        }
    }

    /** The value may be a password: it never shows. */
    @Override
    public String toString() {
        return name + " at " + place;
    }
}
