package dev.preflight.inventory;

import java.util.List;

/**
 * What a server asks of a person who logs in: keyboard-interactive (RFC 4256), such as a one-time code. All texts are the
 * server's, without control characters and cut to a length.
 *
 * @param host what the user calls the host that asks
 * @param name a title; often empty
 * @param instruction text before the prompts; often empty
 * @param prompts at least one
 */
public record LoginQuestion(String host, String name, String instruction, List<Prompt> prompts) {
    /**
     * One line to type.
     *
     * @param text as the server puts it
     * @param hidden whether what is typed must not be seen
     * @param forPassword whether it asks for the password with which this person always logs in, as far as its words tell
     */
    public record Prompt(String text, boolean hidden, boolean forPassword) {}

    /** An unmodifiable list. */
    public LoginQuestion {
        prompts = List.copyOf(prompts);
    }
}
