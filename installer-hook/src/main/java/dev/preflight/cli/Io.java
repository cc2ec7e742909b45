package dev.preflight.cli;

import dev.preflight.inventory.Secret;
import dev.preflight.report.TextPage;
import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What the command has around it.
 *
 * @param in standard input
 * @param out the report, and nothing else; what cannot be written there is no success
 * @param err progress, warnings and errors
 * @param env the environment
 * @param console the terminal, if standard input and output are one
 * @param clock what time it is
 * @param interruption where to say how a run is ended
 */
record Io(
        InputStream in,
        Output out,
        PrintStream err,
        Map<String, String> env,
        Optional<Console> console,
        Clock clock,
        Interruption interruption) {

    /** Digits of the standard streams that are terminals; Java itself cannot tell. Set by the launcher. */
    private static final String TERMINALS = "PREFLIGHT_TERMINALS";

    /** Whether standard output is a terminal. */
    boolean outIsTerminal() {
        return isTerminal("1");
    }

    /** Whether standard error is a terminal that can move its cursor. */
    boolean errIsTerminal() {
        return isTerminal("2") && !dumb();
    }

    /** Whether standard input is a terminal. */
    boolean inIsTerminal() {
        return isTerminal("0");
    }

    private boolean isTerminal(String digit) {
        String terminals = env.get(TERMINALS);
        return terminals == null ? console.isPresent() && !digit.equals("2") : terminals.contains(digit);
    }

    private boolean dumb() {
        return "dumb".equals(env.get("TERM"));
    }

    /** Whether the page may have colours, as https://no-color.org says. */
    boolean colour() {
        return outIsTerminal() && !dumb() && env.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** How wide the page is, in columns. */
    int width() {
        String columns = env.getOrDefault("COLUMNS", "");
        return outIsTerminal() && columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : TextPage.DEFAULT_WIDTH;
    }

    /** Whether {@link #ask} can ask. */
    boolean canAsk() {
        return console.isPresent() && inIsTerminal() && outIsTerminal();
    }

    /** Asks for a secret on the terminal, without showing it; empty if there is none, or if nothing was typed. */
    synchronized Optional<Secret> ask(String prompt) {
        if (!canAsk()) {
            return Optional.empty();
        }
        char[] typed = console.orElseThrow().readPassword("%s: ", prompt);
        if (typed == null || typed.length == 0) {
            return Optional.empty();
        }
        Secret secret = Secret.of(typed);
        Arrays.fill(typed, '\0');
        return Optional.of(secret);
    }
}
