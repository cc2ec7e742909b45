package dev.preflight.transport.ssh;

import dev.preflight.node.Ascii;
import java.util.List;

/** What a server's prompt asks for, as far as its words tell. */
final class PromptWords {
    /** pam_unix(8), pam_sss(8), pam_krb5(8), sshd of the BSDs; with the Chinese texts of PAM. */
    private static final List<String> PASSWORD = List.of("password", "密码", "口令");

    /** Prompts of pam_google_authenticator(8), pam_oath, pam_otpw, pam_radius and the like that have the word too. */
    private static final List<String> ONCE = List.of(
            "one-time", "one time", "onetime", "otp", "oath", "token", "verification", "code", "验证", "动态", "一次");

    /** Prompts of a change: passwd(1), pam_unix(8), pam_pwquality(8). */
    private static final List<String> CHANGE = List.of(
            "new password", "new unix password", "retype", "re-enter", "reenter", "(current)", "current password", "新");

    private PromptWords() {}

    /** Whether it asks for the password with which a person always logs in. */
    static boolean password(String prompt) {
        return has(prompt, PASSWORD) && !has(prompt, ONCE) && !change(prompt);
    }

    /** Whether it belongs to the change of a password. */
    static boolean change(String prompt) {
        return has(prompt, CHANGE);
    }

    private static boolean has(String prompt, List<String> words) {
        String lower = Ascii.lower(prompt);
        return words.stream().anyMatch(lower::contains);
    }
}
