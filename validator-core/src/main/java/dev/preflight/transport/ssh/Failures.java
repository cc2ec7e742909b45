package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.JSchStrictKexException;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;

/** The one place where exceptions become typed failures: by type, save where jsch and Java leave only a text. */
final class Failures {
    /** SSH_DISCONNECT_PROTOCOL_ERROR (RFC 4253 section 11.1); sshd gives it after too many refused attempts. */
    private static final int PROTOCOL_ERROR = 2;

    /** SSH_DISCONNECT_KEY_EXCHANGE_FAILED. */
    private static final int KEY_EXCHANGE_FAILED = 3;

    /** SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE. */
    private static final int NO_MORE_METHODS = 14;

    /**
     * How what sshd says begins when it turns a login away before the SSH version: since OpenSSH 8.5 where there are more at
     * once than {@code MaxStartups}, and since 9.8 to an address with a penalty ({@code PerSourcePenalties} of
     * sshd_config(5)). Older ones and Dropbear hang up without a word.
     */
    private static final List<String> TURNED_AWAY = List.of("Exceeded MaxStartups", "Not allowed at this time");

    /**
     * What is known of a login that failed.
     *
     * @param hostKey what was wrong with the host's key
     * @param loginBegun whether keys were agreed on, so that the login itself had begun
     * @param hungUp whether the server ended the connection
     * @param greeted whether it had said its SSH version
     * @param greeting what it said instead of speaking SSH
     */
    record Login(
            Optional<HostFailure> hostKey,
            boolean loginBegun,
            boolean hungUp,
            boolean greeted,
            Optional<String> greeting) {

        /** The server took no notice of who it was that came. */
        private boolean turnedAway() {
            return !greeted
                    && greeting.map(said -> TURNED_AWAY.stream().anyMatch(said::startsWith))
                            .orElse(true);
        }
    }

    private Failures() {}

    static HostFailure ofName(IOException e) {
        return said(TransportFailure.NAME_NOT_FOUND, e);
    }

    static HostFailure ofConnect(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return HostFailure.of(TransportFailure.TIMED_OUT);
        }
        if (e instanceof ConnectException) {
            // Java has one type for ECONNREFUSED and ETIMEDOUT.
            boolean timedOut = String.valueOf(e.getMessage()).contains("timed out");
            return said(timedOut ? TransportFailure.TIMED_OUT : TransportFailure.REFUSED, e);
        }
        if (String.valueOf(e.getMessage()).startsWith("Connection reset")) {
            // ECONNRESET, as of a server that takes the connection and drops it in the same moment.
            return said(TransportFailure.TURNED_AWAY, e);
        }
        // NoRouteToHostException for EHOSTUNREACH, a bare SocketException for ENETUNREACH, EPERM of a local filter and
        // so on.
        return said(TransportFailure.NO_ROUTE, e);
    }

    static HostFailure ofLogin(JSchException e, Login login) {
        if (e instanceof JSchRevokedHostKeyException) {
            return login.hostKey().orElseGet(() -> said(TransportFailure.HOST_KEY_REVOKED, e));
        }
        if (e instanceof JSchHostKeyException) {
            return login.hostKey().orElseGet(() -> said(TransportFailure.HOST_KEY_UNKNOWN, e));
        }
        if (e instanceof JSchAlgoNegoFailException nego) {
            return HostFailure.of(TransportFailure.NO_SHARED_ALGORITHM)
                    .with("algorithm", RemoteText.clean(nego.getAlgorithmName()))
                    .with("said", RemoteText.clean(nego.getServerProposal()));
        }
        if (e instanceof JSchStrictKexException) {
            return said(TransportFailure.NO_SHARED_ALGORITHM, e);
        }
        if (e instanceof JSchSessionDisconnectException disconnect) {
            return HostFailure.of(ofDisconnect(disconnect.getReasonCode(), login.loginBegun()))
                    .with("said", RemoteText.clean(disconnect.getDescription()));
        }
        if (login.hungUp()) {
            // Before the text: jsch says "Auth fail" too when the server hangs up during the login.
            HostFailure dropped = HostFailure.of(
                    login.turnedAway() ? TransportFailure.TURNED_AWAY : TransportFailure.DROPPED_BEFORE_LOGIN);
            return login.greeting().map(g -> dropped.with("said", g)).orElse(dropped);
        }
        if (isAuthFail(e)) {
            return HostFailure.of(TransportFailure.AUTH_FAILED);
        }
        if (!(e.getCause() instanceof IOException)) {
            return said(TransportFailure.OTHER, e);
        }
        // It hung up while we wrote.
        return said(login.turnedAway() ? TransportFailure.TURNED_AWAY : TransportFailure.DROPPED_BEFORE_LOGIN, e);
    }

    private static TransportFailure ofDisconnect(int reason, boolean loginBegun) {
        if (reason == KEY_EXCHANGE_FAILED) {
            return TransportFailure.NO_SHARED_ALGORITHM;
        }
        return loginBegun && (reason == PROTOCOL_ERROR || reason == NO_MORE_METHODS)
                ? TransportFailure.AUTH_FAILED
                : TransportFailure.DROPPED_BEFORE_LOGIN;
    }

    /** jsch has no type for it: "Auth fail for methods 'publickey'", or "Auth cancel ..." when it ran out of answers. */
    private static boolean isAuthFail(JSchException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("Auth fail") || message.startsWith("Auth cancel");
    }

    /** The methods in jsch's text, which are the server's only if jsch asked for them. */
    static Optional<String> methodsOf(JSchException e) {
        String message = String.valueOf(e.getMessage());
        int start = message.indexOf('\'');
        int end = message.lastIndexOf('\'');
        return isAuthFail(e) && start < end ? Optional.of(message.substring(start + 1, end)) : Optional.empty();
    }

    static HostFailure midway(JSchException e) {
        return midway(Optional.of(e));
    }

    static HostFailure midway(Optional<Throwable> cause) {
        HostFailure closed = HostFailure.of(TransportFailure.CLOSED_MIDWAY);
        if (cause.isPresent() && cause.get() instanceof JSchSessionDisconnectException disconnect) {
            return closed.with("said", RemoteText.clean(disconnect.getDescription()));
        }
        return cause.map(c -> closed.with("said", RemoteText.clean(String.valueOf(c.getMessage()))))
                .orElse(closed);
    }

    private static HostFailure said(TransportFailure failure, Exception e) {
        return HostFailure.of(failure).with("said", RemoteText.clean(String.valueOf(e.getMessage())));
    }
}
