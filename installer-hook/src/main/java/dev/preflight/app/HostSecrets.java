package dev.preflight.app;

import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.Secret;
import dev.preflight.inventory.SecretKind;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The secrets of the hosts that variables of the inventory name, or else a program of the request gives: each file is
 * read once and each program runs once, however many hosts share it.
 */
final class HostSecrets {
    private final Map<String, Optional<PasswordFile>> files = new HashMap<>();
    private final Map<SecretCommand, Optional<Secret>> commands = new HashMap<>();
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<SecretKind, Named> usual = new EnumMap<>(SecretKind.class);

    /** A source as a variable or an option names it. */
    private record Named(Place place, String subject, String value) {
        Problem problem(String message, String hint) {
            return new Problem(place, subject + message, hint);
        }
    }

    private HostSecrets(Login login) {
        login.password()
                .command()
                .ifPresent(text -> usual.put(SecretKind.PASSWORD, new Named(Place.of("--password-command"), "", text)));
        login.becomePassword()
                .command()
                .ifPresent(text -> usual.put(
                        SecretKind.BECOME_PASSWORD, new Named(Place.of("--become-password-command"), "", text)));
        usual.values().forEach(this::checkCommand);
    }

    /**
     * Reads the files that variables of these hosts name, and checks the commands; runs none.
     *
     * @param login whose programs are for hosts that name nothing
     */
    static HostSecrets read(List<Host> hosts, Login login) throws ProblemsException {
        HostSecrets secrets = new HostSecrets(login);
        for (Host host : hosts) {
            for (SecretKind kind : SecretKind.values()) {
                secrets.check(host, kind);
            }
        }
        secrets.throwIfAny();
        return secrets;
    }

    private void check(Host host, SecretKind kind) {
        Optional<Named> file = named(host, kind.fileVariable());
        Optional<Named> command = named(host, kind.commandVariable());
        file.ifPresent(this::file);
        command.ifPresent(this::checkCommand);
        if (file.isPresent() && command.isPresent()) {
            problems.add(command.get().problem("there is '" + kind.fileVariable() + "' too", "set one of the two"));
        }
    }

    private void checkCommand(Named command) {
        if (SecretCommand.parse(command.value()).isEmpty()) {
            problems.add(command.problem("a quote is not closed", "write the program and its arguments"));
        }
    }

    /** An empty value is as none, as with the variables of Ansible. */
    private Optional<Named> named(Host host, String variable) {
        return Optional.ofNullable(host.variables().get(variable))
                .filter(value -> !value.isBlank())
                .map(value -> new Named(host.place(), "'" + variable + "' of the host '" + host.name() + "': ", value));
    }

    private Optional<PasswordFile> file(Named named) {
        return files.computeIfAbsent(named.value(), value -> {
            try {
                return Optional.of(PasswordFile.read(path(value)));
            } catch (ProblemsException e) {
                e.problems()
                        .forEach(problem ->
                                problems.add(named.problem(problem.message() + ": " + value, problem.hint())));
                return Optional.empty();
            }
        });
    }

    private static Path path(String value) {
        return value.startsWith("~/") ? Path.of(System.getProperty("user.home"), value.substring(2)) : Path.of(value);
    }

    /** What is wrong with the files without stopping anything. */
    List<Problem> warnings() {
        return files.values().stream()
                .flatMap(Optional::stream)
                .flatMap(file -> file.warnings().stream())
                .toList();
    }

    /**
     * The hosts with their secrets; runs the programs.
     *
     * @throws ProblemsException if one of them gives none
     */
    Map<String, Host> completed(List<Host> hosts) throws ProblemsException {
        Map<String, Host> all = hosts.stream().collect(Collectors.toMap(Host::name, this::completed));
        throwIfAny();
        return all;
    }

    private Host completed(Host host) {
        boolean ssh = host.connection() == Connection.SSH;
        Optional<Secret> password = ssh ? secret(host, SecretKind.PASSWORD) : Optional.empty();
        Optional<Secret> passphrase = ssh ? secret(host, SecretKind.PASSPHRASE) : Optional.empty();
        Optional<Secret> become = secret(host, SecretKind.BECOME_PASSWORD);
        return host.with(
                password.or(host::password).or(() -> ssh ? usual(host, SecretKind.PASSWORD) : Optional.empty()),
                passphrase.or(host::passphrase),
                become(host, become));
    }

    private Become become(Host host, Optional<Secret> own) {
        Become become = host.become();
        Optional<Secret> password = own.or(become::password).or(() -> usual(host, SecretKind.BECOME_PASSWORD));
        return new Become(become.asked(), become.method(), password);
    }

    private Optional<Secret> secret(Host host, SecretKind kind) {
        Optional<Secret> ofFile =
                named(host, kind.fileVariable()).flatMap(this::file).map(PasswordFile::secret);
        return ofFile.or(() -> named(host, kind.commandVariable()).flatMap(command -> run(command, host)));
    }

    private Optional<Secret> usual(Host host, SecretKind kind) {
        return Optional.ofNullable(usual.get(kind)).flatMap(command -> run(command, host));
    }

    private Optional<Secret> run(Named named, Host host) {
        SecretCommand command = SecretCommand.parse(named.value()).orElseThrow().at(host);
        return commands.computeIfAbsent(command, c -> {
            try {
                return Optional.of(c.run());
            } catch (SecretCommand.Failure e) {
                problems.add(named.problem(c.program() + " " + e.getMessage(), "run it by hand to see why"));
                return Optional.empty();
            }
        });
    }

    private void throwIfAny() throws ProblemsException {
        if (!problems.isEmpty()) {
            throw new ProblemsException(new ArrayList<>(problems));
        }
    }
}
