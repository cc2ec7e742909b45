package dev.preflight.app;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.Secret;
import dev.preflight.inventory.SecretUnavailableException;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.transport.ssh.LoginSecrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The secrets of a request, for hosts that have none of their own.
 *
 * @param password the file of the login password, read
 * @param become the same for sudo, su or doas
 * @param passphrase the same for private keys
 */
record RequestSecrets(
        Login login,
        Optional<PasswordFile> password,
        Optional<PasswordFile> become,
        Optional<PasswordFile> passphrase) {

    /** The passwords themselves. */
    record Passwords(Optional<Secret> login, Optional<Secret> become, Optional<Secret> passphrase) {

        /** These and those of the hosts, in the clear: what must not appear in anything that is kept or shown. */
        List<String> all(Collection<Host> hosts) {
            Stream<Secret> ofHosts = hosts.stream()
                    .flatMap(host -> Stream.of(
                            host.password(), host.passphrase(), host.become().password()))
                    .flatMap(Optional::stream);
            Stream<Secret> ofRequest = Stream.of(login, become, passphrase).flatMap(Optional::stream);
            return Stream.concat(ofHosts, ofRequest)
                    .map(Secret::reveal)
                    .distinct()
                    .toList();
        }

        /** What of a login is not kept with evidence, and must be given again where a run is resumed. */
        List<String> notKept(Login from) {
            List<String> given = new ArrayList<>();
            if (login.isPresent() || from.password().command().isPresent()) {
                given.add("a password");
            }
            if (become.isPresent() || from.becomePassword().command().isPresent()) {
                given.add("a password for sudo, su or doas");
            }
            if (passphrase.isPresent() || from.keyPassphrase().command().isPresent()) {
                given.add("a passphrase");
            }
            if (!from.knownHosts().isEmpty()) {
                given.add("--known-hosts");
            }
            from.sshConfig().ifPresent(file -> given.add("--ssh-config"));
            return given;
        }

        /**
         * What the transport is given.
         *
         * @param typed takes the passwords that a person types in answer to a server; a one-time code is none
         */
        LoginSecrets secrets(Login from, Consumer<Secret> typed) {
            Optional<SecretCommand> command = from.keyPassphrase().command().flatMap(SecretCommand::parse);
            return LoginSecrets.NONE
                    .withPassword(host -> login)
                    .withPassphrase(file -> passphrase
                            .or(() -> command.map(program -> run(program, file)))
                            .or(() -> from.passphrase().apply(file)))
                    .withAnswers(
                            question -> from.answers().apply(question).map(answers -> noted(question, answers, typed)));
        }

        private static List<Secret> noted(LoginQuestion question, List<Secret> answers, Consumer<Secret> typed) {
            for (int i = 0; i < Math.min(answers.size(), question.prompts().size()); i++) {
                if (question.prompts().get(i).forPassword()) {
                    typed.accept(answers.get(i));
                }
            }
            return answers;
        }

        private static Secret run(SecretCommand command, Path key) {
            try {
                return command.at(key).run();
            } catch (SecretCommand.Failure e) {
                throw new SecretUnavailableException(
                        "the passphrase command " + command.program() + " " + e.getMessage());
            }
        }
    }

    /** Reads the files of a login. */
    static RequestSecrets read(Login login, ProblemCollector problems) {
        problems.check(() -> checkPassphraseCommand(login));
        return new RequestSecrets(
                login,
                read(login.password(), problems),
                read(login.becomePassword(), problems),
                read(login.keyPassphrase(), problems));
    }

    private static void checkPassphraseCommand(Login login) throws ProblemsException {
        Optional<String> text = login.keyPassphrase().command();
        if (text.isPresent() && text.flatMap(SecretCommand::parse).isEmpty()) {
            throw new ProblemsException(
                    Place.of("--passphrase-command"), "a quote is not closed", "write the program and its arguments");
        }
    }

    private static Optional<PasswordFile> read(PasswordSource source, ProblemCollector problems) {
        return source.file().flatMap(file -> problems.of(() -> PasswordFile.read(file)));
    }

    /**
     * The passwords, with questions to the user.
     *
     * @param overSsh whether a host is reached over SSH
     */
    Passwords passwords(boolean overSsh) {
        return new Passwords(
                password(password, login.password(), overSsh),
                password(become, login.becomePassword(), overSsh),
                passphrase.map(PasswordFile::secret));
    }

    private static Optional<Secret> password(Optional<PasswordFile> file, PasswordSource source, boolean overSsh) {
        return file.map(PasswordFile::secret).or(() -> overSsh ? source.ask().get() : Optional.empty());
    }

    /** What is wrong with the files without stopping anything. */
    List<Problem> warnings() {
        return Stream.of(password, become, passphrase)
                .flatMap(Optional::stream)
                .flatMap(file -> file.warnings().stream())
                .toList();
    }
}
