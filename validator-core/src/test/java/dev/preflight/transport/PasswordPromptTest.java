package dev.preflight.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Secret;
import dev.preflight.transport.PasswordPrompt.Step;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordPromptTest {
    private final PasswordPrompt passwordPrompt =
            new PasswordPrompt("ASK-1", "READY-1", Optional.of(Secret.of("horse")));

    private static Step out(PasswordPrompt passwordPrompt, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return passwordPrompt.heard(true, bytes, 0, bytes.length);
    }

    private static Step err(PasswordPrompt passwordPrompt, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return passwordPrompt.heard(false, bytes, 0, bytes.length);
    }

    @Test
    void whereNoPasswordIsAskedForNoneIsSent() {
        assertThat(out(passwordPrompt, "welcome\nREADY-1\n")).isEqualTo(Step.SEND_INPUT);
    }

    @Test
    void thePasswordGoesToThePromptAndTheInputBehindTheLine() {
        assertThat(err(passwordPrompt, "lecture\nAS")).isEqualTo(Step.WAIT);
        assertThat(err(passwordPrompt, "K-1")).isEqualTo(Step.SEND_PASSWORD);
        assertThat(passwordPrompt.answer()).isEqualTo("horse\n".getBytes(StandardCharsets.UTF_8));
        assertThat(out(passwordPrompt, "READY-1")).isEqualTo(Step.WAIT);
        assertThat(out(passwordPrompt, "\n@@first")).isEqualTo(Step.SEND_INPUT);
        assertThat(new String(passwordPrompt.behind(), StandardCharsets.UTF_8)).isEqualTo("@@first");
    }

    @Test
    void aSecondPromptEndsIt() {
        assertThat(err(passwordPrompt, "ASK-1")).isEqualTo(Step.SEND_PASSWORD);
        assertThat(err(passwordPrompt, "Sorry, try again.\nASK-1")).isEqualTo(Step.GIVE_UP);
        assertThat(out(passwordPrompt, "READY-1\n")).isEqualTo(Step.WAIT);
        assertThat(passwordPrompt.said()).isEqualTo("Sorry, try again.");
    }

    @Test
    void withoutAPasswordTheFirstPromptEndsIt() {
        PasswordPrompt mute = new PasswordPrompt("ASK-1", "READY-1", Optional.empty());
        assertThat(out(mute, "ASK-1")).isEqualTo(Step.GIVE_UP);
    }

    @Test
    void whatIsRefusedIsSaid() {
        assertThat(err(passwordPrompt, "sudo: sorry, you must have a tty to run sudo\n"))
                .isEqualTo(Step.WAIT);
        assertThat(passwordPrompt.said()).isEqualTo("sudo: sorry, you must have a tty to run sudo");
    }

    @Test
    void aFloodIsNotKept() {
        String much = "x".repeat(100_000);
        assertThat(err(passwordPrompt, much)).isEqualTo(Step.WAIT);
        assertThat(passwordPrompt.said()).hasSizeLessThan(5_000);
    }
}
