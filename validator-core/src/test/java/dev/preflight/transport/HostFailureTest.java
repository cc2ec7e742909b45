package dev.preflight.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFailureTest {
    private static HostFailure proxy(String said) {
        return HostFailure.of(TransportFailure.PROXY_COMMAND_FAILED).with("said", said);
    }

    /** As ssh of OpenSSH 9.2 and 7.4 says it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kex_exchange_identification: Connection closed by remote host Connection closed by 10.0.0.1 port 22",
                "kex_exchange_identification: read: Connection reset by peer Connection reset by 10.0.0.1 port 22",
                "ssh_exchange_identification: Connection closed by remote host",
                "Use of this system is monitored. ssh_exchange_identification: read: Connection reset by peer",
            })
    void aProxyCommandThatWasTurnedAwayMayGetIn(String said) {
        assertThat(proxy(said).mayPass(false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ops@10.0.0.1: Permission denied (publickey,password).",
                "Host key verification failed.",
                "ssh: connect to host 10.0.0.1 port 22: Connection refused",
                "kex_exchange_identification: banner line contains invalid characters",
                "channel 0: open failed: connect failed: Connection refused stdio forwarding failed",
            })
    void anyOtherProxyCommandThatFailedIsNotTriedAgain(String said) {
        assertThat(proxy(said).mayPass(true)).isFalse();
    }

    @Test
    void aJumpHostIsTriedOnceForAllBehindIt() {
        HostFailure why = HostFailure.of(TransportFailure.TURNED_AWAY);
        assertThat(why.mayPass(false)).isTrue();
        assertThat(why.with(HostFailure.VIA, "bastion").mayPass(false)).isTrue();
        assertThat(why.with(HostFailure.JUMP, "bastion:22").mayPass(true)).isFalse();
    }
}
