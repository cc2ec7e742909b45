package dev.preflight.inventory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Turns a value as it was written into the value that Ansible would use: opens the vault and fills in templates. */
final class ValueText {
    private final Vault vault;
    private final boolean whole;

    /**
     * A reader of values.
     *
     * @param whole whether all variables are known; if not, no template is filled in
     */
    ValueText(Vault vault, boolean whole) {
        this.vault = vault;
        this.whole = whole;
    }

    /** A variable with its value as Ansible uses it; empty if that cannot be known. */
    Optional<Variable> of(Variable variable, Map<String, Variable> all) {
        return plain(variable.value(), all)
                .map(text -> text.equals(variable.value())
                        ? variable
                        : new Variable(variable.name(), text, variable.single(), variable.place()));
    }

    private Optional<String> plain(String value, Map<String, Variable> all) {
        if (value.startsWith(Vault.START)) {
            return vault.open(value);
        }
        if (!TemplateText.isTemplate(value)) {
            return Optional.of(value);
        }
        Map<String, Optional<String>> seen = new HashMap<>();
        return whole
                ? TemplateText.filled(value, name -> seen.computeIfAbsent(name, n -> other(n, all)))
                : Optional.empty();
    }

    private Optional<String> other(String name, Map<String, Variable> all) {
        return Optional.ofNullable(all.get(name))
                .filter(Variable::single)
                .flatMap(variable -> variable.value().startsWith(Vault.START)
                        ? vault.open(variable.value())
                        : Optional.of(variable.value()));
    }
}
