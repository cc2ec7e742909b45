package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A context that a profile requires is looked at, or the profile is refused: nothing is left out in silence. */
class MissingSettingsTest {
    private static final String THREE = """
            name: site
            settings:
              required_contexts: [exec, %s]
            checks:
              umask-effective: {}
              command-path: {}
              jq-usable: {}
            """;

    private static final String DEFINED = """
            define:
              x-id:
                title: {en: Who is it}
                reads: {who: {command: [id, -un], contexts: [exec, su-]}}
                expect: {c: {read: who, is: ops}}
            """;

    @TempDir
    private Path folder;

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String site(String checks) throws IOException {
        return write("site.yaml", "name: site\nchecks:\n" + checks + DEFINED);
    }

    @ParameterizedTest
    @CsvSource({
        "su, install_user, 'umask-effective, command-path, jq-usable'",
        "su-, install_user, 'umask-effective, command-path, jq-usable'",
        "unit, install_units, 'umask-effective, command-path'"
    })
    void aRequiredContextWhoseSettingIsMissingIsAnErrorOfLintAndOfRun(String context, String setting, String checks)
            throws IOException {
        String profile = write("site.yaml", String.format(THREE, context));
        String error = profile + ":3:22: context '" + context + "' needs " + setting + ", which is not set; " + checks
                + " cannot look there; set settings." + setting + ", or leave the context out";
        Command lint = Command.run("lint", profile);
        assertThat(lint.exit()).isEqualTo(2);
        assertThat(lint.out()).contains(error);
        Command run = Command.run("run", "--local", "-p", profile);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(error);
        String value = setting.equals("install_user") ? "ops" : "[ops.service]";
        assertThat(Command.run("lint", profile, "--set", "settings." + setting + "=" + value)
                        .out())
                .contains(": ok");
    }

    @Test
    void theHookSaysItToo() throws IOException {
        String profile = write("site.yaml", String.format(THREE, "su-"));
        String inventory = write("hosts.ini", "h1 ansible_connection=local\n");
        Command hook = Command.fed(
                "{\"schemaVersion\": 1, \"profile\": \"" + profile + "\", \"inventory\": \"" + inventory + "\"}",
                "hook");
        assertThat(hook.exit()).isEqualTo(2);
        assertThat(hook.out()).contains("context 'su-' needs install_user, which is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  locale: {params: {contexts: [su-]}} | 3:3 | locale",
                "  limits: {check: resource-limits, params: {contexts: [su], require: {nofile: {soft: 1}}}} | 3:3 | limits",
                "  command-path: {params: {root_contexts: [su]}} | 3:3 | command-path",
                "  command-output: {params: {require: {id: {argv: [id], context: su-}}}} | 3:3 | command-output",
                "  x-id: {} | 3:3 | x-id"
            })
    void aContextOfTheChecksOwnIsNamedAtTheCheck(String check, String place, String name) throws IOException {
        String profile = site("  " + check + "\n");
        assertThat(Command.run("lint", profile).out())
                .contains(profile + ":" + place + ": context 'su")
                .contains("which is not set; " + name + " cannot look there");
        assertThat(Command.run("lint", profile, "--set", "settings.install_user=ops")
                        .out())
                .contains(": ok");
    }

    /** What another user's login reads is of that user: without a name, su starts no session or one of its own choice. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"command-output: {params: {require: {id: {argv: [id], context: su-}}}}", "x-id: {}"})
    void whatIsReadThroughSuIsReadAsTheInstallUser(String check) throws IOException {
        String profile = site("  " + check + "\n");
        Command script =
                Command.run("run", "--local", "-p", profile, "--set", "settings.install_user=ops", "--show-script");
        assertThat(script.out()).as(script.err()).contains("PF_AS='ops'");
    }

    @Test
    void aCheckThatNamesItsUserNeedsNoSetting() throws IOException {
        String profile =
                site("  resource-limits: {params: {user: db, contexts: [su-], require: {nofile: {soft: 1}}}}\n");
        assertThat(Command.run("lint", profile).out()).contains(": ok");
    }

    @Test
    void evidenceOfSuchAProfileIsUndecided() throws IOException {
        Path evidence = folder.resolve("evidence");
        String exec = "required_contexts: [exec]";
        String good = site("  umask-effective: {params: {" + exec
                + ", required_file_mode: \"0600\", required_dir_mode: \"0700\"}}\n");
        assertThat(Command.run("run", "--local", "-p", good, "--save-evidence", evidence.toString())
                        .exit())
                .isZero();
        // As a version recorded it that let such a profile run.
        Path manifest = evidence.resolve("manifest.json");
        String run = new ObjectMapper()
                .readTree(Files.readString(manifest))
                .path("run")
                .asText();
        Files.writeString(
                manifest,
                "{\"run\": \"" + run
                        + "\", \"formatVersion\": 2, \"handMade\": true, \"startedAt\": \"2026-01-01T00:00:00Z\","
                        + " \"profile\": {\"name\": \"site\", \"text\": \""
                        + Files.readString(Path.of(good))
                                .replace("[exec]", "[exec, su-]")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                        + "\"}, \"hosts\": [{\"name\": \"localhost\", \"groups\": [\"all\"]}]}");
        Command judged = Command.run("judge", evidence.toString());
        assertThat(judged.exit()).as(judged.err() + judged.out()).isEqualTo(3);
        assertThat(judged.out()).contains("a setting is missing", "install_user");
    }
}
