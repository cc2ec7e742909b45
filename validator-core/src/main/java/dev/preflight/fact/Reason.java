package dev.preflight.fact;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why there is no fact, or why a check could not decide. The codes are stable: profiles, reports and scripts use them.
 */
public enum Reason {
    /** The user has not the permission to read it. */
    NO_PERMISSION,
    /** sudo wants a password, and none was given or a wrong one. */
    SUDO_PASSWORD,
    /** sudo wants a terminal: {@code requiretty} of sudoers(5). */
    SUDO_REQUIRETTY,
    /** Programs that sudo runs may not run others: {@code noexec} of sudoers(5). */
    SUDO_NOEXEC,
    /** sudo lets this user run other commands, and no shell. */
    SUDO_COMMANDS,
    /** sudo lets this user run nothing. */
    SUDO_DENIED,
    /** The account of a user, or its password, has expired: pam_acct_mgmt(3). */
    ACCOUNT_EXPIRED,
    /** No tool on the host can read it. */
    NO_TOOL,
    /** The login gave no POSIX shell. */
    NO_SHELL,
    /** The probe outlived its limit and was stopped. */
    TIMEOUT,
    /** The start-up files of a login outlived their limit and were stopped; the probe behind them never ran. */
    STARTUP_TIMEOUT,
    /** The answer was longer than its cap. */
    TRUNCATED,
    /** The file exists and could not be read. */
    NOT_READABLE,
    /** Other users' processes are hidden ({@code hidepid}). */
    HIDDEN_PROC,
    /** The host was restarted while it was looked at. */
    REBOOTED_MIDWAY,
    /** The other host of a pair was not reached. */
    PEER_UNREACHABLE,
    /** Too little was observed for a result. */
    SAMPLE_TOO_SHORT,
    /** The settings do not say which of several things is meant. */
    AMBIGUOUS,
    /** The profile lacks a setting without which this cannot be looked at. */
    SETTING_MISSING,
    /** The port that had to be tried is taken. */
    PORT_IN_USE,
    /** The check does not know this operating system. */
    UNSUPPORTED_OS,
    /** The probe ended without its status. */
    DIED,
    /** The script did not arrive whole. */
    DAMAGED,
    /** The answer could not be parsed. */
    MALFORMED,
    /** The host was not reached. */
    UNREACHABLE,
    /** The evidence does not hold it: the profile that collected it did not ask. */
    NOT_COLLECTED,
    /** It is about all hosts of the inventory, and the run looked at some of them. */
    NOT_IN_RUN,
    /** The user who ran the profile denied the commands of checks that it defines. */
    COMMANDS_DENIED,
    /** The evidence holds it in another format than this version reads. */
    FORMAT_MISMATCH,
    /** The check itself is wrong. */
    CHECK_ERROR,
    /** Preflight itself failed while it worked on the host. */
    INTERNAL_ERROR,
    /** The time for the host or the run was over. */
    DEADLINE,
    /** The sending side sent nothing. */
    NOTHING_SENT,
    /** What was read is too old to count. */
    STALE,
    /** The clock shows whole seconds only. */
    WHOLE_SECONDS;

    private final String code = CodeName.of(this);

    /** The stable spelling, such as {@code no-permission}. */
    public String code() {
        return code;
    }

    /**
     * Whether it is a kind of {@link #NO_PERMISSION}: what a profile says about that reason applies to this one too.
     */
    public boolean refusal() {
        return switch (this) {
            case NO_PERMISSION,
                    SUDO_PASSWORD,
                    SUDO_REQUIRETTY,
                    SUDO_NOEXEC,
                    SUDO_COMMANDS,
                    SUDO_DENIED,
                    ACCOUNT_EXPIRED -> true;
            default -> false;
        };
    }

    /** The reason with this code, or empty. */
    public static Optional<Reason> ofCode(String code) {
        return Stream.of(values()).filter(r -> r.code.equals(code)).findFirst();
    }
}
