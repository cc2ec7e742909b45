package dev.preflight.transport.ssh;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.Secret;
import dev.preflight.inventory.SecretUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What only the user can give. Called from the threads of the run, many at once.
 *
 * @param password of a host whose inventory entry has none
 * @param passphrase of an encrypted key file, asked once for each that is needed and that the host has none for; empty:
 *     there is none. May throw {@link SecretUnavailableException}
 * @param answers to what a server asks, one for each prompt; empty: no one can answer
 */
public record LoginSecrets(
        Function<Host, Optional<Secret>> password,
        Function<Path, Optional<Secret>> passphrase,
        Function<LoginQuestion, Optional<List<Secret>>> answers) {

    /** No secret of any kind. */
    public static final LoginSecrets NONE =
            new LoginSecrets(host -> Optional.empty(), file -> Optional.empty(), question -> Optional.empty());

    /** The same with this password. */
    public LoginSecrets withPassword(Function<Host, Optional<Secret>> source) {
        return new LoginSecrets(source, passphrase, answers);
    }

    /** The same with another way to ask for passphrases. */
    public LoginSecrets withPassphrase(Function<Path, Optional<Secret>> ask) {
        return new LoginSecrets(password, ask, answers);
    }

    /** The same with another who answers. */
    public LoginSecrets withAnswers(Function<LoginQuestion, Optional<List<Secret>>> who) {
        return new LoginSecrets(password, passphrase, who);
    }
}
