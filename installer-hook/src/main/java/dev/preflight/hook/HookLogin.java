package dev.preflight.hook;

import dev.preflight.app.Login;
import dev.preflight.inventory.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** How to log in over SSH to hosts that name nothing of their own. Immutable. */
public final class HookLogin {
    private static final HookLogin DEFAULTS = new HookLogin(Login.DEFAULT);

    private final Login login;

    private HookLogin(Login login) {
        this.login = login;
    }

    Login login() {
        return login;
    }

    /** The user of this process, with the keys of the agent and the usual ones in {@code ~/.ssh}. */
    public static HookLogin defaults() {
        return DEFAULTS;
    }

    /** With this login user. */
    public HookLogin withUser(String name) {
        return new HookLogin(login.withUser(name));
    }

    /** With this private key, instead of the default keys. */
    public HookLogin withKeyFile(Path file) {
        return new HookLogin(login.withKeyFile(file));
    }

    /** With a file whose first line is the login password. */
    public HookLogin withPasswordFile(Path file) {
        return new HookLogin(login.withPassword(login.password().withFile(file)));
    }

    /**
     * With a program whose first line of output is the login password.
     *
     * @param words the program and its arguments, quoted as in a shell; {@code %n}, {@code %h}, {@code %p} and {@code %r}
     *     are the host's name, address, port and user
     */
    public HookLogin withPasswordCommand(String words) {
        return new HookLogin(login.withPassword(login.password().withCommand(words)));
    }

    /**
     * With a source of the login password.
     *
     * @param ask called at most once, after the rest of the request was found valid, and only if a host is reached over
     *     SSH
     */
    public HookLogin withPassword(Supplier<Optional<Secret>> ask) {
        return new HookLogin(login.withPassword(login.password().withAsk(ask)));
    }

    /** With a file whose first line is the password for sudo, su or doas. */
    public HookLogin withBecomePasswordFile(Path file) {
        return new HookLogin(login.withBecomePassword(login.becomePassword().withFile(file)));
    }

    /**
     * With a program whose first line of output is the password for sudo, su or doas.
     *
     * @param words as those of {@link #withPasswordCommand}
     */
    public HookLogin withBecomePasswordCommand(String words) {
        return new HookLogin(login.withBecomePassword(login.becomePassword().withCommand(words)));
    }

    /**
     * With a source of the password for sudo, su or doas.
     *
     * @param ask called as that of {@link #withPassword}
     */
    public HookLogin withBecomePassword(Supplier<Optional<Secret>> ask) {
        return new HookLogin(login.withBecomePassword(login.becomePassword().withAsk(ask)));
    }

    /**
     * With a source of passphrases.
     *
     * @param ask called for each encrypted key file that is needed, from threads of the run
     */
    public HookLogin withPassphrase(Function<Path, Optional<Secret>> ask) {
        return new HookLogin(login.withPassphrase(ask));
    }

    /** With a file whose first line is the passphrase of encrypted keys. */
    public HookLogin withPassphraseFile(Path file) {
        return new HookLogin(login.withKeyPassphrase(login.keyPassphrase().withFile(file)));
    }

    /**
     * With a program whose first line of output is the passphrase of an encrypted key.
     *
     * @param words the program and its arguments, quoted as in a shell; {@code %f} is the file of the key
     */
    public HookLogin withPassphraseCommand(String words) {
        return new HookLogin(login.withKeyPassphrase(login.keyPassphrase().withCommand(words)));
    }

    /**
     * With a person who answers what servers ask at a login, such as a one-time code.
     *
     * @param ask gives an answer for each prompt, or nothing; called from threads of the run. The first prompt that gets no
     *     answer ends the login of that host
     */
    public HookLogin withAnswers(Function<HookQuestion, Optional<List<Secret>>> ask) {
        return new HookLogin(login.withAnswers(question -> ask.apply(HookQuestion.of(question))));
    }

    /** With or without acceptance of unknown host keys; an accepted key is added to known_hosts. */
    public HookLogin withAcceptNew(boolean accept) {
        return new HookLogin(login.withAcceptNew(accept));
    }

    /** With one more known_hosts file; the default files are then not read. */
    public HookLogin withKnownHosts(Path file) {
        return new HookLogin(login.withKnownHosts(file));
    }

    /** With a limit of name lookup, connection and key exchange together. */
    public HookLogin withConnectTimeout(Duration most) {
        return new HookLogin(login.withConnectTimeout(most));
    }

    /** With this ssh_config instead of those that ssh reads; with {@code none} no file is read. */
    public HookLogin withSshConfig(Path file) {
        return new HookLogin(login.withSshConfig(file));
    }
}
