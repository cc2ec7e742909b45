package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSchException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.ssh.Failures.Login;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Login PLAIN = new Login(Optional.empty(), true, false, true, Optional.empty());

    private static TransportFailure connect(IOException e) {
        return Failures.ofConnect(e).failure();
    }

    @Test
    void connectFailuresByType() {
        assertThat(connect(new ConnectException("Connection refused"))).isEqualTo(TransportFailure.REFUSED);
        assertThat(connect(new ConnectException("Connection timed out"))).isEqualTo(TransportFailure.TIMED_OUT);
        assertThat(connect(new SocketTimeoutException())).isEqualTo(TransportFailure.TIMED_OUT);
        assertThat(connect(new NoRouteToHostException())).isEqualTo(TransportFailure.NO_ROUTE);
        assertThat(connect(new SocketException("Connection reset"))).isEqualTo(TransportFailure.TURNED_AWAY);
        assertThat(connect(new SocketException("Network is unreachable"))).isEqualTo(TransportFailure.NO_ROUTE);
    }

    /** These texts of jsch are not typed; SshFailureTest shows that jsch still says the first. */
    @Test
    void theTextsThatMeanARefusedLogin() {
        JSchException fail = new JSchException("Auth fail for methods 'publickey,password'");
        assertThat(Failures.ofLogin(fail, PLAIN).failure()).isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(Failures.methodsOf(fail)).hasValue("publickey,password");
        JSchException cancel = new JSchException("Auth cancel for methods 'password'");
        assertThat(Failures.ofLogin(cancel, PLAIN).failure()).isEqualTo(TransportFailure.AUTH_FAILED);
    }

    @Test
    void anythingElseIsOtherWithItsText() {
        JSchException odd = new JSchException("verify: \u001b[31mfalse\n");
        assertThat(Failures.ofLogin(odd, PLAIN).failure()).isEqualTo(TransportFailure.OTHER);
        assertThat(Failures.ofLogin(odd, PLAIN).details()).containsEntry("said", "verify: [31mfalse");
        JSchException io = new JSchException("Session.connect: x", new SocketException("Connection reset"));
        assertThat(Failures.ofLogin(io, PLAIN).failure()).isEqualTo(TransportFailure.DROPPED_BEFORE_LOGIN);
    }

    private static TransportFailure hungUp(boolean greeted, Optional<String> said) {
        JSchException e = new JSchException("connection is closed by foreign host");
        return Failures.ofLogin(e, new Login(Optional.empty(), false, true, greeted, said))
                .failure();
    }

    @Test
    void whoHangsUpBeforeItsVersionMayTakeTheNextLogin() {
        assertThat(hungUp(false, Optional.empty())).isEqualTo(TransportFailure.TURNED_AWAY);
        assertThat(hungUp(false, Optional.of("Exceeded MaxStartups"))).isEqualTo(TransportFailure.TURNED_AWAY);
        assertThat(hungUp(false, Optional.of("Not allowed at this time"))).isEqualTo(TransportFailure.TURNED_AWAY);
        assertThat(hungUp(false, Optional.of("HTTP/1.1 400"))).isEqualTo(TransportFailure.DROPPED_BEFORE_LOGIN);
        assertThat(hungUp(true, Optional.empty())).isEqualTo(TransportFailure.DROPPED_BEFORE_LOGIN);
        JSchException write = new JSchException("Session.connect: x", new SocketException("Broken pipe"));
        Login before = new Login(Optional.empty(), false, false, false, Optional.empty());
        assertThat(Failures.ofLogin(write, before).failure()).isEqualTo(TransportFailure.TURNED_AWAY);
    }

    /** What else may pass when it is tried again: nothing but one connection more than an address takes at once. */
    @Test
    void onlyWhatPassesByItselfIsTriedAgain() {
        assertThat(Stream.of(TransportFailure.values()).filter(f -> f.mayPass(false)))
                .containsExactly(TransportFailure.TURNED_AWAY);
        assertThat(Stream.of(TransportFailure.values()).filter(f -> f.mayPass(true)))
                .containsExactly(TransportFailure.REFUSED, TransportFailure.TURNED_AWAY);
    }

    @Test
    void wordsOfOthersAreCutAndCleaned() {
        assertThat(RemoteText.clean("a\r\n\tb\u202ec\u0000")).isEqualTo("a b c");
        assertThat(RemoteText.clean("x".repeat(400))).hasSize(400);
        assertThat(RemoteText.clean("x".repeat(401))).hasSize(403).endsWith("...");
    }
}
