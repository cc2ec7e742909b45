package dev.preflight.inventory;

import dev.preflight.node.Suggestion;
import java.util.Set;

/** Variables that are meant for Ansible and have no effect here. */
final class UnusedVariables {
    /** Ansible's own variables that inventories often have: they are not suspected to be misspelled. */
    private static final Set<String> USUAL = Set.of(
            "ansible_python_interpreter",
            "ansible_shell_type",
            "ansible_shell_executable",
            "ansible_ssh_args",
            "ansible_ssh_common_args",
            "ansible_ssh_extra_args",
            "ansible_ssh_executable",
            "ansible_ssh_pipelining",
            "ansible_ssh_timeout",
            "ansible_pipelining",
            "ansible_timeout",
            "ansible_host_key_checking",
            "ansible_ssh_host_key_checking",
            "ansible_become_exe",
            "ansible_become_flags",
            "ansible_network_os");

    private UnusedVariables() {}

    /** What may have been meant by a variable without effect, as a hint; empty if it is one that Ansible has. */
    static String meant(String name, Set<String> used) {
        return USUAL.contains(name)
                ? ""
                : Suggestion.nearest(name, used)
                        .map(word -> "did you mean '" + word + "'?")
                        .orElse("");
    }
}
