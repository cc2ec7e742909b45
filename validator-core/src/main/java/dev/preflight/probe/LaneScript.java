package dev.preflight.probe;

import static dev.preflight.evidence.FrameProtocol.DAMAGED;
import static dev.preflight.evidence.FrameProtocol.FIRST_LINE;
import static dev.preflight.evidence.FrameProtocol.LAST_LINE;
import static dev.preflight.evidence.FrameProtocol.NOT_FOUND;
import static dev.preflight.evidence.FrameProtocol.NO_TOOL;
import static dev.preflight.evidence.FrameProtocol.SAID_DAMAGED;
import static dev.preflight.evidence.FrameProtocol.SAID_NO_TOOL;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import java.time.Duration;
import java.util.List;

/**
 * The script of one lane. Hosts with the same plan share it: only nonce and alarm differ.
 *
 * @param lane which lane
 * @param body everything behind the first lines
 * @param expected the frames that must come back, in their order
 */
public record LaneScript(Lane lane, String body, List<Expected> expected) {

    private static final String RUN_ALL = "eval \"$s\"";

    /** The caller's PATH is measured later and may hold nothing; only this one subshell looks elsewhere. */
    private static final String READ_ALL = readAll("cat", "cat");

    private static final String READ_TO_END = "BEGIN { while ((getline l) > 0) { t = t l RS; n = n + 1;"
            + " if (n == 1 && l != \"" + FIRST_LINE + "\") break; if (l == \"" + LAST_LINE + "\") { print t; exit } }"
            + " print \"echo " + SAID_DAMAGED + " >&2; exit " + DAMAGED + "\" }";

    private static final String READ_LOGIN = "awk '" + READ_TO_END + "'";

    /**
     * A frame that must come back.
     *
     * @param number what its markers are numbered with
     * @param group the group frame it is part of, or 0
     * @param key which request, see {@link dev.preflight.fact.FactRequest#key()}
     * @param format the fact's format number
     * @param capBytes how much of its output is kept
     */
    public record Expected(int number, int group, String key, int format, int capBytes) {
        /** Whether it is one of the group of a context that has start-up files of its own. */
        boolean entersAnotherShell() {
            return group != 0
                    && FactRequest.contextOf(key)
                            .filter(Context::entersAnotherShell)
                            .isPresent();
        }
    }

    public LaneScript {
        expected = List.copyOf(expected);
    }

    /**
     * The text to send.
     *
     * @param alarm after which the lane ends by itself, also when its output is no longer read; whole seconds
     */
    public String text(Nonce nonce, Duration alarm) {
        return FIRST_LINE + "\nN=" + nonce.text() + "\nM=" + nonce.inner().text() + "\nPF_ALARM=" + alarm.toSeconds()
                + "\n" + body + LAST_LINE + "\n";
    }

    /**
     * The command for the login shell, whichever that is: it reads all of standard input before it runs any of it, so
     * that neither a cut connection nor a start-up file that eats input leaves half a script.
     */
    public String command() {
        return "exec " + program();
    }

    /** The program that reads a script and runs it, as one shell word after another. */
    public static String program() {
        return "/bin/sh -c " + ShellQuote.quote(READ_ALL);
    }

    /**
     * The command for a script that gets more to read while it runs, see {@link #program(int)}.
     *
     * @param length of the script's text, in bytes
     */
    public static String command(int length) {
        return "exec " + program(length);
    }

    /**
     * The program that reads a script of this length and runs it with the rest of standard input still open. What is
     * behind the script may only be sent when the script has said something: the head of busybox reads ahead. And if a
     * start-up file ate some of it, this waits for bytes that are never sent, as there is no end of file.
     *
     * @param length of the script's text, in bytes
     */
    public static String program(int length) {
        return "/bin/sh -c " + ShellQuote.quote(readByLength(length));
    }

    private static String readByLength(int length) {
        return readAll("head", "head -c " + length);
    }

    /**
     * Reads standard input into a variable and runs it if it is whole.
     *
     * @param tool the program that reads
     * @param command how it is called
     */
    private static String readAll(String tool, String command) {
        return "s=$(PATH=/bin:/usr/bin; " + command + "); case $?$s in " + NOT_FOUND + "*) echo \"" + SAID_NO_TOOL + " "
                + tool + "\" >&2; exit " + NO_TOOL + ";; 0\"" + FIRST_LINE + "\"*\"" + LAST_LINE + "\") " + RUN_ALL
                + ";; *) echo \"" + SAID_DAMAGED + "\" >&2; exit " + DAMAGED + ";; esac";
    }

    /**
     * The same for {@code sudo -i}, through whose login shell it goes: that lets "$" through to be expanded, and csh
     * takes "!" for itself, so it contains neither. It reads up to the script's last line, on a terminal too.
     *
     * @param before a command to run first; without "$" and "!"
     */
    public static String loginProgram(String before) {
        return login(before, READ_LOGIN);
    }

    /**
     * The same for a script of this length, with the rest of standard input still open: an awk may wait for more before
     * it looks at what it has (mawk does).
     *
     * @param before a command to run first; without "$" and "!"
     * @param length of the script's text, in bytes
     */
    public static String loginProgram(String before, int length) {
        return login(before, "head -c " + length + " | " + READ_LOGIN);
    }

    private static String login(String before, String read) {
        return "/bin/sh -c " + ShellQuote.quote(before + "; eval \"`PATH=/bin:/usr/bin; " + read + "`\"");
    }

    /**
     * The same for a terminal, which gives no end of file: it reads so many bytes. What the script says on standard
     * error is lost, for a terminal has one stream only.
     *
     * @param length of the script's text, in bytes
     */
    public static String programOnTerminal(int length) {
        return readByLength(length).replace(RUN_ALL, RUN_ALL + " 2>/dev/null");
    }
}
