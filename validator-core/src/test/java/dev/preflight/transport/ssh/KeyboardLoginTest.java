package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.Secret;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Eventually;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keyboard-interactive logins through PAM of a real sshd, and logins of several steps. */
class KeyboardLoginTest {
    private static final List<String> UNIX = List.of(
            "auth required pam_unix.so",
            "account required pam_unix.so",
            "password required pam_unix.so",
            "session required pam_permit.so");

    private static RealSshd sshd;

    private final List<LoginQuestion> asked = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = RealSshd.launchWithPam(UNIX, "LogLevel VERBOSE");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private SshOptions options(RealSshd server) {
        return Client.options(Client.knownHosts(folder, server.knownHostsLine()));
    }

    /** With a person who answers so. */
    private SshOptions answering(RealSshd server, String... answers) {
        return options(server).withSecrets(LoginSecrets.NONE.withAnswers(question -> {
            asked.add(question);
            return Optional.of(List.of(answers).stream().map(Secret::of).toList());
        }));
    }

    private static Host host(RealSshd server, Optional<String> password) {
        return Client.host("127.0.0.1", server.port(), server.user(), Optional.empty(), password);
    }

    private static long refusals(RealSshd server) {
        return server.log().lines().filter(line -> line.contains("Failed ")).count();
    }

    @Test
    void aPasswordThatWasGivenAnswersThePromptForIt() throws TransportException {
        assertThat(Client.run(answering(sshd), host(sshd, Optional.of(sshd.password())), "echo in")
                        .out())
                .isEqualTo("in\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void aPersonIsShownThePromptWithTheHostsName() throws TransportException {
        assertThat(Client.run(answering(sshd, sshd.password()), host(sshd, Optional.empty()), "echo in")
                        .out())
                .isEqualTo("in\n");
        assertThat(asked)
                .containsExactly(new LoginQuestion(
                        "target", "", "", List.of(new LoginQuestion.Prompt("Password:", true, true))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"given", "typed"})
    void aWrongPasswordIsTriedOnce(String how) {
        long before = refusals(sshd);
        long endings = endings(sshd);
        HostFailure failure = how.equals("given")
                ? Client.failure(options(sshd), host(sshd, Optional.of("wr0ng")))
                : Client.failure(answering(sshd, "wr0ng"), host(sshd, Optional.empty()));
        assertThat(failure.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(failure.details()).containsEntry("password", how.equals("given") ? "tried" : "none");
        assertThat(failure.toString()).doesNotContain("wr0ng");
        Eventually.is(() -> endings(sshd) > endings);
        assertThat(refusals(sshd) - before).isEqualTo(1);
        assertThat(asked.size()).isEqualTo(how.equals("given") ? 0 : 1);
    }

    private static long endings(RealSshd server) {
        return server.log()
                .lines()
                .filter(line -> line.startsWith("Disconnected from"))
                .count();
    }

    @Test
    void withNobodyToAnswerThePromptIsNamedAndNoAttemptIsCounted() {
        long before = refusals(sshd);
        long endings = endings(sshd);
        HostFailure failure = Client.failure(options(sshd), host(sshd, Optional.empty()));
        assertThat(failure.failure()).isEqualTo(TransportFailure.PROMPT_UNANSWERED);
        Eventually.is(() -> endings(sshd) > endings);
        assertThat(failure.details()).containsEntry("prompt", "Password:").containsEntry("user", sshd.user());
        assertThat(refusals(sshd)).isEqualTo(before);
    }

    @Test
    void anExpiredPasswordIsNeverChanged() throws Exception {
        try (RealSshd expired = RealSshd.launchWithPam(UNIX)) {
            Commands.run("", "chage", "-d", "0", expired.user());
            String before = shadow(expired);
            HostFailure failure =
                    Client.failure(answering(expired, "New-pw-77"), host(expired, Optional.of(expired.password())));
            assertThat(failure.failure()).isEqualTo(TransportFailure.PASSWORD_EXPIRED);
            assertThat(failure.details().get("prompt")).containsIgnoringCase("current password");
            assertThat(asked).isEmpty();
            assertThat(shadow(expired)).isEqualTo(before);
        }
    }

    private static String shadow(RealSshd server) throws Exception {
        return Files.readAllLines(Path.of("/etc/shadow")).stream()
                .filter(line -> line.startsWith(server.user() + ":"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aKeyAndThenThePassword() throws Exception {
        try (RealSshd two =
                RealSshd.launch("/bin/sh", "AuthenticationMethods publickey,password", "LogLevel VERBOSE")) {
            Path key = two.newKey("k", "", "-t", "ed25519");
            SshOptions options = options(two).withKeyFiles(List.of(key));
            assertThat(Client.run(options, host(two, Optional.of(two.password())), "echo in")
                            .out())
                    .isEqualTo("in\n");
            HostFailure none = Client.failure(options, host(two, Optional.empty()));
            assertThat(none.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
            assertThat(none.details())
                    .containsEntry("methods", "password")
                    .containsEntry("password", "none")
                    .containsEntry(HostFailure.FLAW, "no-password");
            HostFailure wrong = Client.failure(options, host(two, Optional.of("wr0ng")));
            assertThat(wrong.details())
                    .containsEntry("methods", "password")
                    .containsEntry("password", "tried")
                    .containsEntry(HostFailure.FLAW, "wrong-password");
            Eventually.is(() -> refusals(two) == 1);
        }
    }

    @Test
    void aKeyAndThenAPrompt() throws Exception {
        try (RealSshd two = RealSshd.launchWithPam(
                UNIX, "AuthenticationMethods publickey,keyboard-interactive", "MaxAuthTries 1")) {
            Path key = two.newKey("k", "", "-t", "ed25519");
            SshOptions options = options(two).withKeyFiles(List.of(key));
            assertThat(Client.run(options, host(two, Optional.of(two.password())), "echo in")
                            .out())
                    .isEqualTo("in\n");
            HostFailure none = Client.failure(options, host(two, Optional.empty()));
            assertThat(none.failure()).isEqualTo(TransportFailure.PROMPT_UNANSWERED);
            assertThat(none.details()).containsEntry("prompt", "Password:");
        }
    }

    @Test
    void nothingIsSentToAServerWithAnotherKey() {
        long before = refusals(sshd);
        SshOptions unknown = Client.options(Client.knownHosts(folder));
        HostFailure failure = Client.failure(unknown, host(sshd, Optional.of("wr0ng")));
        assertThat(failure.failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
        assertThat(failure.details()).doesNotContainKey("password");
        assertThat(refusals(sshd)).isEqualTo(before);
    }
}
