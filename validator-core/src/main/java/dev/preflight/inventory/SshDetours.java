package dev.preflight.inventory;

import dev.preflight.inventory.SshArguments.Meaning;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds variables with which Ansible would reach another machine than we can: by another program, or with an argument
 * that is not carried out here. To ignore one would judge another machine instead.
 */
final class SshDetours {
    /**
     * What is wrong, or worth a warning, with a variable.
     *
     * @param message what it has, without any value
     * @param hint how to go on
     */
    record Remark(boolean error, String message, String hint) {}

    /** Those with arguments for ssh; what is only for scp and sftp has no effect here. */
    static final Set<String> ARGUMENTS =
            Set.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args");

    static final String EXECUTABLE = "ansible_ssh_executable";

    /** Of Ansible's other ways over SSH, such as {@code ansible_paramiko_proxy_command}. */
    private static final String PROXY_COMMAND = "_proxy_command";

    private static final Set<String> PLAIN_SSH =
            Set.of("ssh", "/usr/bin/ssh", "/bin/ssh", "/usr/local/bin/ssh", "/opt/homebrew/bin/ssh");

    private static final String DIRECTLY =
            "run Preflight where it reaches the host directly, with an inventory without this";

    private SshDetours() {}

    /** Whether a variable is one of those that are looked at here. */
    static boolean concerns(String name) {
        return ARGUMENTS.contains(name)
                || name.equals(EXECUTABLE)
                || (name.startsWith(Variable.ANSIBLE) && name.endsWith(PROXY_COMMAND));
    }

    /** What to say of such a variable, whose value can be read. */
    static List<Remark> of(Variable variable) {
        String shown = "'" + variable.name() + "'";
        if (variable.name().equals(EXECUTABLE)) {
            return PLAIN_SSH.contains(variable.value())
                    ? List.of()
                    : List.of(new Remark(
                            true, shown + " names a program that may reach another machine than ssh does", DIRECTLY));
        }
        if (variable.name().endsWith(PROXY_COMMAND)) {
            return variable.value().toLowerCase(Locale.ROOT).equals("none")
                    ? List.of()
                    : List.of(decisive(shown, "a proxy command", DIRECTLY));
        }
        Meaning meaning = SshArguments.of(variable.value());
        if (!meaning.broken().isEmpty()) {
            return List.of(new Remark(true, "in " + shown + " " + meaning.broken(), ""));
        }
        Optional<Remark> keys = meaning.keys().isEmpty()
                ? Optional.empty()
                : Optional.of(new Remark(
                        false,
                        shown + " has " + String.join(", ", meaning.keys())
                                + ", and host keys are verified here anyway",
                        "name a file with --known-hosts, or accept the keys of new hosts with --accept-new"));
        List<Remark> refused = meaning.refused().stream()
                .map(option -> decisive(shown, option, DIRECTLY))
                .toList();
        return refused.isEmpty() ? keys.stream().toList() : refused;
    }

    private static Remark decisive(String variable, String option, String hint) {
        return new Remark(
                true,
                variable + " has " + option + ", which may change whom ssh reaches and is not supported here",
                hint);
    }
}
