package dev.preflight.cli;

import dev.preflight.hook.HookRequest;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to log in over SSH. A password is never a value of an option: other users can read a command line. */
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
            names = {"-K", "--ask-become-pass"},
            description = "Ask for the password of sudo, su or doas on the terminal.")
    private boolean askBecomePass;

    @Option(
            names = "--become-password-file",
            paramLabel = "FILE",
            description = "Take the password of sudo, su or doas from the first line of this file.")
    private @Nullable Path becomePasswordFile;

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

    /** Whether the options fit together and the terminal is there that they need. */
    boolean check(Io io) throws ProblemsException {
        one(io, askPassword, "--ask-password", passwordFile, "--password-file");
        one(io, askBecomePass, "--ask-become-pass", becomePasswordFile, "--become-password-file");
        return true;
    }

    private static void one(Io io, boolean ask, String asking, @Nullable Path file, String naming)
            throws ProblemsException {
        if (ask && file != null) {
            throw new ProblemsException(Place.of(asking), "there is a " + naming + " already", "give one of the two");
        }
        if (ask && !io.canAsk()) {
            throw new ProblemsException(
                    Place.of(asking),
                    "there is no terminal to ask on",
                    "use " + naming + "; if only the report is to go elsewhere, use --format NAME:PATH");
        }
    }

    void addTo(HookRequest.Builder request, Io io) {
        if (user != null) {
            request.user(user);
        }
        if (identity != null) {
            request.keyFile(identity);
        }
        if (askPassword) {
            request.password(() -> io.ask("Password"));
        }
        if (passwordFile != null) {
            request.passwordFile(passwordFile);
        }
        if (askBecomePass) {
            request.becomePassword(() -> io.ask("Password for sudo, su or doas"));
        }
        if (becomePasswordFile != null) {
            request.becomePasswordFile(becomePasswordFile);
        }
        request.passphrase(file -> io.ask("Passphrase of " + file));
        request.acceptNew(acceptNew);
        knownHosts.forEach(request::knownHosts);
        if (connectTimeout != null) {
            request.connectTimeout(connectTimeout);
        }
    }
}
