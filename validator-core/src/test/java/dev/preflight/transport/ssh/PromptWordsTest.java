package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Password:",
                "(ops@web1) Password:",
                "Password for ops@EXAMPLE.COM:",
                "LDAP Password:",
                "密码：",
                "PASSWORD"
            })
    void asksForThePassword(String prompt) {
        assertThat(PromptWords.password(prompt)).isTrue();
        assertThat(PromptWords.change(prompt)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Verification code:",
                "One-time password (OATH) for `ops':",
                "otp-md5 97 gr9178 ext, Response:",
                "Password & verification code:",
                "Enter your token password:",
                "Passcode or option (1-3):",
                "PIN:",
                "",
                "动态密码：",
                "login:"
            })
    void asksForSomethingElse(String prompt) {
        assertThat(PromptWords.password(prompt)).isFalse();
        assertThat(PromptWords.change(prompt)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "New password:",
                "Retype new password:",
                "(current) UNIX password:",
                "Current password:",
                "Enter new UNIX password:",
                "New Password: ",
                "新的密码："
            })
    void wantsAChange(String prompt) {
        assertThat(PromptWords.password(prompt)).isFalse();
        assertThat(PromptWords.change(prompt)).isTrue();
    }
}
