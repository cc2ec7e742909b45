package dev.preflight.cli;

import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.Secret;
import dev.preflight.report.CleanText;
import java.io.Console;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Asks a person on the terminal for secrets, one question at a time, whichever threads want to know. Standard output is
 * asked on only where it is the terminal. After the end of input nothing more is asked.
 */
final class Prompter {
    /** Back to the first column, and erase to the end of the line (ECMA-48, EL): progress may stand there. */
    private static final String ERASE = "\r\u001b[K";

    private final Io io;
    private final Optional<Tty> tty;
    private volatile boolean asking;
    private boolean ended;

    Prompter(Io io) {
        this.io = io;
        this.tty = io.canAsk() ? Optional.empty() : io.tty();
    }

    /** Whether there is a terminal. */
    boolean can() {
        return io.canAsk() || tty.isPresent();
    }

    /** Whether a question stands on the terminal, so that nothing must be written over it. */
    boolean asking() {
        return asking;
    }

    /** Ends the line of a question that stands without an answer, as after a signal, so that the report begins below it. */
    void leave() {
        if (asking && io.errIsTerminal()) {
            io.err().println();
            io.err().flush();
        }
    }

    /** Asks for one secret; empty without a terminal, and if nothing was typed. */
    Optional<Secret> secret(String prompt) {
        return ask(() -> hidden(prompt + ": "))
                .filter(secret -> !secret.reveal().isEmpty());
    }

    /** Asks what a server asks; empty without a terminal, and at the end of input. */
    Optional<List<Secret>> answers(LoginQuestion question) {
        return ask(() -> {
            for (String text : List.of(question.name(), question.instruction())) {
                if (!text.isBlank()) {
                    say(of(question.host(), text));
                }
            }
            List<Secret> answers = new ArrayList<>();
            for (LoginQuestion.Prompt prompt : question.prompts()) {
                String shown = of(question.host(), prompt.text()) + " ";
                Optional<Secret> answer =
                        prompt.hidden() ? hidden(shown) : visible(shown).map(Secret::of);
                if (answer.isEmpty()) {
                    return Optional.empty();
                }
                answers.add(answer.get());
            }
            return Optional.of(answers);
        });
    }

    /** The host comes first: what follows is the server's own word. */
    private static String of(String host, String text) {
        return CleanText.of(host + ": " + text);
    }

    /** A dialogue with the person; empty at the end of input. */
    private interface Dialogue<T> {
        Optional<T> hold();
    }

    private synchronized <T> Optional<T> ask(Dialogue<T> dialogue) {
        if (ended || !can()) {
            return Optional.empty();
        }
        asking = true;
        try {
            if (io.errIsTerminal()) {
                io.err().print(ERASE);
                io.err().flush();
            }
            Optional<T> answer = dialogue.hold();
            ended = answer.isEmpty();
            return answer;
        } finally {
            asking = false;
        }
    }

    private void say(String line) {
        if (tty.isPresent()) {
            tty.get().say(line);
        } else {
            console().printf("%s%n", line);
        }
    }

    private Optional<String> visible(String prompt) {
        return tty.isPresent()
                ? tty.get().line(prompt)
                : Optional.ofNullable(console().readLine("%s", prompt));
    }

    private Optional<Secret> hidden(String prompt) {
        if (tty.isPresent()) {
            return tty.get().secret(prompt);
        }
        char[] typed = console().readPassword("%s", prompt);
        if (typed == null) {
            return Optional.empty();
        }
        Secret secret = Secret.of(typed);
        Arrays.fill(typed, '\0');
        return Optional.of(secret);
    }

    private Console console() {
        return io.console().orElseThrow();
    }
}
