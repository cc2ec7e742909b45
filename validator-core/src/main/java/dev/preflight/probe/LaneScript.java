package dev.preflight.probe;

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

    /** First and last line: what is between them arrived whole (rule 1 of the entry). */
    private static final String BEGIN = "#PF1";

    private static final String END = "#PF9";

    /** What the script says, before it says anything else, if it did not arrive whole. */
    public static final String DAMAGED = "@@PF damaged";

    /** What it says, with names behind it, where the host lacks tools without which no probe can be run. */
    public static final String NO_TOOL = "@@PF no-tool";

    /**
     * The caller's PATH is measured later and may hold nothing; only this one subshell looks elsewhere. A shell that does
     * not find a program says 127 (POSIX.1-2017, Shell Command Language, 2.8.2).
     */
    private static final String READ_ALL = "s=$(PATH=/bin:/usr/bin; cat); case $?$s in 127*) echo \"" + NO_TOOL
            + " cat\" >&2; exit 97;; 0\"" + BEGIN + "\"*\"" + END + "\") eval \"$s\";; *) echo \"" + DAMAGED
            + "\" >&2; exit 96;; esac";

    private static final String READ_TO_END = "BEGIN { while ((getline l) > 0) { t = t l RS; n = n + 1;"
            + " if (n == 1 && l != \"" + BEGIN + "\") break; if (l == \"" + END + "\") { print t; exit } }"
            + " print \"echo " + DAMAGED + " >&2; exit 96\" }";

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

    /** Copies what it is given. */
    public LaneScript {
        expected = List.copyOf(expected);
    }

    /**
     * The text to send.
     *
     * @param alarm when the lane ends by itself though nobody reads it any more; whole seconds
     */
    public String text(Nonce nonce, Duration alarm) {
        return BEGIN + "\nN=" + nonce.text() + "\nM=" + nonce.inner().text() + "\nPF_ALARM=" + alarm.toSeconds() + "\n"
                + body + END + "\n";
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
     * start-up file ate some of it, this waits for bytes that never come, as nobody sees an end of file.
     *
     * @param length of the script's text, in bytes
     */
    public static String program(int length) {
        return "/bin/sh -c " + ShellQuote.quote(readByLength(length));
    }

    private static String readByLength(int length) {
        return READ_ALL.replace("cat)", "head -c " + length + ")").replace(" cat\"", " head\"");
    }

    /**
     * The same for {@code sudo -i}, through whose login shell it goes: that lets "$" through to be expanded, and csh
     * takes "!" for itself, so neither stands in it. It reads up to the script's last line, on a terminal too.
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
        return readByLength(length).replace("eval \"$s\"", "eval \"$s\" 2>/dev/null");
    }
}
