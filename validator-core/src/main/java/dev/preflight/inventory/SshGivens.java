package dev.preflight.inventory;

import dev.preflight.inventory.SshArguments.Meaning;
import dev.preflight.sshconfig.SshGiven;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What Ansible gives to ssh for a host, in the order of its ssh plugin: the first value of a keyword counts for ssh. */
final class SshGivens {
    private static final Set<String> PARAMIKO = Set.of("paramiko", "paramiko_ssh");

    private SshGivens() {}

    /**
     * Reads the variables of a host that is reached over SSH, whose arguments were found good.
     *
     * @param port whether its port is given
     */
    static SshGiven of(boolean port, Map<String, Variable> variables) {
        Variable connection = variables.get(ConnectionKey.CONNECTION.names().get(0));
        if (connection != null && PARAMIKO.contains(ConnectionVariables.plainName(connection.value()))) {
            // It is no ssh: it takes no arguments of ssh and reads no ssh_config.
            return new SshGiven(port, List.of(), List.of(), Optional.of("none"));
        }
        Meaning first = arguments("ansible_ssh_args", variables);
        Meaning common = arguments("ansible_ssh_common_args", variables);
        Meaning extra = arguments("ansible_ssh_extra_args", variables);
        return new SshGiven(
                port,
                first.options(),
                Stream.of(common, extra).flatMap(one -> one.options().stream()).toList(),
                // Of several files ssh takes the last.
                Stream.of(extra, common, first)
                        .flatMap(one -> one.config().stream())
                        .findFirst());
    }

    private static Meaning arguments(String name, Map<String, Variable> variables) {
        Variable variable = variables.get(name);
        return SshArguments.of(variable == null || !variable.single() ? "" : variable.value());
    }
}
