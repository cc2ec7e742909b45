package dev.preflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;

/**
 * An SSH server in this process, on a free port of 127.0.0.1. It runs commands with a real {@code /bin/sh} as the user
 * who runs the tests, counts what comes, and can misbehave. Any user may log in with {@link #PASSWORD} or an authorized
 * key.
 */
public final class EmbeddedSshServer implements AutoCloseable {
    /** The password that it takes. */
    public static final String PASSWORD = "correct horse";

    /** How it misbehaves. */
    public enum Fault {
        /** Not at all. */
        NONE,
        /** Offers only a key exchange that clients have dropped. */
        OLD_ALGORITHMS,
        /** Hangs up when a client connects. */
        DROP_BEFORE_LOGIN,
        /** Hangs up when it is asked for a login. */
        DROP_IN_AUTH,
        /** Says that the system boots, and hangs up, as sshd with pam_nologin(8) does. */
        BOOTING,
        /** Accepts connections and says nothing. */
        NEVER_SPEAK,
        /** Says its version and nothing more. */
        HANG_IN_KEX,
        /** Never answers a password or key. */
        HANG_IN_AUTH,
        /** Accepts a command and runs nothing. */
        HANG_AFTER_LOGIN,
        /** Breaks the connection at a command's first output. */
        CLOSE_MIDWAY
    }

    private final Fault fault;
    private final SshServer server = SshServer.setUpDefaultServer();
    private final List<Socket> accepted = Collections.synchronizedList(new ArrayList<>());
    private final Set<PublicKey> authorized = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger passwordAttempts = new AtomicInteger();
    private final AtomicInteger keyAttempts = new AtomicInteger();
    private final AtomicInteger execChannels = new AtomicInteger();
    private final ServerSocket mute;
    private volatile KeyPair hostKey;

    private EmbeddedSshServer(Fault fault) throws IOException {
        this.fault = fault;
        this.hostKey = newKey();
        boolean plainSocket =
                fault == Fault.NEVER_SPEAK || fault == Fault.HANG_IN_KEX || fault == Fault.DROP_BEFORE_LOGIN;
        mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        if (plainSocket) {
            daemon(this::acceptOnly);
        } else {
            mute.close();
            startServer();
        }
    }

    /** Starts one that works. */
    public static EmbeddedSshServer start() {
        return start(Fault.NONE);
    }

    /** Starts one with this fault. */
    public static EmbeddedSshServer start(Fault fault) {
        try {
            return new EmbeddedSshServer(fault);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it lets in whom these let in. */
    public void logins(UserAuthFactory... ways) {
        server.setUserAuthFactories(List.of(ways));
    }

    /** From now on it asks those who log in, and does nothing else. */
    public void asks(KeyboardInteractiveAuthenticator questions) {
        logins(UserAuthKeyboardInteractiveFactory.INSTANCE);
        server.setKeyboardInteractiveAuthenticator(questions);
    }

    private void startServer() throws IOException {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(session -> List.of(hostKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        server.setPasswordAuthenticator((user, password, session) -> {
            passwordAttempts.incrementAndGet();
            misbehaveInAuth(session);
            return password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator((user, key, session) -> {
            keyAttempts.incrementAndGet();
            misbehaveInAuth(session);
            return authorized.contains(key);
        });
        server.setCommandFactory((channel, command) -> {
            execChannels.incrementAndGet();
            return new ShellCommand(command, fault, channel.getSession());
        });
        server.addSessionListener(new Counter());
        if (fault == Fault.BOOTING) {
            CoreModuleProperties.WELCOME_BANNER.set(
                    server,
                    "System is booting up. Unprivileged users are not permitted to log in yet. Please come back later."
                            + " For technical details, see pam_nologin(8).\n");
        }
        if (fault == Fault.OLD_ALGORITHMS) {
            server.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(
                    false,
                    List.of(BuiltinDHFactories.fromFactoryName("diffie-hellman-group1-sha1")),
                    ServerBuilder.DH2KEX));
        }
        server.start();
    }

    private void misbehaveInAuth(Session session) {
        if (fault == Fault.DROP_IN_AUTH || fault == Fault.BOOTING) {
            session.close(true);
        } else if (fault == Fault.HANG_IN_AUTH) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void acceptOnly() {
        try {
            while (true) {
                Socket socket = mute.accept();
                connections.incrementAndGet();
                accepted.add(socket);
                if (fault == Fault.DROP_BEFORE_LOGIN) {
                    socket.close();
                } else if (fault == Fault.HANG_IN_KEX) {
                    socket.getOutputStream().write("SSH-2.0-Mute\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return mute.isClosed() ? server.getPort() : mute.getLocalPort();
    }

    /** The line that makes its host key known to a client that calls it {@code 127.0.0.1}. */
    public String knownHostsLine() {
        return "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** Gives it another host key, for connections from now on. */
    public void swapHostKey() {
        hostKey = newKey();
    }

    /** Lets a key in; as in {@code authorized_keys}. */
    public void authorize(String line) {
        try {
            authorized.add(AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
                    .resolvePublicKey(null, Collections.emptyMap(), PublicKeyEntryResolver.IGNORING));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    /** TCP connections so far. */
    public int connections() {
        return connections.get();
    }

    /** Logins so far. */
    public int sessions() {
        return sessions.get();
    }

    /** Attempts at a password so far. */
    public int passwordAttempts() {
        return passwordAttempts.get();
    }

    /** Attempts at a key so far; a signed one after a query counts twice. */
    public int keyAttempts() {
        return keyAttempts.get();
    }

    /** Commands so far, each on a channel of its own. */
    public int execChannels() {
        return execChannels.get();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            mute.close();
            synchronized (accepted) {
                for (Socket socket : accepted) {
                    socket.close();
                }
            }
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void daemon(Runnable work) {
        Thread thread = new Thread(work, "embedded-sshd");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Counter implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            connections.incrementAndGet();
        }

        @Override
        public void sessionEvent(Session session, Event event) {
            if (event == Event.Authenticated) {
                sessions.incrementAndGet();
            }
        }
    }
}
