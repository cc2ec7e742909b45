package dev.preflight.app;

import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.Secret;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.transport.ssh.LoginSecrets;
import dev.preflight.transport.ssh.SshOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How to log in to hosts that name nothing of their own.
 *
 * @param user login user; empty: the user of this process
 * @param keyFile private key; empty: the agent's and the usual ones in {@code ~/.ssh}
 * @param password login password
 * @param becomePassword password for sudo, su or doas
 * @param keyPassphrase where the passphrase of encrypted key files comes from without asking
 * @param passphrase asks for the passphrase of an encrypted key file; called from threads of the run
 * @param answers asks a person what a server asks, such as a one-time code; called from threads of the run
 * @param acceptNew whether an unknown host key is accepted and added to known_hosts
 * @param knownHosts files of known host keys; empty: the usual ones
 * @param connectTimeout limit of name lookup, connection and key exchange together
 * @param sshConfig the one ssh_config to read, or {@code none}; empty: those that ssh reads
 */
public record Login(
        Optional<String> user,
        Optional<Path> keyFile,
        PasswordSource password,
        PasswordSource becomePassword,
        PasswordSource keyPassphrase,
        Function<Path, Optional<Secret>> passphrase,
        Function<LoginQuestion, Optional<List<Secret>>> answers,
        boolean acceptNew,
        List<Path> knownHosts,
        Optional<Duration> connectTimeout,
        Optional<Path> sshConfig) {

    /** The login of a request that names nothing. */
    public static final Login DEFAULT = new Login(
            Optional.empty(),
            Optional.empty(),
            PasswordSource.NONE,
            PasswordSource.NONE,
            PasswordSource.NONE,
            file -> Optional.empty(),
            question -> Optional.empty(),
            false,
            List.of(),
            Optional.empty(),
            Optional.empty());

    /** An unmodifiable list. */
    public Login {
        knownHosts = List.copyOf(knownHosts);
    }

    /** The same login with this user. */
    public Login withUser(String name) {
        return with(draft -> draft.user = Optional.of(name));
    }

    /** The same login with this private key. */
    public Login withKeyFile(Path file) {
        return with(draft -> draft.keyFile = Optional.of(file));
    }

    /** The same login with this source of the login password. */
    public Login withPassword(PasswordSource source) {
        return with(draft -> draft.password = source);
    }

    /** The same login with this source of the password for sudo, su or doas. */
    public Login withBecomePassword(PasswordSource source) {
        return with(draft -> draft.becomePassword = source);
    }

    /** The same login with this source of the passphrase of keys. */
    public Login withKeyPassphrase(PasswordSource source) {
        return with(draft -> draft.keyPassphrase = source);
    }

    /** The same login with this way to ask for passphrases. */
    public Login withPassphrase(Function<Path, Optional<Secret>> ask) {
        return with(draft -> draft.passphrase = ask);
    }

    /** The same login with this way to ask what servers ask. */
    public Login withAnswers(Function<LoginQuestion, Optional<List<Secret>>> ask) {
        return with(draft -> draft.answers = ask);
    }

    /** The same login, with or without acceptance of unknown host keys. */
    public Login withAcceptNew(boolean accept) {
        return with(draft -> draft.acceptNew = accept);
    }

    /** The same login with one more file of known host keys. */
    public Login withKnownHosts(Path file) {
        List<Path> files = Stream.concat(knownHosts.stream(), Stream.of(file)).toList();
        return with(draft -> draft.knownHosts = files);
    }

    /** The same login with this limit. */
    public Login withConnectTimeout(Duration most) {
        return with(draft -> draft.connectTimeout = Optional.of(most));
    }

    /** The same login with this ssh_config alone, or with {@code none}. */
    public Login withSshConfig(Path file) {
        return with(draft -> draft.sshConfig = Optional.of(file));
    }

    private Login with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.login();
    }

    /** The values of a login, of which one is about to change. */
    private static final class Draft {
        private Optional<String> user;
        private Optional<Path> keyFile;
        private PasswordSource password;
        private PasswordSource becomePassword;
        private PasswordSource keyPassphrase;
        private Function<Path, Optional<Secret>> passphrase;
        private Function<LoginQuestion, Optional<List<Secret>>> answers;
        private boolean acceptNew;
        private List<Path> knownHosts;
        private Optional<Duration> connectTimeout;
        private Optional<Path> sshConfig;

        Draft(Login from) {
            this.user = from.user;
            this.keyFile = from.keyFile;
            this.password = from.password;
            this.becomePassword = from.becomePassword;
            this.keyPassphrase = from.keyPassphrase;
            this.passphrase = from.passphrase;
            this.answers = from.answers;
            this.acceptNew = from.acceptNew;
            this.knownHosts = from.knownHosts;
            this.connectTimeout = from.connectTimeout;
            this.sshConfig = from.sshConfig;
        }

        Login login() {
            return new Login(
                    user,
                    keyFile,
                    password,
                    becomePassword,
                    keyPassphrase,
                    passphrase,
                    answers,
                    acceptNew,
                    knownHosts,
                    connectTimeout,
                    sshConfig);
        }
    }

    /** Names the option of the first value that cannot be used. */
    void check() throws ProblemsException {
        if (connectTimeout.isPresent()) {
            RunLimits.checkPositive("--connect-timeout", connectTimeout.get());
        }
        checkSshConfig();
        if (keyFile.isPresent() && !Files.isReadable(keyFile.get())) {
            throw new ProblemsException(
                    Place.of("--identity"),
                    (Files.exists(keyFile.get()) ? "cannot read the key file " : "there is no key file ")
                            + keyFile.get(),
                    Files.exists(keyFile.get())
                            ? "make it readable for this user, or name another"
                            : "name a private key");
        }
    }

    /** Names the option if its file is not there. Asked before ssh reads that file, too: it would say the same again. */
    void checkSshConfig() throws ProblemsException {
        if (sshConfig.isPresent()
                && !sshConfig.get().toString().equalsIgnoreCase("none")
                && !Files.isReadable(sshConfig.get())) {
            throw new ProblemsException(
                    Place.of("--ssh-config"),
                    (Files.exists(sshConfig.get()) ? "cannot read the ssh_config " : "there is no ssh_config ")
                            + sshConfig.get(),
                    "name a file, or none");
        }
    }

    /** The options of the SSH transport, with these secrets. */
    SshOptions sshOptions(LoginSecrets secrets) {
        SshOptions options = SshOptions.defaults().withAcceptNew(acceptNew).withSecrets(secrets);
        if (!knownHosts.isEmpty()) {
            options = options.withKnownHosts(knownHosts);
        }
        return connectTimeout.isPresent() ? options.withConnectTimeout(connectTimeout.get()) : options;
    }
}
