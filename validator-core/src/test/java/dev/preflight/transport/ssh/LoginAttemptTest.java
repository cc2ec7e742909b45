package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSchException;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAttemptTest {
    /** With no key and no password, on a server that offered this. */
    private static HostFailure refused(String offered, String preferred) {
        Answers answers = new Answers("h", Optional.empty(), question -> Optional.empty());
        answers.offered(offered);
        return new LoginAttempt(
                        new KeyChoice(List.of(), List.of(), true),
                        new LoginKeys(List.of(), () -> {}),
                        answers,
                        Optional.empty(),
                        List.of(preferred.split(" ", -1)))
                .described(HostFailure.of(TransportFailure.AUTH_FAILED), new JSchException("Auth fail"));
    }

    @ParameterizedTest
    @CsvSource({
        "password, no-password",
        "'password,keyboard-interactive', no-password",
        "publickey, no-right-key",
        "'publickey,publickey', no-right-key"
    })
    void saysWhatIsLacking(String offered, String flaw) {
        assertThat(refused(offered, "publickey password").details()).containsEntry(HostFailure.FLAW, flaw);
    }

    @ParameterizedTest
    @CsvSource({"'publickey,password'", "gssapi-with-mic", "','"})
    void saysNothingOfWhatItCannotTell(String offered) {
        assertThat(refused(offered, "publickey password").details()).doesNotContainKey(HostFailure.FLAW);
    }

    @Test
    void doesNotAskForAPasswordThatWouldNotBeSent() {
        assertThat(refused("password", "publickey").details()).doesNotContainKey(HostFailure.FLAW);
    }
}
