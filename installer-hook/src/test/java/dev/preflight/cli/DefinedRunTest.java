package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.testing.EmbeddedSshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a profile defines, run on this machine and over SSH, and judged again. */
class DefinedRunTest {
    @TempDir
    private Path folder;

    private String profile = "";

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("table"), "10.0.0.1 n1 n1.example\n10.0.0.2 n2.example n2\n");
        Files.writeString(folder.resolve("number"), "41\n");
        Path base = Files.writeString(folder.resolve("base.yaml"), """
                name: base
                define:
                  x-number:
                    title: {en: The number, zh: 数字}
                    params: {least: {type: int, kind: threshold, default: 42}, who: {type: text, kind: locator, default: root}}
                    reads:
                      number: {file: "%1$s/number", as: int}
                      uid: {command: [id, -u, "${who}"], as: int}
                    expect:
                      low: {read: number, is: {min: "${least}"}, severity: warning}
                      other: {rule: "uid == 0 && number > 0"}
                  x-names:
                    title: {en: Names}
                    explained_by: [x-number]
                    reads: {hosts: {file: "%1$s/table", as: table, columns: [address, name, aliases...]}}
                    expect: {short: {read: hosts, each: {name: {contains: "."}}, subject: address}}
                """.formatted(folder));
        profile = Files.writeString(folder.resolve("site.yaml"), """
                name: site
                extends: %s
                define:
                  x-number: {expect: {low: {severity: blocker}}}
                checks:
                  x-number: {}
                  x-names: {severities: {short: info}}
                """.formatted(base))
                .toString();
    }

    private Command run(String... more) {
        return Command.run(Stream.concat(Stream.of("run", "-p", profile, "--format", "json"), Stream.of(more))
                .toArray(String[]::new));
    }

    private static String subject(JsonNode subject) {
        String name = subject.path("name").asText("");
        return subject.get("kind").asText() + (name.isEmpty() ? "" : ":" + name);
    }

    private static List<String> findings(Command command) {
        List<String> said = new ArrayList<>();
        for (JsonNode one : command.json().get("hosts").get(0).get("findings")) {
            said.add(one.get("outcome").asText() + " " + one.get("check").asText() + " "
                    + one.get("code").asText() + " " + subject(one.get("subject")));
        }
        return said;
    }

    @Test
    void aChildSaysMoreOfTheDefinitionOfItsParent() {
        Command run = run();
        assertThat(findings(run)).containsExactly("fail x-number low host", "fail x-names short address:10.0.0.1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(Schemas.problems("verdict-2.schema.json", run.out())).isEmpty();
        JsonNode names = run.json().get("hosts").get(0).get("findings").get(1);
        assertThat(names.get("severity").asText()).isEqualTo("info");
        assertThat(names.get("causedBy")).hasSize(1);
        assertThat(run.json().toString()).contains("number is 41", "number is at least 42");
    }

    @Test
    void itIsFoldedWaivedSkippedAndSelectedAsAnyOther() throws IOException {
        Files.writeString(
                Path.of(profile),
                Files.readString(Path.of(profile))
                        + "waivers:\n  - {check: x-number, hosts: [localhost], reason: r, owner: o, until: 2099-01-31T00:00:00Z}\n");
        assertThat(run().exit()).isZero();
        assertThat(findings(run("--skip", "x-names"))).contains("skipped x-names skipped host");
        assertThat(run("--set", "x-number.least=41", "--only", "x-number").exit())
                .isZero();
        assertThat(Command.run("lint", profile, "--set", "x-number.leest=41").out())
                .contains("did you mean 'least'?");
    }

    @Test
    void recordedEvidenceIsJudgedByOtherThresholdsAndNotByOtherLocators() {
        String evidence = folder.resolve("evidence").toString();
        Command run = run("--save-evidence", evidence);
        Command same = Command.run("judge", evidence, "--format", "json");
        assertThat(same.json().get("hosts").get(0).get("findings"))
                .isEqualTo(run.json().get("hosts").get(0).get("findings"));
        assertThat(same.exit()).isEqualTo(1);
        assertThat(findings(Command.run("judge", evidence, "--set", "x-number.least=41", "--format", "json")))
                .contains("pass x-number ok host");
        assertThat(findings(Command.run("judge", evidence, "--set", "x-number.who=bin", "--format", "json")))
                .contains("unknown x-number not-collected read:uid");
        assertThat(Command.run("judge", evidence, "--lang", "zh").out()).contains("数字", "number 至少为 42");
    }

    @Test
    void commandsMayBeDenied() {
        Command run = run("--defined-commands", "deny", "--set", "x-number.least=41");
        assertThat(findings(run)).contains("unknown x-number commands-denied read:uid");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.json().toString()).contains("id -u ${who}");
        assertThat(run("--defined-commands", "no").exit()).isEqualTo(2);
        assertThat(Command.run("run", "-p", profile, "--defined-commands", "deny", "--show-script")
                        .out())
                .contains("x-number.number@clean")
                .doesNotContain("x-number.uid@clean");
    }

    @Test
    void itIsExplainedListedAndShown() {
        assertThat(Command.run("explain", "x-number", "-p", profile).out())
                .contains(
                        "x-number: The number",
                        "low (blocker)",
                        "Explains:      x-names",
                        "runs id -u ${who}",
                        "least: ");
        assertThat(Command.run("explain", "x-number", "-p", profile, "--lang", "zh")
                        .out())
                .contains("数字");
        assertThat(Command.run("checks", "-p", profile).out()).contains("x-names   Names", "x-number  The number");
        assertThat(Command.run("explain", "--commands", profile).out())
                .contains("Lane user", "x-number/uid in context clean: runs id -u root", folder + "/number");
        Command shown = Command.run("run", "-p", profile, "--show-script");
        assertThat(shown.out()).contains("x-number.uid@clean").doesNotContainPattern("\\b42\\b");
        assertThat(Command.run("explain", "x-nmber", "-p", profile).err()).contains("did you mean 'x-number'?");
        assertThat(Command.run("explain").exit()).isEqualTo(2);
        assertThat(Command.run("lint", folder.resolve("base.yaml").toString()).exit())
                .isZero();
        assertThat(Command.run("run", "-p", folder.resolve("base.yaml").toString())
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void whatAProfileComesToIsAProfile() throws IOException {
        Path resolved = Files.writeString(
                folder.resolve("resolved.yaml"),
                Command.run("profiles", "show", "--resolved", profile).out());
        assertThat(Command.run("lint", resolved.toString()).exit()).isZero();
        assertThat(findings(Command.run("run", "-p", resolved.toString(), "--format", "json")))
                .isEqualTo(findings(run()));
    }

    @Test
    void overSshItIsTheSame() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            Path known = Files.writeString(folder.resolve("known"), server.knownHostsLine() + "\n");
            Path password = Files.writeString(folder.resolve("password"), EmbeddedSshServer.PASSWORD + "\n");
            Path hosts = Files.writeString(
                    folder.resolve("hosts.ini"),
                    "h ansible_host=127.0.0.1 ansible_port=" + server.port() + " ansible_user=ops\n");
            List<String> more = new ArrayList<>(List.of(
                    "-i", hosts.toString(), "--known-hosts", known.toString(), "--password-file", password.toString()));
            more.addAll(Command.patience(more));
            Command run = run(more.toArray(String[]::new));
            assertThat(findings(run)).containsExactly("fail x-number low host", "fail x-names short address:10.0.0.1");
            assertThat(server.execChannels()).isEqualTo(1);
        }
    }

    @Test
    void aHookMayDenyCommands() {
        String request = "{\"schemaVersion\": 1, \"hosts\": [{\"name\": \"here\", \"connection\": \"local\"}],"
                + " \"profile\": \"" + profile + "\", \"definedCommands\": \"%s\"}";
        assertThat(Command.fed(request.formatted("deny"), "hook").out()).contains("commands-denied");
        assertThat(Command.fed(request.formatted("run"), "hook").out()).doesNotContain("commands-denied");
        assertThat(Command.fed(request.formatted("never"), "hook").exit()).isEqualTo(2);
    }
}
