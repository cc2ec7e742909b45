package dev.preflight.inventory;

import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.sshconfig.SshGiven;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Turns the {@code ansible_*} variables that say how to reach a host into the host's fields. A value that many hosts
 * share is complained of once.
 */
final class ConnectionVariables {

    private static final Set<String> YES = Set.of("y", "yes", "on", "1", "true", "t", "1.0");
    private static final Set<String> NO = Set.of("n", "no", "off", "0", "false", "f", "0.0");
    private static final Set<String> OVER_SSH = Set.of("ssh", "smart", "paramiko", "paramiko_ssh");
    private static final String LOCAL = "local";
    private static final String BUILTIN = "ansible.builtin.";

    /** Where Ansible keeps its ways to become root; their names may be given with or without it. */
    private static final List<String> BECOME_COLLECTIONS = List.of(BUILTIN, "community.general.");

    private final String home;
    private final ValueText values;
    private final ConnectionValues connection;

    /**
     * A reader for one inventory.
     *
     * @param home the home directory of the user who runs Preflight, for {@code ~}
     */
    ConnectionVariables(String home, ValueText values, Problems problems, List<Problem> warnings) {
        this.home = home;
        this.values = values;
        this.connection = new ConnectionValues(problems, warnings);
    }

    /** The words for yes and no, sorted. */
    static List<String> yesAndNo() {
        return Stream.concat(YES.stream(), NO.stream()).sorted().toList();
    }

    /** The connections, sorted. */
    static List<String> connections() {
        return Stream.concat(OVER_SSH.stream(), Stream.of(LOCAL)).sorted().toList();
    }

    /** Whether a variable says how to reach a host. */
    static boolean isUsed(String name) {
        return ConnectionKey.ALL_NAMES.contains(name) || SshDetours.concerns(name) || OwnVariables.isOne(name);
    }

    /** Warns of a variable that is meant for Ansible and has no effect here. */
    void warnIfUnused(Variable variable) {
        String name = variable.name();
        boolean read = ConnectionKey.ALL_NAMES.contains(name) || SshDetours.ARGUMENTS.contains(name);
        if (name.startsWith(Variable.ANSIBLE) && !read) {
            connection.warn(
                    variable.place(),
                    Shown.quoted(name) + " has no effect here",
                    UnusedVariables.meant(name, ConnectionKey.ALL_NAMES));
        } else if (OwnVariables.isMisspelled(name)) {
            connection.warn(variable.place(), Shown.quoted(name) + " has no effect here", OwnVariables.meant(name));
        }
    }

    /** The host, with problems noted where its variables cannot be used. */
    Host host(HostEntry entry, GroupTree.Membership membership) {
        Map<String, Variable> variables = used(entry, membership);
        Connection kind = connectionOf(variables);
        if (kind == Connection.SSH) {
            detours(variables);
        }
        boolean port = connection.value(ConnectionKey.PORT, variables).isPresent();
        return new Host(
                entry.name(),
                address(variables).orElse(entry.name()),
                port(variables),
                user(variables),
                connection.value(ConnectionKey.KEY_FILE, variables).flatMap(this::keyFile),
                connection.value(ConnectionKey.PASSWORD, variables).map(v -> Secret.of(v.value())),
                connection.value(ConnectionKey.PASSPHRASE, variables).map(v -> Secret.of(v.value())),
                kind,
                become(variables),
                membership.names(),
                others(entry, membership, variables),
                entry.place(),
                kind == Connection.SSH ? SshGivens.of(port, variables) : SshGiven.NOTHING,
                Optional.empty());
    }

    /** All variables of a host, and of those that are used the values that Ansible would use. */
    private Map<String, Variable> used(HostEntry entry, GroupTree.Membership membership) {
        Map<String, Variable> written = new HashMap<>(membership.variables());
        written.putAll(entry.variables());
        entry.named().forEach(own -> written.put(own.name(), own));
        Map<String, Variable> used = new HashMap<>(written);
        written.forEach((name, variable) -> {
            if (isUsed(name)) {
                values.of(variable, written).ifPresent(plain -> used.put(name, plain));
            }
        });
        return used;
    }

    private void detours(Map<String, Variable> variables) {
        for (Variable variable : variables.values()) {
            if (!SshDetours.concerns(variable.name()) || variable.value().isEmpty() || !connection.usable(variable)) {
                continue;
            }
            for (SshDetours.Remark remark : SshDetours.of(variable)) {
                if (remark.error()) {
                    connection.problem(variable, remark.message(), remark.hint());
                } else {
                    connection.warn(variable.place(), remark.message(), remark.hint());
                }
            }
        }
    }

    private Map<String, String> others(
            HostEntry entry, GroupTree.Membership membership, Map<String, Variable> variables) {
        Map<String, String> own = new HashMap<>(Variable.texts(entry.variables().values()));
        variables.values().stream()
                .filter(variable -> OwnVariables.isOne(variable.name()))
                .filter(variable -> !variable.value().isEmpty() && connection.usable(variable))
                .filter(variable -> !variable.value().equals(membership.others().get(variable.name())))
                .forEach(variable -> own.put(variable.name(), variable.value()));
        if (own.isEmpty()) {
            return membership.others();
        }
        Map<String, String> others = new HashMap<>(membership.others());
        others.putAll(own);
        return others;
    }

    private Optional<String> address(Map<String, Variable> variables) {
        Optional<Variable> variable = connection.value(ConnectionKey.HOST, variables);
        variable.ifPresent(v -> HostAddress.wrongWith(v.value())
                .ifPresent(wrong -> connection.problem(
                        v,
                        "the address in '" + v.name() + "' " + wrong,
                        "give a name or an IP address, without brackets, user or port")));
        return variable.map(Variable::value);
    }

    private int port(Map<String, Variable> variables) {
        Optional<Variable> variable = connection.value(ConnectionKey.PORT, variables);
        if (variable.isEmpty()) {
            return Host.DEFAULT_PORT;
        }
        OptionalInt port = HostAddress.port(variable.get().value());
        if (port.isEmpty()) {
            connection.problem(
                    variable.get(),
                    "'" + variable.get().name() + "' must be a whole number from 1 to " + HostAddress.MAX_PORT
                            + ", found " + Shown.quoted(variable.get().value()),
                    "");
        }
        return port.orElse(Host.DEFAULT_PORT);
    }

    private Optional<String> user(Map<String, Variable> variables) {
        Optional<Variable> variable = connection.value(ConnectionKey.USER, variables);
        variable.filter(v -> v.value().codePoints().anyMatch(c -> Character.isWhitespace(c) || Shown.acts(c)))
                .ifPresent(v -> connection.problem(v, "a user's name cannot have blanks or control characters", ""));
        return variable.map(Variable::value);
    }

    private Optional<String> keyFile(Variable variable) {
        String path = variable.value();
        if (path.codePoints().anyMatch(Character::isISOControl)) {
            connection.problem(variable, "a path cannot have control characters", "");
            return Optional.empty();
        }
        if (path.equals("~") || path.startsWith("~/")) {
            return Optional.of(home + path.substring(1));
        }
        if (path.startsWith("~")) {
            connection.problem(
                    variable, "the home directory of another user is not looked up", "write the path in full");
        }
        return Optional.of(path);
    }

    private Connection connectionOf(Map<String, Variable> variables) {
        Optional<Variable> variable = connection.value(ConnectionKey.CONNECTION, variables);
        if (variable.isEmpty()) {
            return Connection.SSH;
        }
        String value = variable.get().value();
        String name = plainName(value);
        if (name.equals(LOCAL)) {
            return Connection.LOCAL;
        }
        if (!OVER_SSH.contains(name)) {
            connection.problem(
                    variable.get(),
                    "the connection " + Shown.quoted(value) + " is not supported",
                    Suggestion.hint(name, List.of("ssh", "smart", "paramiko", "local")));
        }
        return Connection.SSH;
    }

    /** A connection's name without its collection. */
    static String plainName(String value) {
        return value.startsWith(BUILTIN) ? value.substring(BUILTIN.length()) : value;
    }

    private Become become(Map<String, Variable> variables) {
        connection
                .value(ConnectionKey.BECOME_USER, variables)
                .filter(v -> !v.value().equals("root"))
                .ifPresent(v -> connection.problem(
                        v, "becoming the user " + Shown.quoted(v.value()) + " is not supported", "only root is"));
        return new Become(
                connection.value(ConnectionKey.BECOME, variables).map(this::yes).orElse(false),
                method(variables),
                connection.value(ConnectionKey.BECOME_PASSWORD, variables).map(v -> Secret.of(v.value())));
    }

    private Become.Method method(Map<String, Variable> variables) {
        Optional<Variable> variable = connection.value(ConnectionKey.BECOME_METHOD, variables);
        if (variable.isEmpty()) {
            return Become.Method.SUDO;
        }
        String value = variable.get().value();
        for (String collection : BECOME_COLLECTIONS) {
            value = value.startsWith(collection) ? value.substring(collection.length()) : value;
        }
        String name = value;
        Optional<Become.Method> method = Arrays.stream(Become.Method.values())
                .filter(m -> m.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
        if (method.isEmpty()) {
            connection.problem(
                    variable.get(),
                    "the way to become root " + Shown.quoted(variable.get().value()) + " is not supported",
                    Suggestion.hint(name, List.of("sudo", "su", "doas")));
        }
        return method.orElse(Become.Method.SUDO);
    }

    private boolean yes(Variable variable) {
        String value = variable.value().toLowerCase(Locale.ROOT);
        if (!YES.contains(value) && !NO.contains(value)) {
            connection.problem(
                    variable,
                    "'" + variable.name() + "' must be yes or no, found " + Shown.quoted(variable.value()),
                    "valid here: yes, no, true, false, on, off, 1, 0");
        }
        return YES.contains(value);
    }
}
