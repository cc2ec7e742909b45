package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageOptionTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,           -,           -,           en",
                "-,           -,           zh_CN.UTF-8, zh",
                "-,           zh_CN,       en_US.UTF-8, zh",
                "C,           zh_CN.UTF-8, zh_CN.UTF-8, en",
                "'',          '',          zh_SG.UTF-8, zh",
                "zh,          -,           -,           zh",
                "zh_CN@x,     -,           -,           zh",
                "zh_TW.UTF-8, -,           -,           en",
                "zh_HK,       -,           -,           en",
                "de_DE.UTF-8, -,           zh_CN,       en",
                "zhx,         -,           -,           en",
            })
    void theEnvironmentNamesTheLanguage(String all, String messages, String lang, String expected) {
        Map<String, String> env = new HashMap<>();
        put(env, "LC_ALL", all);
        put(env, "LC_MESSAGES", messages);
        put(env, "LANG", lang);
        assertThat(language(Command.in(env, "explain", "jq-usable"))).isEqualTo(expected);
        assertThat(language(Command.in(env, "explain", "jq-usable", "--lang", "en")))
                .isEqualTo("en");
        assertThat(language(Command.in(env, "explain", "jq-usable", "--lang", "zh")))
                .isEqualTo("zh");
    }

    private static void put(Map<String, String> env, String name, String value) {
        if (value != null) {
            env.put(name, value);
        }
    }

    private static String language(Command command) {
        assertThat(command.exit()).isZero();
        return command.out().codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                ? "zh"
                : "en";
    }
}
