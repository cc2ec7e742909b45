package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.Secret;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.sshconfig.SshLogin.IdentityAgent;
import dev.preflight.transport.TransportException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Who we are, for all hosts of a run: keys, agents and passwords. */
final class Logins {
    private final SshOptions options;
    private final KeyFiles files;
    private final Map<Optional<Path>, Agent> agents = new ConcurrentHashMap<>();

    Logins(JSch jsch, SshOptions options) {
        this.options = options;
        this.files = new KeyFiles(jsch, options.secrets().passphrase());
    }

    /** Asks for what a host surely needs, before its time runs: the passphrase of the key that is named for it. */
    void prepare(Host host, SshLogin login) {
        host.keyFile()
                .map(Logins::path)
                .filter(file -> !held(file, login))
                .ifPresent(file -> files.load(file, host.passphrase()));
    }

    private boolean held(Path file, SshLogin login) {
        List<Identity> held = agent(socket(login.keys().agent())).keys();
        return files.publicKey(file)
                .filter(line -> held.stream()
                        .anyMatch(key -> PublicKeyLine.ofBlob(key.getPublicKeyBlob())
                                .filter(line::equals)
                                .isPresent()))
                .isPresent();
    }

    /**
     * What one host is tried with: the key that its inventory entry names and no other, or else the keys of ssh.
     *
     * @param login how ssh would log in
     * @param onLogin called when the server has proven its key, so that the login begins
     * @throws TransportException if there is nothing to log in with but a key that cannot be used
     */
    LoginAttempt at(Host host, SshLogin login, Runnable onLogin) throws TransportException {
        // Who cannot be known must not learn a secret.
        return at(host, login, host.unverified() ? LoginSecrets.NONE : options.secrets(), onLogin);
    }

    /** The same for a jump host. The passwords of the run are for its hosts: a jump host would learn them. */
    LoginAttempt atJump(Host jump, SshLogin login, Runnable onLogin) throws TransportException {
        LoginSecrets secrets = jump.unverified() ? LoginSecrets.NONE : options.secrets();
        return at(jump, login, secrets.withPassword(host -> Optional.empty()), onLogin);
    }

    private LoginAttempt at(Host host, SshLogin login, LoginSecrets secrets, Runnable onLogin)
            throws TransportException {
        Optional<Secret> password = host.unverified()
                ? Optional.empty()
                : host.password().or(() -> secrets.password().apply(host));
        SshLogin.Keys wanted = login.keys();
        KeyChooser chooser = new KeyChooser(files, agent(socket(wanted.agent())).keys(), host.passphrase());
        KeyChoice choice = host.keyFile().isPresent()
                ? chooser.only(path(host.keyFile().get()), wanted.certificates())
                : chooser.of(wanted, options.keyFiles());
        if (choice.keys().isEmpty()
                && password.isEmpty()
                && chooser.firstUnusable().isPresent()) {
            throw new TransportException(chooser.firstUnusable().get(), null);
        }
        Function<LoginQuestion, Optional<List<Secret>>> person =
                login.methods().batch() ? question -> Optional.empty() : secrets.answers();
        return new LoginAttempt(
                choice,
                new LoginKeys(choice.keys(), onLogin),
                new Answers(host.name(), password, person),
                password,
                methods(login.methods()));
    }

    private static List<String> methods(SshLogin.Methods methods) {
        return methods.preferred().stream()
                .filter(method -> switch (method) {
                    case LoginAttempt.PUBLIC_KEY -> methods.publicKey();
                    case LoginAttempt.KEYBOARD -> methods.keyboardInteractive();
                    case LoginAttempt.PASSWORD -> methods.password();
                    default -> false;
                })
                .toList();
    }

    private Optional<Path> socket(IdentityAgent agent) {
        return agent.kind() == IdentityAgent.Kind.ENVIRONMENT ? options.agentSocket() : agent.socket();
    }

    private Agent agent(Optional<Path> socket) {
        return agents.computeIfAbsent(socket, Agent::new);
    }

    /** As a shell would read it: {@code ~/} is the home of the user who runs Preflight. */
    private static Path path(String name) {
        return name.startsWith("~/") ? Path.of(System.getProperty("user.home"), name.substring(2)) : Path.of(name);
    }
}
