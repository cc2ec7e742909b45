package dev.preflight.transport;

import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reason;
import java.util.Optional;
import java.util.stream.Stream;

/** Every way in which a host cannot be reached or looked at. The codes are stable. */
public enum TransportFailure {
    /** The name has no address. */
    NAME_NOT_FOUND,
    /** Nothing listens on the port. */
    REFUSED,
    /** No answer to the connection, or none of SSH on it, within the connect deadline. */
    TIMED_OUT,
    /** The network has no route to the host. */
    NO_ROUTE,
    /** The host's key is in no known_hosts file. */
    HOST_KEY_UNKNOWN,
    /** The host shows another key than the known one. */
    HOST_KEY_CHANGED,
    /** A known_hosts file says that the host's key must not be accepted. */
    HOST_KEY_REVOKED,
    /** Client and server share no cipher, key exchange, MAC or signature. */
    NO_SHARED_ALGORITHM,
    /** The server refused the login. */
    AUTH_FAILED,
    /** The server hung up after too many keys, before the right one was offered. */
    TOO_MANY_KEYS,
    /** The server asked something that no one answered. */
    PROMPT_UNANSWERED,
    /** The server wants a new password before it lets anyone in. */
    PASSWORD_EXPIRED,
    /** The private key that the inventory names is not there. */
    KEY_FILE_MISSING,
    /** The private key cannot be read, or its passphrase is missing or wrong. */
    KEY_FILE_UNREADABLE,
    /**
     * The server hung up before it said its SSH version, as sshd does with one login more than it takes at once. It may take
     * the next.
     */
    TURNED_AWAY,
    /** The host lets in root alone, as it boots or shuts down: pam_nologin(8). */
    BOOTING,
    /** The server said its version and hung up before the login was over, or spoke something else than SSH. */
    DROPPED_BEFORE_LOGIN,
    /** The jump host does not connect to other hosts for this user, or not to this one. */
    FORWARDING_REFUSED,
    /** The jump host could not connect to the host; why, it does not say. */
    NOT_REACHED_BY_JUMP,
    /** The proxy command ended before a server answered, or could not be run. */
    PROXY_COMMAND_FAILED,
    /** The way to the host cannot be taken as its configuration says it, so that nothing was dialled. */
    NO_WAY,
    /** The login gives no POSIX shell. */
    NO_SHELL,
    /** The host lacks a tool without which nothing on it can be looked at, such as head. */
    NO_TOOL,
    /** The script did not arrive whole: a start-up file ate standard input, or the connection was cut. */
    DAMAGED,
    /** The connection ended while the script ran. */
    CLOSED_MIDWAY,
    /** The time for this host was over. */
    DEADLINE,
    /** The time for the whole run was over. */
    RUN_DEADLINE,
    /** The user ended the run. */
    INTERRUPTED,
    /** Preflight itself failed while it worked on this host; the detail says what, and it is worth a bug report. */
    INTERNAL_ERROR,
    /** Saved evidence: the run was to look at the host, and its evidence is not there. */
    NOT_COLLECTED,
    /** Saved evidence: a file of the host is gone. */
    EVIDENCE_MISSING,
    /** Saved evidence: a file of the host is shorter than it was, or has no end. */
    EVIDENCE_CUT,
    /** Saved evidence: a file of the host is not the one that was written. */
    EVIDENCE_ALTERED,
    /** Saved evidence: it belongs to another run, another host or another profile. */
    EVIDENCE_FOREIGN,
    /** Saved evidence: it is a link, a directory, a device or a pipe, and was not opened. */
    EVIDENCE_NO_FILE,
    /** Saved evidence: a file of the host is larger than any that Preflight writes, and was not read. */
    EVIDENCE_TOO_LARGE,
    /** Saved evidence: a file of the host may not be read, or its disk fails. */
    EVIDENCE_UNREADABLE,
    /** Saved evidence: a file of the host is not in the form in which Preflight writes it. */
    EVIDENCE_MALFORMED,
    /** Anything else; the detail says what, and it is worth a bug report. */
    OTHER;

    private final String code = CodeName.of(this);

    /** The stable spelling, such as {@code host-key-changed}. */
    public String code() {
        return code;
    }

    /** The failure with this code, or empty. */
    public static Optional<TransportFailure> ofCode(String code) {
        return Stream.of(values()).filter(f -> f.code.equals(code)).findFirst();
    }

    /** The reason of the facts that are missing after this failure. */
    public Reason reason() {
        return switch (this) {
            case NO_SHELL -> Reason.NO_SHELL;
            case NO_TOOL -> Reason.NO_TOOL;
            case DAMAGED -> Reason.DAMAGED;
            case INTERNAL_ERROR -> Reason.INTERNAL_ERROR;
            case DEADLINE, RUN_DEADLINE, INTERRUPTED -> Reason.DEADLINE;
            case NOT_COLLECTED -> Reason.NOT_COLLECTED;
            case EVIDENCE_MISSING,
                    EVIDENCE_CUT,
                    EVIDENCE_ALTERED,
                    EVIDENCE_FOREIGN,
                    EVIDENCE_NO_FILE,
                    EVIDENCE_TOO_LARGE,
                    EVIDENCE_UNREADABLE,
                    EVIDENCE_MALFORMED -> Reason.DAMAGED;
            default -> Reason.UNREACHABLE;
        };
    }

    /**
     * Whether it is what a host does that is not up yet, or goes down to come back. A server that hangs up after it said its
     * version is none: so do some that were given a wrong password.
     */
    public boolean mayBoot() {
        return switch (this) {
            case NAME_NOT_FOUND, REFUSED, TIMED_OUT, NO_ROUTE, TURNED_AWAY, NOT_REACHED_BY_JUMP, BOOTING -> true;
            default -> false;
        };
    }

    /** Whether the host was reached, but its time or its connection ended before all was read. */
    public boolean midway() {
        return this == CLOSED_MIDWAY || this == DEADLINE || this == RUN_DEADLINE || this == INTERRUPTED;
    }

    /**
     * Whether another try may find the host, because this is what a host does that has too many logins at once. Never a name,
     * a key or a password that was refused: those stay as they are, and a second failure in a row may lock an account.
     *
     * @param othersGotIn whether the same address has let others in during this run: only then a refused connection is one
     *     more than it takes, and not a port where nothing listens
     */
    public boolean mayPass(boolean othersGotIn) {
        return this == TURNED_AWAY || (this == REFUSED && othersGotIn);
    }

    /** Whether it is a fault of saved evidence, which says nothing about how the host was reached. */
    public boolean ofEvidence() {
        return compareTo(NOT_COLLECTED) >= 0 && compareTo(EVIDENCE_MALFORMED) <= 0;
    }
}
