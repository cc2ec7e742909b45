package dev.preflight.fact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sudo and su say, and which of their refusals it is; the texts of sudo 1.9.13 were recorded, others are its sources'. */
class RefusalTest {
    private static String said(String err, boolean sudo) {
        return Refusal.of(err, sudo)
                .map(refusal -> refusal.reason().code() + " " + refusal.said())
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sudo: a password is required                               | sudo-password
            sudo: no tty present and no askpass program specified      | sudo-password
            sudo: sorry, you must have a tty to run sudo               | sudo-requiretty
            /bin/sh: 1: /bin/sed: Permission denied                    | sudo-noexec
            -bash: line 1: /bin/sh: Keine Berechtigung                 | sudo-noexec
            Sorry, user ops is not allowed to execute '/bin/sh -c x' as root on h1. | sudo-commands
            ops is not in the sudoers file.                            | sudo-denied
            Sorry, user ops may not run sudo on h1.                    | sudo-denied
            sudo: account validation failure, is your account locked?  | account-expired
            sudo: Account expired or PAM config lacks an "account" section for sudo, contact your system administrator | account-expired
            sudo: a loader of modules is missing                       | ''
            """)
    void eachRefusalOfSudoIsKnownByItsWords(String err, String reason) {
        assertThat(said("a banner\n" + err + "\n", true)).isEqualTo(reason.isEmpty() ? "" : reason + " " + err);
    }

    /** The way on is the same as without one: give sudo the password that it wants. */
    @Test
    void aWrongPasswordIsToldAsOneThatSudoWants() {
        String end = "sudo: no password was provided\nsudo: 1 incorrect password attempt\n";
        assertThat(said("Sorry, try again.\n" + end, true))
                .isEqualTo("sudo-password sudo: 1 incorrect password attempt");
        assertThat(said("Sorry, try again.\n", true)).isEqualTo("sudo-password Sorry, try again.");
    }

    @Test
    void anExpiredUserIsToldWhereSuRefusesToo() {
        String err =
                "Your account has expired; please contact your system administrator.\nsu: User account has expired\n";
        assertThat(said(err, false)).startsWith("account-expired ");
        assertThat(said("/bin/sh: 1: /bin/sed: Permission denied\n", false)).isEmpty();
    }

    /** sudo -n says the same of a rule with a password and of one that names other commands: its list tells them apart. */
    @Test
    void rulesForOtherCommandsAreNoMatterOfThePassword() {
        String list = "sudo: a password is required\n"
                + "Matching Defaults entries for ops on h1:\n    env_reset, mail_badpass, use_pty\n\n"
                + "User ops may run the following commands on h1:\n";
        assertThat(said(list + "    (ALL) NOPASSWD: /usr/bin/apt-get, /bin/ls\n", true))
                .isEqualTo("sudo-commands (ALL) NOPASSWD: /usr/bin/apt-get, /bin/ls");
        assertThat(said(list + "    (ALL) NOPASSWD: /bin/ls\n    (ALL : ALL) ALL\n", true))
                .startsWith("sudo-password ");
        assertThat(said(list + "    (root) NOPASSWD: /bin/ls\n    (root) /bin/ls, /bin/sh\n", true))
                .startsWith("sudo-password ");
    }
}
