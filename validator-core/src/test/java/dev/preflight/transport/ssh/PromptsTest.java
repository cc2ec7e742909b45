package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.LoginQuestion.Prompt;
import dev.preflight.inventory.Secret;
import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.AbstractUserAuthFactory;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server may ask that PAM of this machine does not. */
class PromptsTest {
    private final List<LoginQuestion> asked = new ArrayList<>();
    private final List<List<String>> answers = new ArrayList<>();
    private EmbeddedSshServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        server = EmbeddedSshServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Asks this in turn: what is let in is who answered each once. */
    private final class Rounds implements KeyboardInteractiveAuthenticator {
        private final Function<Integer, InteractiveChallenge> rounds;
        private final int last;

        Rounds(int last, Function<Integer, InteractiveChallenge> rounds) {
            this.rounds = rounds;
            this.last = last;
        }

        @Override
        public InteractiveChallenge generateChallenge(
                ServerSession session, String username, String language, String submethods) {
            return rounds.apply(answers.size());
        }

        /** One round a request: as PAM, the server asks anew when it is asked to. */
        @Override
        public boolean authenticate(ServerSession session, String username, List<String> responses) {
            answers.add(responses);
            return answers.size() == last;
        }
    }

    private static InteractiveChallenge challenge(String... prompts) {
        InteractiveChallenge challenge = new InteractiveChallenge();
        challenge.setInteractionName("");
        challenge.setInteractionInstruction("");
        for (String prompt : prompts) {
            challenge.addPrompt(prompt, prompt.startsWith("user"));
        }
        return challenge;
    }

    private SshOptions options(String... typed) {
        return Client.options(Client.knownHosts(folder, server.knownHostsLine()))
                .withSecrets(LoginSecrets.NONE.withAnswers(question -> {
                    asked.add(question);
                    return Optional.of(List.of(typed).stream().map(Secret::of).toList());
                }));
    }

    private Host host(Optional<String> password) {
        return Client.host("127.0.0.1", server.port(), "tester", Optional.empty(), password);
    }

    @Test
    void onlyAPromptForThePasswordAloneGetsIt() throws TransportException {
        server.asks(new Rounds(1, round -> challenge("user:", "Password:")));
        Client.run(options("me", "typed"), host(Optional.of("given")), "true");
        assertThat(answers).containsExactly(List.of("me", "typed"));
        assertThat(asked)
                .containsExactly(new LoginQuestion(
                        "target",
                        "",
                        "",
                        List.of(new Prompt("user:", false, false), new Prompt("Password:", true, true))));
    }

    @Test
    void aVisiblePromptForAPasswordDoesNotGetIt() throws TransportException {
        server.asks(new Rounds(1, round -> challenge("user password:")));
        Client.run(options("typed"), host(Optional.of("given")), "true");
        assertThat(answers).containsExactly(List.of("typed"));
    }

    @Test
    void theCodeIsAskedOfThePersonAfterThePasswordWasGiven() throws TransportException {
        server.asks(new Rounds(2, round -> challenge(round == 0 ? "Password: " : "Verification code: ")));
        Client.run(options("123456"), host(Optional.of("given")), "true");
        assertThat(answers).containsExactly(List.of("given"), List.of("123456"));
        assertThat(asked)
                .extracting(LoginQuestion::prompts)
                .containsExactly(List.of(new Prompt("Verification code:", true, false)));
    }

    @Test
    void whatWasRefusedOnceIsNotAnsweredAgain() {
        server.asks(new Rounds(99, round -> challenge("Verification code:")));
        HostFailure failure = Client.failure(options("123456"), host(Optional.empty()));
        assertThat(failure.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(failure.details())
                .containsEntry("prompt", "Verification code:")
                .containsEntry(HostFailure.FLAW, "wrong-answer");
        assertThat(answers).hasSize(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPasswordIsNotSentAgainWhenThePromptIsWordedAnew() {
        server.asks(new Rounds(99, round -> challenge("Password " + round + ":")));
        HostFailure failure = Client.failure(options("typed"), host(Optional.of("given")));
        assertThat(failure.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(failure.details()).containsEntry(HostFailure.FLAW, "wrong-password");
        assertThat(answers).containsExactly(List.of("given"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aServerThatNeverStopsAskingIsLeft() {
        AtomicInteger round = new AtomicInteger();
        server.asks(new Rounds(999, r -> challenge("question " + round.incrementAndGet())));
        assertThat(Client.failure(options("x"), host(Optional.empty())).failure())
                .isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(asked.size()).isBetween(1, 20);
    }

    @Test
    void manyPromptsAtOnceAreNotShown() {
        String[] many = IntStream.range(0, 500).mapToObj(i -> "p" + i).toArray(String[]::new);
        server.asks(new Rounds(1, r -> challenge(many)));
        assertThat(Client.failure(options("x"), host(Optional.empty())).failure())
                .isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(asked).isEmpty();
    }

    @Test
    void whatTheServerSaysCannotMoveTheCursor() throws TransportException {
        InteractiveChallenge evil = challenge("\u001b[2J\u202eCode\r\n:");
        evil.setInteractionName("\u0007name");
        evil.setInteractionInstruction("read\nthis".repeat(1000));
        server.asks(new Rounds(1, r -> evil));
        Client.run(options("x"), host(Optional.empty()), "true");
        LoginQuestion question = asked.get(0);
        assertThat(question.prompts()).containsExactly(new Prompt("[2J Code :", true, false));
        assertThat(question.name()).isEqualTo("name");
        assertThat(question.instruction().length()).isLessThan(1000);
        assertThat(question.instruction()).doesNotContain("\n");
    }

    @Test
    void aCountOfPromptsThatFitsNoMemoryEndsThisLoginAlone() {
        server.logins(new AbstractUserAuthFactory("keyboard-interactive") {
            @Override
            public UserAuth createUserAuth(ServerSession session) {
                return new Flood();
            }
        });
        HostFailure failure = Client.failure(options("x"), host(Optional.empty()));
        assertThat(failure.failure()).isEqualTo(TransportFailure.OTHER);
        assertThat(asked).isEmpty();
    }

    private static final class Flood extends AbstractUserAuth {
        Flood() {
            super("keyboard-interactive");
        }

        @Override
        protected Boolean doAuth(Buffer buffer, boolean init) throws Exception {
            ServerSession session = getServerSession();
            Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
            request.putString("");
            request.putString("");
            request.putString("");
            request.putUInt(Integer.MAX_VALUE);
            session.writePacket(request);
            return null;
        }
    }
}
