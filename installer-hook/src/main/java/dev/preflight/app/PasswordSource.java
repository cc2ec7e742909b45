package dev.preflight.app;

import dev.preflight.inventory.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The source of a password: the first line of a file, or else a question to the user.
 *
 * @param file read while the request is checked
 * @param ask called at most once, after the rest of the request was found valid, and only if a host is reached over SSH
 */
public record PasswordSource(Optional<Path> file, Supplier<Optional<Secret>> ask) {
    /** No password. */
    public static final PasswordSource NONE = new PasswordSource(Optional.empty(), Optional::empty);

    /** The same question, with this file. */
    public PasswordSource withFile(Path path) {
        return new PasswordSource(Optional.of(path), ask);
    }

    /** The same file, with this question. */
    public PasswordSource withAsk(Supplier<Optional<Secret>> question) {
        return new PasswordSource(file, question);
    }
}
