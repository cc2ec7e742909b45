package dev.preflight.transport.ssh;

import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.transport.HostFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One SSH server on the way to a host, or the host itself.
 *
 * @param host what is asked for secrets of it
 * @param login where it is, and who we are there
 * @param jump whether it is a jump host
 * @param timeout limit of name lookup, connection and key exchange together
 */
record Hop(Host host, SshLogin login, boolean jump, Duration timeout) {
    private static final Path HOME = Path.of(System.getProperty("user.home"));

    /** A host of the run; by the options of the run where ssh_config was not asked. */
    static Hop of(Host host, SshOptions options) {
        SshLogin login = host.login()
                .orElseGet(() -> SshLogin.plain(
                                host.address(),
                                host.port(),
                                host.user().orElseGet(() -> System.getProperty("user.name")),
                                HOME)
                        .withKnownFiles(options.knownHosts(), List.of()));
        return new Hop(host, login, false, patience(login, options));
    }

    /** A jump host. */
    static Hop jump(SshLogin login, SshOptions options) {
        SshLogin.Target target = login.target();
        Host host = new Host(
                        target.asked(),
                        target.address(),
                        target.port(),
                        Optional.of(target.user()),
                        Optional.empty(),
                        Optional.empty(),
                        Host.Connection.SSH,
                        Become.NONE,
                        List.of(),
                        Map.of(),
                        Place.of("ProxyJump"))
                .reachedBy(login);
        return new Hop(host, login, true, patience(login, options));
    }

    private static Duration patience(SshLogin login, SshOptions options) {
        return login.patience().timeout().orElse(options.connectTimeout());
    }

    String address() {
        return login.target().address();
    }

    int port() {
        return login.target().port();
    }

    String user() {
        return login.target().user();
    }

    /** For people: {@code name:22}, {@code [::1]:22}. */
    String shown() {
        return shown(login);
    }

    /** The same, after the name that ssh_config knows it by if that is another: that name is what people look for. */
    String named() {
        String asked = login.target().asked();
        return asked.equalsIgnoreCase(address()) ? shown() : asked + " (" + shown() + ")";
    }

    static String shown(SshLogin login) {
        String address = login.target().address();
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":"
                + login.target().port();
    }

    /** Adds to a failure where it was. */
    HostFailure about(HostFailure what) {
        return what.with("address", address())
                .with("port", Integer.toString(port()))
                .with("user", user());
    }
}
