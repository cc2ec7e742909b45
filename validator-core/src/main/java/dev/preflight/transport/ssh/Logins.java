package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSch;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.transport.TransportException;
import java.nio.file.Path;
import java.util.Optional;

/** Who we are, for all hosts of a run: keys, agent and passwords. */
final class Logins {
    private final SshOptions options;
    private final KeyFiles files;
    private final Agent agent;

    Logins(JSch jsch, SshOptions options) {
        this.options = options;
        this.files = new KeyFiles(jsch, options.passphrase());
        this.agent = new Agent(options.agentSocket());
    }

    /**
     * What one host is tried with.
     *
     * @param onLogin called when the server has proven its key, so that the login begins
     * @throws TransportException if there is nothing to log in with but a key that cannot be used
     */
    LoginAttempt at(Host host, Runnable onLogin) throws TransportException {
        Optional<Secret> password = host.password().or(options::password);
        KeyChoice choice = host.keyFile().isPresent()
                ? KeyChoice.only(path(host.keyFile().get()), files, agent)
                : KeyChoice.usual(options.keyFiles(), files, agent, password.isPresent());
        return new LoginAttempt(choice, new LoginKeys(choice.keys(), onLogin), new AuthObserver(), password);
    }

    /** As a shell would read it: {@code ~/} is the home of the user who runs Preflight. */
    private static Path path(String name) {
        return name.startsWith("~/") ? Path.of(System.getProperty("user.home"), name.substring(2)) : Path.of(name);
    }
}
