package dev.preflight.transport.ssh;

import dev.preflight.inventory.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How SSH logs in, the same for every host of a run.
 *
 * @param knownHosts known_hosts files, read once; accepted keys are added to the first
 * @param acceptNew whether the key of an unknown host is accepted and added; a changed key is never accepted
 * @param connectTimeout limit of name lookup, connection and key exchange together; after that only the host's deadline
 *     counts
 * @param secrets passwords, passphrases and answers
 * @param keyFiles tried in this order, where they exist, for hosts whose inventory entry names no key
 * @param agentSocket socket of the ssh-agent, if one runs
 */
public record SshOptions(
        List<Path> knownHosts,
        boolean acceptNew,
        Duration connectTimeout,
        LoginSecrets secrets,
        List<Path> keyFiles,
        Optional<Path> agentSocket) {

    /** Long enough for a slow name server or a lost SYN (sent again after 1, 3 and 7 s), short enough for a dead host. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    public SshOptions {
        knownHosts = List.copyOf(knownHosts);
        keyFiles = List.copyOf(keyFiles);
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("connectTimeout must be more than 0: " + connectTimeout);
        }
    }

    /** What OpenSSH does by default (ssh_config(5)), without any password or passphrase. */
    public static SshOptions defaults() {
        Path ssh = Path.of(System.getProperty("user.home"), ".ssh");
        return new SshOptions(
                List.of(ssh.resolve("known_hosts"), Path.of("/etc/ssh/ssh_known_hosts")),
                false,
                CONNECT_TIMEOUT,
                LoginSecrets.NONE,
                List.of(ssh.resolve("id_ed25519"), ssh.resolve("id_ecdsa"), ssh.resolve("id_rsa")),
                Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
                        .filter(s -> !s.isEmpty())
                        .map(Path::of));
    }

    /** The same with other known_hosts files. */
    public SshOptions withKnownHosts(List<Path> files) {
        return new SshOptions(files, acceptNew, connectTimeout, secrets, keyFiles, agentSocket);
    }

    /** The same, accepting unknown hosts or not. */
    public SshOptions withAcceptNew(boolean accept) {
        return new SshOptions(knownHosts, accept, connectTimeout, secrets, keyFiles, agentSocket);
    }

    /** The same with another connect timeout. */
    public SshOptions withConnectTimeout(Duration timeout) {
        return new SshOptions(knownHosts, acceptNew, timeout, secrets, keyFiles, agentSocket);
    }

    /** The same with other secrets. */
    public SshOptions withSecrets(LoginSecrets other) {
        return new SshOptions(knownHosts, acceptNew, connectTimeout, other, keyFiles, agentSocket);
    }

    /** The same with a password. */
    public SshOptions withPassword(Secret secret) {
        return withSecrets(secrets.withPassword(host -> Optional.of(secret)));
    }

    /** The same with another way to ask for passphrases. */
    public SshOptions withPassphrase(Function<Path, Optional<Secret>> ask) {
        return withSecrets(secrets.withPassphrase(ask));
    }

    /** The same with other usual keys. */
    public SshOptions withKeyFiles(List<Path> files) {
        return new SshOptions(knownHosts, acceptNew, connectTimeout, secrets, files, agentSocket);
    }

    /** The same with another ssh-agent, or none. */
    public SshOptions withAgentSocket(Optional<Path> socket) {
        return new SshOptions(knownHosts, acceptNew, connectTimeout, secrets, keyFiles, socket);
    }
}
