package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds which of several spellings counts, and notes a value that cannot be used, once for all hosts that share it. */
final class ConnectionValues {
    static final String VAULT = "a value that Ansible's vault encrypts cannot be read here";
    static final String VAULT_HINT = "decrypt it into an inventory of its own with: ansible-vault view FILE";

    private final Problems problems;
    private final List<Problem> warnings;
    private final Set<Problem> told = new LinkedHashSet<>();

    ConnectionValues(Problems problems, List<Problem> warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    /** The variable that counts, if one is set and can be used. An empty one counts as not set. */
    Optional<Variable> value(ConnectionKey key, Map<String, Variable> variables) {
        Optional<Variable> winner = Optional.empty();
        for (String name : key.names()) {
            Variable next = variables.get(name);
            if (next == null || (next.value().isEmpty() && winner.isEmpty())) {
                continue;
            }
            Variable before = winner.orElse(next);
            String overridden = "'" + before.name() + "' is overridden by '" + name + "', which ";
            if (next.value().isEmpty()) {
                // Ansible takes an empty text for the value, and nothing for none.
                problem(before, overridden + "is empty", "remove one; the other is at " + next.place());
            } else if (!before.value().equals(next.value())) {
                warn(before.place(), overridden + "has another value", "the other is at " + next.place());
            }
            winner = Optional.of(next);
        }
        return winner.filter(this::usable);
    }

    /** Whether a value is one, and needs neither Jinja nor the vault; if not, that is noted. */
    boolean usable(Variable variable) {
        String value = variable.value();
        if (!variable.single()) {
            problem(variable, "'" + variable.name() + "' must be a single value", "");
        } else if (value.startsWith(Vault.START)) {
            problem(variable, VAULT, VAULT_HINT);
        } else if (TemplateText.isTemplate(value)) {
            problem(
                    variable,
                    "'" + variable.name() + "' has a template that only Ansible can evaluate",
                    "write the value; {{ name }} of another variable of the host is filled in");
        } else if (isQuoted(value)) {
            problem(
                    variable,
                    "the value of '" + variable.name() + "' has quotes around it that belong to it",
                    "remove them; some versions of Ansible do, others do not");
        } else {
            return true;
        }
        return false;
    }

    private static boolean isQuoted(String value) {
        char first = value.isEmpty() ? ' ' : value.charAt(0);
        return value.length() > 1 && (first == '\'' || first == '"') && value.charAt(value.length() - 1) == first;
    }

    void problem(Variable variable, String message, String hint) {
        if (told.add(new Problem(variable.place(), message, hint))) {
            problems.add(variable.place(), message, hint);
        }
    }

    void warn(Place place, String message, String hint) {
        Problem warning = new Problem(place, message, hint);
        if (told.add(warning)) {
            warnings.add(warning);
        }
    }
}
