package dev.preflight.hook;

import dev.preflight.inventory.LoginQuestion;
import java.util.List;

/**
 * What a server asks at a login, such as a one-time code. All texts are the server's, without control characters.
 *
 * @param host what the request calls the host that asks; show it before the server's words
 * @param title often empty
 * @param instruction text before the prompts; often empty
 * @param prompts at least one; each wants an answer
 */
public record HookQuestion(String host, String title, String instruction, List<Prompt> prompts) {
    /**
     * One line to type.
     *
     * @param text as the server puts it
     * @param hidden whether what is typed must not be seen
     */
    public record Prompt(String text, boolean hidden) {}

    /** An unmodifiable list. */
    public HookQuestion {
        prompts = List.copyOf(prompts);
    }

    static HookQuestion of(LoginQuestion question) {
        return new HookQuestion(
                question.host(),
                question.name(),
                question.instruction(),
                question.prompts().stream()
                        .map(prompt -> new Prompt(prompt.text(), prompt.hidden()))
                        .toList());
    }
}
