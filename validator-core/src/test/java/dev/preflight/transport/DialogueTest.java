package dev.preflight.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Secret;
import dev.preflight.transport.Dialogue.Step;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialogueTest {
    private final Dialogue dialogue = new Dialogue("ASK-1", "READY-1", Optional.of(Secret.of("horse")));

    private static Step out(Dialogue dialogue, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return dialogue.heard(true, bytes, 0, bytes.length);
    }

    private static Step err(Dialogue dialogue, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return dialogue.heard(false, bytes, 0, bytes.length);
    }

    @Test
    void whereNoPasswordIsAskedForNoneIsSent() {
        assertThat(out(dialogue, "welcome\nREADY-1\n")).isEqualTo(Step.SEND_INPUT);
    }

    @Test
    void thePasswordGoesToThePromptAndTheInputBehindTheLine() {
        assertThat(err(dialogue, "lecture\nAS")).isEqualTo(Step.WAIT);
        assertThat(err(dialogue, "K-1")).isEqualTo(Step.SEND_PASSWORD);
        assertThat(dialogue.answer()).isEqualTo("horse\n".getBytes(StandardCharsets.UTF_8));
        assertThat(out(dialogue, "READY-1")).isEqualTo(Step.WAIT);
        assertThat(out(dialogue, "\n@@first")).isEqualTo(Step.SEND_INPUT);
        assertThat(new String(dialogue.behind(), StandardCharsets.UTF_8)).isEqualTo("@@first");
    }

    @Test
    void aSecondPromptEndsIt() {
        assertThat(err(dialogue, "ASK-1")).isEqualTo(Step.SEND_PASSWORD);
        assertThat(err(dialogue, "Sorry, try again.\nASK-1")).isEqualTo(Step.GIVE_UP);
        assertThat(out(dialogue, "READY-1\n")).isEqualTo(Step.WAIT);
        assertThat(dialogue.said()).isEqualTo("Sorry, try again.");
    }

    @Test
    void withoutAPasswordTheFirstPromptEndsIt() {
        Dialogue mute = new Dialogue("ASK-1", "READY-1", Optional.empty());
        assertThat(out(mute, "ASK-1")).isEqualTo(Step.GIVE_UP);
    }

    @Test
    void whatIsRefusedIsSaid() {
        assertThat(err(dialogue, "sudo: sorry, you must have a tty to run sudo\n"))
                .isEqualTo(Step.WAIT);
        assertThat(dialogue.said()).isEqualTo("sudo: sorry, you must have a tty to run sudo");
    }

    @Test
    void aFloodIsNotKept() {
        String much = "x".repeat(100_000);
        assertThat(err(dialogue, much)).isEqualTo(Step.WAIT);
        assertThat(dialogue.said()).hasSizeLessThan(5_000);
    }
}
