package dev.preflight.cli;

import dev.preflight.report.ConsoleWriter;
import dev.preflight.report.TextPage;
import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of the command.
 *
 * @param in standard input
 * @param out standard output, for the report only; a failure to write is an error
 * @param err standard error, for progress, warnings and errors
 * @param env environment variables
 * @param console the terminal, if standard input and output are one
 * @param clock the current time
 * @param interruption ends the process on a signal
 */
record Io(
        InputStream in,
        Output out,
        PrintStream err,
        Map<String, String> env,
        Optional<Console> console,
        Clock clock,
        Interruption interruption) {

    /**
     * Set by the launcher to the file descriptors that are terminals, such as {@code 012}; Java cannot find that out.
     */
    private static final String TERMINALS = "PREFLIGHT_TERMINALS";

    /** Set by who wants another width than that of the terminal, as where each message is to be a line of a pipe. */
    private static final String WIDTH = "PREFLIGHT_COLUMNS";

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

    /** Whether the page may have colours; follows https://no-color.org. */
    boolean colour() {
        return outIsTerminal() && !dumb() && env.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** The width of standard output in columns. */
    int width() {
        return width(outIsTerminal());
    }

    /** The width of standard error in columns. */
    int errWidth() {
        return width(isTerminal("2"));
    }

    private int width(boolean terminal) {
        String columns = env.getOrDefault(WIDTH, terminal ? env.getOrDefault("COLUMNS", "") : "");
        return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : TextPage.DEFAULT_WIDTH;
    }

    /** An empty page as wide as standard output. */
    ConsoleWriter page() {
        return new ConsoleWriter(width());
    }

    /** Prints a page on standard output. */
    void print(ConsoleWriter page) {
        out.print(page);
        out.flush();
    }

    /** Says a sentence on standard error, wrapped. */
    void say(String sentence) {
        ConsoleWriter page = new ConsoleWriter(errWidth());
        page.hanging(0, sentence);
        err.print(page);
        err.flush();
    }

    /** Whether standard input and output are a terminal to ask on. */
    boolean canAsk() {
        return console.isPresent() && inIsTerminal() && outIsTerminal();
    }

    /** Asks for a line on the terminal; empty if there is no terminal, or at the end of its input. */
    Optional<String> line(String question) {
        return canAsk() ? Optional.ofNullable(console.orElseThrow().readLine("%s: ", question)) : Optional.empty();
    }

    /**
     * The terminal of a process whose standard input or output are something else. Only the launcher knows that the
     * streams are not a terminal; without it nothing is asked there.
     */
    Optional<Tty> tty() {
        return env.containsKey(TERMINALS) ? Tty.find() : Optional.empty();
    }
}
