package dev.preflight.evidence;

/**
 * What a lane's script prints around the answers of its probes, and the statuses that it ends with: the wire format between
 * the scripts and what reads them. The shell files that print it (frame.sh, guard.sh, lane.sh, stop.sh and end.sh of the
 * package {@code probe}) spell it out; a test holds them against this class.
 *
 * <p>A marker is a line of its own: a line feed, {@link #MARK}, the nonce of the lane, a letter, and fields, with a blank
 * between them. It is printed on standard output; {@link #FRAME_BEGINS} and {@link #SCRIPT_ENDS} are printed on standard
 * error too, without fields behind the first. What is behind the start-up files of another shell has a nonce of its own.
 */
public final class FrameProtocol {
    /** What a marker begins with, behind the line feed. */
    public static final String MARK = "@@";

    /** {@code A 1 BOOT-ID}: the script runs. {@code A} within a frame: the start-up files of a context have ended. */
    public static final String BEGINS = "A";

    /** {@code B NUMBER [UPTIME]}: a frame begins; its output follows. */
    public static final String FRAME_BEGINS = "B";

    /** {@code R STATUS}: the output of the open frame is whole, and its probe ended with this status. */
    public static final String STATUS = "R";

    /** {@code E NUMBER STATUS [UPTIME]}: a frame ends; the status is that of the guard, see {@link #STOPPED}. */
    public static final String FRAME_ENDS = "E";

    /** {@code Z [BOOT-ID]}: the script ran to its end, and nothing follows. */
    public static final String SCRIPT_ENDS = "Z";

    /** First line of a script. What is between it and {@link #LAST_LINE} arrived whole. */
    public static final String FIRST_LINE = "#PF1";

    /** Last line of a script. */
    public static final String LAST_LINE = "#PF9";

    /** What a line begins with that the script itself prints on standard error. Any program can print such lines. */
    public static final String SAID = MARK + "PF ";

    /** What a shell prints that did not get the whole script; it prints nothing else. */
    public static final String SAID_DAMAGED = SAID + "damaged";

    /** What the script prints, with names behind it, if the host lacks tools without which no probe can run. */
    public static final String SAID_NO_TOOL = SAID + "no-tool";

    /** {@code SECONDS}: a limit of so many seconds ended the probe; the lines below say what ran. */
    public static final String SAID_STOPPED = SAID + "stopped ";

    /** {@code PID PARENT NAME}: a process that ran when the limit came. */
    public static final String SAID_RAN = SAID + "ran ";

    /** {@code PID FILE}: the script that this process read. */
    public static final String SAID_AT = SAID + "at ";

    /** Status of a probe that is to run in the session of a user who has not logged in, or whom we may not become. */
    public static final int NOT_OWN = 95;

    /** Status of a script that did not arrive whole. */
    public static final int DAMAGED = 96;

    /** Status of a script on a host that lacks a tool that every script needs. */
    public static final int NO_TOOL = 97;

    /** Exit status of a shell that does not find a program: POSIX.1-2017, Shell Command Language, 2.8.2. */
    public static final int NOT_FOUND = 127;

    /** With what the guard says that a limit ended the probe: as a shell says that SIGKILL ended its child, 128 + 9. */
    public static final int STOPPED = 137;

    private FrameProtocol() {}
}
