package dev.preflight.app;

import dev.preflight.inventory.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The source of a password or passphrase: the first line of a file, or else the first line that a program prints, or else
 * a question to the user.
 *
 * @param file read while the request is checked
 * @param command a program and its arguments, as in a shell; run without one, after the rest of the request was found valid
 * @param ask called at most once, after the rest of the request was found valid, and only if a host is reached over SSH
 */
public record PasswordSource(Optional<Path> file, Optional<String> command, Supplier<Optional<Secret>> ask) {
    /** No password. */
    public static final PasswordSource NONE = new PasswordSource(Optional.empty(), Optional.empty(), Optional::empty);

    /** The same question, with this file or program, or neither. */
    public PasswordSource withSources(Optional<Path> path, Optional<String> words) {
        return new PasswordSource(path, words, ask);
    }

    /** The same source, with this file. */
    public PasswordSource withFile(Path path) {
        return new PasswordSource(Optional.of(path), command, ask);
    }

    /** The same source, with this program. */
    public PasswordSource withCommand(String words) {
        return new PasswordSource(file, Optional.of(words), ask);
    }

    /** The same source, with this question. */
    public PasswordSource withAsk(Supplier<Optional<Secret>> question) {
        return new PasswordSource(file, command, question);
    }
}
