package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in JSON on standard input, and what the command answers. */
class HookCommandTest {
    @TempDir
    private Path folder;

    private String lenient;

    @BeforeEach
    void profile() throws IOException {
        lenient = UmaskProfile.LENIENT.in(folder);
    }

    @Test
    void whatARequestNamesAndIsNotThereHasItsPlaceInTheRequest() {
        Command hook = Command.fed("""
                {"schemaVersion": 1, "hosts": [{"name": "h"}],
                 "profile": "nothing-such",
                 "keyFile": "/nowhere/key"}
                """, "hook");
        assertThat(hook.exit()).isEqualTo(2);
        assertThat(hook.err())
                .contains("error: request:2:13: there is no shipped profile 'nothing-such'")
                .contains("error: request:3:13: there is no key file /nowhere/key");
        Command set = Command.fed("""
                {"schemaVersion": 1, "hosts": [{"name": "h"}],
                 "set": ["settings.expected_mtu=12"],
                 "only": ["no-such-check"],
                 "settings": {"install_user": "-x"}}
                """, "hook");
        assertThat(set.err())
                .contains("error: request:2:9: expected_mtu: expected a whole number between 68 and 65535")
                .contains("error: request:4:31: install_user: expected the name of a user");
    }

    @Test
    void theHookAnswersInItsSchema() {
        String request = "{\"schemaVersion\": 1, \"profile\": \"" + lenient
                + "\", \"hosts\": [{\"name\": \"here\", \"connection\": \"local\"}]}";
        assertThat(Schemas.problems("hook-request-1.schema.json", request)).isEmpty();
        Command hook = Command.fed(request, "hook");
        assertThat(hook.exit()).isIn(0, 1);
        assertThat(hook.json().get("exitCode").asInt()).isEqualTo(hook.exit());
        assertThat(Schemas.problems("hook-answer-2.schema.json", hook.out())).isEmpty();
    }

    @Test
    void thePeopleAtTheInstallerReadWhyOnStandardError() throws IOException {
        String request = """
                {"schemaVersion": 1, "profile": "%s", "language": "%s",
                 "hosts": [{"name": "here", "connection": "local"}]}
                """;
        Command hook = Command.fed(request.formatted(UmaskProfile.STRICT.in(folder), "en"), "hook");
        assertThat(hook.exit()).isEqualTo(1);
        assertThat(hook.json().get("verdict").asText()).isEqualTo("blocked");
        assertThat(hook.err())
                .contains("BLOCKED: 1 problem blocks")
                .containsPattern("1\\. umask-effective: .*")
                .contains("observed", "required", "do this");
        Command chinese = Command.fed(request.formatted(UmaskProfile.STRICT.in(folder), "zh"), "hook");
        assertThat(chinese.err()).contains("umask-effective").doesNotContain("observed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"schemaVersion\": 1, \"hosts\": []}",
                "{\"schemaVersion\": 1, \"hosts\": [{\"name\": \"h\"}], \"profil\": \"x\"}",
                "{\"schemaVersion\": 1, \"hosts\": [{\"name\": \"h\"}], \"settings\": {\"instal_user\": \"x\"}}",
                "{\"schemaVersion\": 1, \"hosts\": [{\"name\": \"h\"}], \"only\": [\"umask\"]}",
                "{\"schemaVersion\": 1, \"inventory\": \"/nowhere\"}"
            })
    void aWrongRequestIsAnsweredWithItsProblems(String request) {
        Command hook = Command.fed(request, "hook");
        assertThat(hook.exit()).isEqualTo(2);
        assertThat(hook.json().get("verdict").asText()).isEqualTo("not-run");
        assertThat(Schemas.problems("hook-answer-2.schema.json", hook.out())).isEmpty();
        assertThat(hook.err()).startsWith("error: ");
    }

    @Test
    void thePageShowsARefusalAsItIsAndNamesItsSchema() throws IOException {
        String page = Files.readString(Path.of("../docs/hook.md"));
        Matcher shown = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(shown.find()).isTrue();
        Command hook = Command.fed(
                "{\"schemaVersion\": 1, \"hosts\": [{\"name\": \"db1\"}], \"profil\": \"linux-base\"}", "hook");
        assertThat(hook.out()).isEqualTo(shown.group(1));
        assertThat(page).contains("hook-request-1.schema.json", "hook-answer-2.schema.json", "verdict-2.schema.json");
    }

    @Test
    void everyRefusalKeepsToTheSchema() {
        for (ExitCode code : List.of(ExitCode.NOT_RUN, ExitCode.INTERNAL_ERROR)) {
            String refusal = HookRefusal.of(code, List.of(new Problem(Place.of("preflight"), "said", "")));
            assertThat(Schemas.problems("hook-answer-2.schema.json", refusal)).isEmpty();
            assertThat(Schemas.problems("hook-answer-2.schema.json", refusal.replace("not-run", "proceed")))
                    .isNotEmpty();
        }
        assertThat(Schemas.problems("hook-answer-2.schema.json", HookRefusal.interrupted()))
                .isEmpty();
    }

    @Test
    void aHostWithoutChecksIsNotRun() throws IOException {
        Path grouped = Files.writeString(
                folder.resolve("grouped.yaml"),
                "name: grouped\ndescription: For a test\nchecks:\n  umask-effective: {groups: [db]}\n");
        Command hook = Command.fed(
                "{\"schemaVersion\": 1, \"profile\": \"" + grouped
                        + "\", \"hosts\": [{\"name\": \"d\", \"groups\": [\"db\"]},\n{\"name\": \"h\"}]}",
                "hook");
        assertThat(hook.exit()).isEqualTo(2);
        assertThat(hook.json().at("/problems/0/place").asText()).isEqualTo("request:2:1");
    }
}
