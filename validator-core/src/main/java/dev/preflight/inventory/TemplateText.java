package dev.preflight.inventory;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The templates that can be filled in without Jinja: {@code {{ name }}}, alone or in a text, where the name is that of
 * another variable of the host. A filter, a lookup, a condition or a name that Ansible itself gives is none of them.
 */
final class TemplateText {
    /** Jinja's signs (jinja.palletsprojects.com, Template Designer Documentation). */
    private static final Pattern SIGN = Pattern.compile("\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}");

    private static final Pattern NAME = Pattern.compile("\\{\\{\\s*+(?<name>[A-Za-z_][A-Za-z0-9_]*+)\\s*+\\}\\}");

    /** Deeper than any that people write; also ends a circle. */
    private static final int MAX_DEPTH = 10;

    /** Longer than any value that we use. */
    private static final int MAX_LENGTH = 4096;

    /** What Ansible sets itself, whatever an inventory says (docs.ansible.com, Special variables). */
    private static final Set<String> OF_ANSIBLE = Set.of(
            "groups",
            "group_names",
            "hostvars",
            "omit",
            "playbook_dir",
            "role_path",
            "environment",
            "ansible_facts",
            "ansible_config_file",
            "ansible_version",
            "ansible_playbook_python");

    private TemplateText() {}

    /** Whether a value is a template, as far as Ansible looks at it. */
    static boolean isTemplate(String value) {
        return value.contains("{{") || value.contains("{%") || value.contains("{#");
    }

    /**
     * The value filled in; empty if that takes Jinja.
     *
     * @param variables the value of another variable as it was written; empty where there is none that can be used
     */
    static Optional<String> filled(String value, Function<String, Optional<String>> variables) {
        return filled(value, variables, 0).filter(text -> text.length() <= MAX_LENGTH);
    }

    private static Optional<String> filled(String value, Function<String, Optional<String>> variables, int depth) {
        if (!isTemplate(value)) {
            return Optional.of(value);
        }
        if (depth > MAX_DEPTH || value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder();
        Matcher m = NAME.matcher(value);
        int at = 0;
        while (m.find()) {
            out.append(value, at, m.start());
            at = m.end();
            String name = m.group("name");
            Optional<String> inside = OF_ANSIBLE.contains(name)
                    ? Optional.empty()
                    : variables.apply(name).flatMap(text -> filled(text, variables, depth + 1));
            if (inside.isEmpty() || out.length() + inside.get().length() > MAX_LENGTH) {
                return Optional.empty();
            }
            out.append(inside.get());
        }
        out.append(value, at, value.length());
        // Ansible takes a result in brackets for a list or a mapping.
        boolean odd = SIGN.matcher(out).find() || (!out.isEmpty() && "[{".indexOf(out.charAt(0)) >= 0);
        return odd ? Optional.empty() : Optional.of(out.toString());
    }
}
