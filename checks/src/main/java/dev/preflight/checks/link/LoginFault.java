package dev.preflight.checks.link;

import com.google.re2j.Pattern;
import dev.preflight.checks.link.SshLogins.Login;
import dev.preflight.fact.CodeName;
import java.util.List;
import java.util.Optional;

/**
 * Why a login failed, by what ssh said of it. The messages are those of OpenSSH 7.4 to 10 (sshconnect.c, sshconnect2.c,
 * packet.c, readconf.c) and of the C library; with LC_ALL=C they are English.
 */
enum LoginFault {
    HOST_KEY_CHANGED(false, "(?i)REMOTE HOST IDENTIFICATION HAS CHANGED|host key .*has changed|REVOKED HOST KEY"),
    HOST_KEY_UNKNOWN(true, "Host key verification failed|host key is known for"),
    NOT_RESOLVED(true, "Could not resolve hostname|Name or service not known"),
    TIMEOUT(false, "[Tt]imed out|Timeout, server|timeout"),
    ACCOUNT_REFUSED(
            false,
            "(?i)account .*(expired|locked|disabled|not available)|password (has )?expired|password change required"
                    + "|system is (booting|going|down)|logins? .*(disabled|not permitted)|nologin"),
    REFUSED(
            false,
            "Connection refused|No route to host|unreachable|exchange_identification|Unable to negotiate|no matching"),
    KEY_REFUSED(false, "Too many authentication failures"),
    NO_KEY(true, ""),
    NEEDS_PASSWORD(false, "");

    /** Ended by SIGTERM or SIGKILL: here only the probe does, after twenty seconds. */
    private static final List<Integer> ENDED = List.of(143, 137);

    private static final Pattern DENIED = Pattern.compile("Permission denied \\(([a-z0-9,@.-]*)\\)");

    private static final Pattern CLOSED = Pattern.compile("Connection (closed|reset)|[Dd]isconnect");

    private final boolean ofSource;

    @SuppressWarnings("ImmutableEnumChecker") // a pattern of RE2 does not change
    private final Pattern words;

    LoginFault(boolean ofSource, String words) {
        this.ofSource = ofSource;
        this.words = Pattern.compile(words);
    }

    /** The code of the finding. */
    String code() {
        return CodeName.of(this);
    }

    /** Whether it is rather a fault of the host that logs in than of the other one. */
    boolean ofSource() {
        return ofSource;
    }

    /** Why this login failed; empty if ssh said nothing that is known. */
    static Optional<LoginFault> of(Login login) {
        if (ENDED.contains(login.status())) {
            return Optional.of(TIMEOUT);
        }
        String text = String.join("\n", login.errors()) + "\n" + String.join("\n", login.said());
        if (login.entered()) {
            // The command is "true": its shell did not run it.
            return Optional.of(ACCOUNT_REFUSED);
        }
        for (LoginFault fault : List.of(
                HOST_KEY_CHANGED, HOST_KEY_UNKNOWN, NOT_RESOLVED, ACCOUNT_REFUSED, REFUSED, TIMEOUT, KEY_REFUSED)) {
            if (fault.words.matcher(text).find()) {
                return Optional.of(fault);
            }
        }
        var denied = DENIED.matcher(text);
        if (denied.find()) {
            return Optional.of(denied(login, List.of(denied.group(1).split(",", -1))));
        }
        return CLOSED.matcher(text).find() ? Optional.of(closed(login)) : Optional.empty();
    }

    /** A key that the other side knows, and that gave no login, has a passphrase, or a password is wanted as well. */
    private static LoginFault denied(Login login, List<String> methods) {
        if (login.accepted() > 0 || !methods.contains("publickey")) {
            return NEEDS_PASSWORD;
        }
        return login.offered() > 0 ? KEY_REFUSED : NO_KEY;
    }

    /** Behind an accepted key it is PAM that refuses the account (pam_acct_mgmt(3)); before that it is sshd or a filter. */
    private static LoginFault closed(Login login) {
        return login.accepted() > 0 ? ACCOUNT_REFUSED : REFUSED;
    }
}
