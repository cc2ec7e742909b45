package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reaches hosts over SSH. One object is for all hosts of a run: it reads files and agent once. Safe for use by many
 * threads.
 */
public final class SshTransport implements Transport {
    /** The first Java with ML-KEM (JEP 496). */
    private static final int FIRST_WITH_MLKEM = 24;

    /** Measured: the cheapest first. Every sshd since OpenSSH 5.7 has one of them. */
    private static final String KEX = (Runtime.version().feature() >= FIRST_WITH_MLKEM ? "mlkem768x25519-sha256," : "")
            + "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,diffie-hellman-group14-sha256";

    private static final Path HOME = Path.of(System.getProperty("user.home"));

    private static final String SERVER_HOST_KEY = "server_host_key";
    private static final String HOST_KEY_ALGORITHMS = JSch.getConfig(SERVER_HOST_KEY);

    /** The same for every host: no round trip and no key pair that a login does not need. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("StrictHostKeyChecking", "yes"),
            Map.entry("HashKnownHosts", "no"),
            Map.entry("prefer_known_host_key_types", "no"),
            Map.entry("kex", KEX),
            // Scripts shrink to a quarter, which is a round trip or two on a slow link.
            Map.entry("compression.c2s", "zlib@openssh.com,none"),
            Map.entry("compression.s2c", "zlib@openssh.com,none"),
            Map.entry("zlib@openssh.com", WireCompression.class.getName()),
            Map.entry("CheckCiphers", ""),
            Map.entry("CheckMacs", ""),
            Map.entry("CheckKexes", ""),
            Map.entry("CheckSignatures", ""),
            Map.entry("try_additional_pubkey_algorithms", "no"),
            Map.entry("userauth." + OfferedMethods.NAME, OfferedMethods.class.getName()));

    private final SshOptions options;
    private final JSch jsch = new JSch();
    private final Logins logins;
    private final Map<String, Integer> laneLimits = new ConcurrentHashMap<>();
    private final Map<SshLogin.KnownKeys, KnownHosts> known = new ConcurrentHashMap<>();

    /** Logs in as these options say. */
    public SshTransport(SshOptions options) {
        this.options = options;
        this.logins = new Logins(jsch, options);
    }

    private KnownHosts known(SshLogin login) {
        return known.computeIfAbsent(login.known(), keys -> KnownHosts.read(keys.userFiles(), keys.globalFiles()));
    }

    /** The result of the name lookup is kept, so that {@link #open} finds it. */
    @Override
    public void prepare(Host host) {
        SshLogin login = login(host);
        known(login).refresh();
        logins.prepare(host, login);
        var unused = keyCheck(login).algorithms(HOST_KEY_ALGORITHMS);
    }

    @Override
    public Way way(Host host) {
        return Way.direct(host.address().toLowerCase(Locale.ROOT) + " " + host.port());
    }

    @Override
    public Optional<Duration> openLimit() {
        return Optional.of(options.connectTimeout());
    }

    /** How ssh would log in; by the options of the run where ssh_config was not asked. */
    private SshLogin login(Host host) {
        return host.login()
                .orElseGet(() -> SshLogin.plain(host.address(), host.port(), user(host), HOME)
                        .withKnownFiles(options.knownHosts(), List.of()));
    }

    private static String user(Host host) {
        return host.user().orElseGet(() -> System.getProperty("user.name"));
    }

    /** An alias is looked up without a port (ssh_config(5), HostKeyAlias). */
    private HostKeyCheck keyCheck(SshLogin login) {
        Optional<String> alias = login.known().alias();
        return new HostKeyCheck(
                known(login),
                alias.orElse(login.target().address()),
                alias.isPresent() ? Host.DEFAULT_PORT : login.target().port(),
                options.acceptNew() || login.known().acceptsNew());
    }

    @Override
    public dev.preflight.transport.Session open(Host host, Cancellation cancellation) throws TransportException {
        String user = user(host);
        ConnectAttempt opening = new ConnectAttempt();
        cancellation.onAbort(() ->
                cancellation.why().ifPresent(failure -> opening.end(about(host, user, HostFailure.of(failure)))));
        try {
            return opening.run("preflight-ssh-" + host.name(), o -> connect(host, user, o));
        } catch (TransportException e) {
            throw new TransportException(about(host, user, e.unreachable()), e.getCause());
        }
    }

    private static HostFailure about(Host host, String user, HostFailure what) {
        return what.with("address", host.address())
                .with("port", Integer.toString(host.port()))
                .with("user", user);
    }

    private SshSession connect(Host host, String user, ConnectAttempt opening) throws TransportException {
        SshLogin login = login(host);
        if (!login.proxy().direct()) {
            throw new TransportException(
                    HostFailure.of(TransportFailure.NO_WAY)
                            .with("said", "jump hosts and proxy commands are not supported here"),
                    null);
        }
        LoginAttempt attempt = logins.at(host, login, opening::loginBegins);
        HostKeyCheck check = keyCheck(login);
        String algorithms = check.algorithms(HOST_KEY_ALGORITHMS);
        SessionLog log = new SessionLog();
        Duration timeout = login.patience().timeout().orElse(options.connectTimeout());
        opening.connecting(timeout);
        Socket socket = Dialer.dial(login.target(), timeout, opening::track);
        Optional<WatchedInput> input = Optional.empty();
        try {
            input = Optional.of(new WatchedInput(socket));
            Session session = jsch.getSession(user, host.address(), host.port());
            SETTINGS.forEach(session::setConfig);
            session.setConfig(SERVER_HOST_KEY, algorithms);
            session.setHostKeyRepository(check);
            session.setLogger(log);
            session.setDaemonThread(true);
            session.setSocketFactory(new OpenSocket(socket, input.get()));
            attempt.give(session);
            session.connect();
            log.loggedIn();
            return new SshSession(session, socket, log, opener(host), what -> about(host, user, what));
        } catch (LoginEnd e) {
            close(socket);
            throw new TransportException(attempt.given(), e);
        } catch (JSchException e) {
            close(socket);
            Failures.Login seen = new Failures.Login(
                    check.problem(),
                    attempt.any(),
                    input.map(WatchedInput::ended).orElse(false),
                    input.map(WatchedInput::greeted).orElse(false),
                    input.flatMap(WatchedInput::strangeGreeting));
            throw new TransportException(attempt.described(Failures.ofLogin(e, seen), e), e);
        } catch (IOException e) {
            close(socket);
            throw new TransportException(Failures.ofConnect(e), e);
        }
    }

    private ChannelOpener opener(Host host) {
        String key = host.address() + " " + host.port();
        LaneQueue queue = new LaneQueue(laneLimits.getOrDefault(key, Integer.MAX_VALUE));
        return new ChannelOpener(queue, limit -> laneLimits.merge(key, limit, Math::min));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, whatever it says.
            return;
        }
    }

    /** Hands jsch a socket that is connected already. */
    private record OpenSocket(Socket socket, WatchedInput input) implements SocketFactory {
        /** jsch reads a packet in pieces of a few bytes; one read of the system should do for most. */
        private static final int BUFFER = 32 * 1024;

        @Override
        public Socket createSocket(String host, int port) {
            return socket;
        }

        @Override
        public InputStream getInputStream(Socket of) {
            return new BufferedInputStream(input, BUFFER);
        }

        @Override
        public OutputStream getOutputStream(Socket of) throws IOException {
            return of.getOutputStream();
        }
    }
}
