package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One attempt to log in to a server, over a link that leads to it. What it needs from this machine is read first. */
final class Login {
    /** The first Java with ML-KEM (JEP 496). */
    private static final int FIRST_WITH_MLKEM = 24;

    /** Measured: the cheapest first. Every sshd since OpenSSH 5.7 has one of them. */
    private static final String KEX = (Runtime.version().feature() >= FIRST_WITH_MLKEM ? "mlkem768x25519-sha256," : "")
            + "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,diffie-hellman-group14-sha256";

    private static final String SERVER_HOST_KEY = "server_host_key";

    /** The algorithms to ask host keys for, in order. */
    static final String HOST_KEY_ALGORITHMS = JSch.getConfig(SERVER_HOST_KEY);

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

    private final Hop hop;
    private final Means means;
    private final HostKeyCheck check;
    private final String algorithms;
    private final LoginAttempt attempt;
    private final SessionLog log = new SessionLog();
    private volatile @Nullable WatchedInput watched;

    /**
     * Reads what the login needs.
     *
     * @param opening learns when the login begins
     * @throws TransportException if there is nothing to log in with but a key that cannot be used
     */
    Login(Hop hop, Means means, ConnectAttempt opening) throws TransportException {
        this.hop = hop;
        this.means = means;
        this.attempt = hop.jump()
                ? means.logins().atJump(hop.host(), hop.login(), opening::loginBegins)
                : means.logins().at(hop.host(), hop.login(), opening::loginBegins);
        this.check = means.keyCheck(hop.login());
        this.algorithms = check.algorithms(HOST_KEY_ALGORITHMS);
    }

    /**
     * Logs in; closes the link if that fails.
     *
     * @param about says of a failure whose it is
     */
    SshSession over(Link link, UnaryOperator<HostFailure> about) throws TransportException {
        WatchedInput input = new WatchedInput(link.input());
        watched = input;
        try {
            Session session = means.jsch().getSession(hop.user(), hop.address(), hop.port());
            SETTINGS.forEach(session::setConfig);
            session.setConfig(SERVER_HOST_KEY, algorithms);
            session.setHostKeyRepository(check);
            // The name in a host's certificate is the alias, too.
            hop.login().known().alias().ifPresent(session::setHostKeyAlias);
            session.setLogger(log);
            session.setDaemonThread(true);
            session.setThreadFactory(reading -> reader(reading, link));
            session.setProxy(new OpenLink(link, input));
            attempt.give(session);
            session.connect();
            log.loggedIn();
            return new SshSession(session, link, log, means.opener(hop), about);
        } catch (LoginEnd e) {
            link.close();
            throw new TransportException(attempt.given(), e);
        } catch (JSchException e) {
            Optional<HostFailure> broken = check.problem().isPresent() ? Optional.empty() : link.broken();
            HostFailure why = broken.orElseGet(() -> link.seen(failure(e, input)));
            link.close();
            throw new TransportException(why, e);
        }
    }

    /** Grows with what the server says. */
    long heard() {
        WatchedInput input = watched;
        return input == null ? 0 : input.heard();
    }

    private HostFailure failure(JSchException e, WatchedInput input) {
        Failures.Login seen = new Failures.Login(
                check.problem(), attempt.any(), input.ended(), input.greeted(), input.strangeGreeting());
        return attempt.described(Failures.ofLogin(e, seen), e);
    }

    /** jsch starts one thread for a session, which reads until it is over; no channel here has one of its own. */
    private Thread reader(Runnable reading, Link link) {
        return new Thread(() -> {
            try {
                reading.run();
            } finally {
                log.readerEnded();
                link.close();
            }
        });
    }

    /** Hands jsch a link that is open already. */
    private record OpenLink(Link link, WatchedInput watched) implements Proxy {
        /** jsch reads a packet in pieces of a few bytes; one read of the system should do for most. */
        private static final int BUFFER = 32 * 1024;

        @Override
        public void connect(@Nullable SocketFactory factory, String host, int port, int timeout) {
            // It is connected.
        }

        @Override
        public InputStream getInputStream() {
            return new BufferedInputStream(watched, BUFFER);
        }

        @Override
        public OutputStream getOutputStream() {
            return link.output();
        }

        @Override
        public @Nullable Socket getSocket() {
            return null;
        }

        /** What became of the link is asked first; then it is closed, in any case. */
        @Override
        public void close() {
            // Not here.
        }
    }
}
