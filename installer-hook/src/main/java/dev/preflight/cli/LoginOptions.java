package dev.preflight.cli;

import dev.preflight.app.Login;
import dev.preflight.app.PasswordSource;
import dev.preflight.inventory.Secret;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to log in over SSH. No option takes a password as its value, because other users can read a command line. */
final class LoginOptions {
    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "Login user of hosts that name none. Default: the user who runs this.")
    private @Nullable String user;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "Private key for hosts that name none. Default: the agent's and the usual ones in ~/.ssh.")
    private @Nullable Path identity;

    @Option(names = "--ask-password", description = "Ask for the login password on the terminal.")
    private boolean askPassword;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Take the login password from the first line of this file.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--password-command",
            paramLabel = "COMMAND",
            description = "Take the login password from the first line that this program of this machine prints."
                    + " %%n, %%h, %%p and %%r are the host's name, address, port and user.")
    private @Nullable String passwordCommand;

    @Option(
            names = {"-K", "--ask-become-pass"},
            description = "Ask for the password of sudo, su or doas on the terminal.")
    private boolean askBecomePass;

    @Option(
            names = "--become-password-file",
            paramLabel = "FILE",
            description = "Take the password of sudo, su or doas from the first line of this file.")
    private @Nullable Path becomePasswordFile;

    @Option(
            names = "--become-password-command",
            paramLabel = "COMMAND",
            description = "Take the password of sudo, su or doas from a program, as --password-command does.")
    private @Nullable String becomePasswordCommand;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Take the passphrase of encrypted keys from the first line of this file.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--passphrase-command",
            paramLabel = "COMMAND",
            description = "Take the passphrase of an encrypted key from a program. %%f is the file of the key.")
    private @Nullable String passphraseCommand;

    @Option(
            names = "--accept-new",
            description = "Accept the key of a host that is not known yet and write it down; a changed key never.")
    private boolean acceptNew;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Known host keys; instead of ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts. Repeatable.")
    private List<Path> knownHosts = new ArrayList<>();

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long finding, connecting and exchanging keys may take together. Default: 10s.")
    private @Nullable Duration connectTimeout;

    @Option(
            names = {"-F", "--ssh-config"},
            paramLabel = "FILE",
            description = "Read this ssh_config alone, or with 'none' no file. Default: those that ssh reads.")
    private @Nullable Path sshConfig;

    /** Checks that no two options contradict each other, and that there is a terminal if one is needed. */
    void check(Prompter prompter) throws ProblemsException {
        one("--password-file", passwordFile, "--password-command", passwordCommand);
        one("--become-password-file", becomePasswordFile, "--become-password-command", becomePasswordCommand);
        one("--passphrase-file", passphraseFile, "--passphrase-command", passphraseCommand);
        ask(prompter, askPassword, "--ask-password", "--password-file", passwordFile, passwordCommand);
        ask(
                prompter,
                askBecomePass,
                "--ask-become-pass",
                "--become-password-file",
                becomePasswordFile,
                becomePasswordCommand);
    }

    private static void one(String file, @Nullable Path path, String command, @Nullable String words)
            throws ProblemsException {
        if (path != null && words != null) {
            throw new ProblemsException(Place.of(command), "there is a " + file + " already", "give one of the two");
        }
    }

    private static void ask(
            Prompter prompter, boolean ask, String asking, String naming, @Nullable Path file, @Nullable String command)
            throws ProblemsException {
        if (ask && (file != null || command != null)) {
            String other = file == null ? naming.replace("-file", "-command") : naming;
            throw new ProblemsException(Place.of(asking), "there is a " + other + " already", "give one of the two");
        }
        if (ask && !prompter.can()) {
            throw new ProblemsException(
                    Place.of(asking),
                    "there is no terminal to ask on",
                    "use " + naming + " or " + naming.replace("-file", "-command"));
        }
    }

    /** How to log in; questions are asked on the terminal. */
    Login login(Prompter prompter) {
        return new Login(
                Optional.ofNullable(user),
                Optional.ofNullable(identity),
                source(passwordFile, passwordCommand).withAsk(() -> ask(prompter, askPassword, "Password")),
                source(becomePasswordFile, becomePasswordCommand)
                        .withAsk(() -> ask(prompter, askBecomePass, "Password for sudo, su or doas")),
                source(passphraseFile, passphraseCommand),
                file -> prompter.secret("Passphrase of " + file),
                prompter::answers,
                acceptNew,
                knownHosts,
                Optional.ofNullable(connectTimeout),
                Optional.ofNullable(sshConfig));
    }

    /** What of it decides which hosts are meant, without anything to log in with. */
    Login unasked() {
        return sshConfig == null ? Login.DEFAULT : Login.DEFAULT.withSshConfig(sshConfig);
    }

    private static PasswordSource source(@Nullable Path file, @Nullable String command) {
        return PasswordSource.NONE.withSources(Optional.ofNullable(file), Optional.ofNullable(command));
    }

    private static Optional<Secret> ask(Prompter prompter, boolean wanted, String prompt) {
        return wanted ? prompter.secret(prompt) : Optional.empty();
    }
}
