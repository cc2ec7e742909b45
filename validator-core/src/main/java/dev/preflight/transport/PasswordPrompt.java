package dev.preflight.transport;

import dev.preflight.inventory.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dialogue with a program, such as sudo, that becomes root and then runs the command of Preflight. The program
 * prompts for a password or not; then the command prints a line, the ready line, before anything else. The password is
 * sent only after a prompt, and only once. The input is sent only after the ready line. So a password can never be run
 * as a command, and no second try can lock an account.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PasswordPrompt {
    /** How much output before the ready line is kept, for the message if that line is never printed. */
    private static final int KEPT = 4096;

    /** What the caller has to do next. */
    public enum Step {
        /** Wait for more output. */
        WAIT,
        /** Send the password and a line feed. */
        SEND_PASSWORD,
        /** Send the input. */
        SEND_INPUT,
        /** End the command: there is no password, or it was not accepted. */
        GIVE_UP
    }

    private final String prompt;
    private final String ready;
    private final Optional<Secret> password;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int answered;
    private boolean over;
    private byte[] behind = new byte[0];

    /**
     * Prepares a dialogue.
     *
     * @param prompt the text that asks for the password
     * @param ready the line that the command of Preflight prints first, without its line feed
     * @param password the answer to the prompt; empty: a prompt ends the dialogue
     */
    public PasswordPrompt(String prompt, String ready, Optional<Secret> password) {
        this.prompt = prompt;
        this.ready = ready;
        this.password = password;
    }

    /** Takes a piece of one of the two streams, and returns what to do next. */
    public Step heard(boolean standardOutput, byte[] bytes, int offset, int length) {
        if (over) {
            return Step.WAIT;
        }
        ByteArrayOutputStream stream = standardOutput ? out : err;
        if (stream.size() < KEPT) {
            stream.write(bytes, offset, Math.min(length, KEPT - stream.size()));
        }
        if (standardOutput && isReady()) {
            over = true;
            return Step.SEND_INPUT;
        }
        if (prompts() > answered) {
            answered++;
            over = answered > 1 || password.isEmpty();
            return over ? Step.GIVE_UP : Step.SEND_PASSWORD;
        }
        return Step.WAIT;
    }

    private boolean isReady() {
        // One char for each byte, so that an index into the text is one into the bytes.
        String text = out.toString(StandardCharsets.ISO_8859_1);
        int at = text.indexOf(ready);
        int end = at < 0 ? -1 : text.indexOf('\n', at);
        if (end >= 0) {
            behind = text.substring(end + 1).getBytes(StandardCharsets.ISO_8859_1);
        }
        return end >= 0;
    }

    private int prompts() {
        return count(out.toString(StandardCharsets.UTF_8)) + count(err.toString(StandardCharsets.UTF_8));
    }

    private int count(String text) {
        int count = 0;
        for (int at = text.indexOf(prompt); at >= 0; at = text.indexOf(prompt, at + prompt.length())) {
            count++;
        }
        return count;
    }

    /** The output that followed the ready line in the same piece. */
    public byte[] behind() {
        return behind.clone();
    }

    /** The answer to the prompt, with its line feed. A copy, which the caller overwrites after it is sent. */
    public byte[] answer() {
        byte[] secret = password.map(Secret::bytes).orElse(new byte[0]);
        byte[] line = new byte[secret.length + 1];
        System.arraycopy(secret, 0, line, 0, secret.length);
        line[secret.length] = '\n';
        Arrays.fill(secret, (byte) 0);
        return line;
    }

    /** What the program printed instead of the ready line, without prompts; untrusted. */
    public String said() {
        String all = err.toString(StandardCharsets.UTF_8) + "\n" + out.toString(StandardCharsets.UTF_8);
        return Stream.of(all.split("\n", -1))
                .map(this::behindPrompts)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private String behindPrompts(String line) {
        int last = line.lastIndexOf(prompt);
        return last < 0 ? line : line.substring(last + prompt.length());
    }
}
