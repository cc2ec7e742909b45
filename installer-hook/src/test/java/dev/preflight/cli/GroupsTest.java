package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No check is lost: groups and hosts of a profile must be in the inventory, and a check without hosts is reported. */
class GroupsTest {
    /** The user who runs the tests may have any sensible umask. */
    private static final String UMASK =
            "params: {required_contexts: [exec], required_file_mode: \"0600\", required_dir_mode: \"0700\"}";

    @TempDir
    private Path folder;

    private String inventory;

    @BeforeEach
    void inventory() throws IOException {
        inventory = write("hosts.ini", """
                [all_h]
                h1 ansible_connection=local
                h2 ansible_connection=local
                [first]
                h1
                [second]
                h2
                [spare]
                """);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String profile(String checks) throws IOException {
        return write("site.yaml", "name: site\nchecks:\n" + checks);
    }

    private Command run(String profile, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", inventory, "-p", profile));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    @Test
    void aGroupThatTheInventoryDoesNotHaveIsAnErrorWithItsPlaceAndTheNearestName() throws IOException {
        String typo = profile("  umask-effective: {" + UMASK + "}\n  jq-usable: {groups: [al_h]}\n");
        Command run = run(typo);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(typo + ":4:24: the inventory has no group 'al_h'; did you mean 'all_h'?");
    }

    @Test
    void allNamesThatAreMissingAreNamedAtOnce() throws IOException {
        String wrong = write("wrong.yaml", """
                name: wrong
                settings:
                  list_files: [{url: "http://10.0.0.9/peers", consumer_host: h9}]
                checks:
                  umask-effective: {groups: [all_h, frist]}
                  tcp-ports: {params: {tcp_ports: [{port: 2377, from: first, to: mangers}]}}
                waivers:
                  - {check: umask-effective, hosts: [h1, h3], reason: r, owner: o, until: 2099-01-01T00:00:00Z}
                """);
        Command run = run(wrong, "--limit", "secnd");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        wrong + ":3:62: the inventory has no host 'h9'",
                        wrong + ":5:37: the inventory has no group 'frist'; did you mean 'first'?",
                        wrong + ":6:66: the inventory has no group 'mangers'",
                        wrong + ":8:42: the inventory has no host 'h3'; did you mean 'h1'?",
                        "--limit: nothing matches 'secnd'; did you mean 'second'?")
                .contains("5 errors; nothing was run");
    }

    @Test
    void judgingKnowsTheNamesOfTheWholeInventoryWhateverTheRunLookedAt() throws IOException {
        Path evidence = folder.resolve("evidence");
        String good = profile("  umask-effective: {" + UMASK + "}\n");
        assertThat(run(good, "--limit", "h1", "--save-evidence", evidence.toString())
                        .exit())
                .isZero();
        String typo = profile("  umask-effective: {" + UMASK + "}\n  jq-usable: {groups: [al_h]}\n");
        Command judged = Command.run("judge", evidence.toString(), "-p", typo);
        assertThat(judged.exit()).isEqualTo(2);
        assertThat(judged.out()).isEmpty();
        assertThat(judged.err()).contains(typo + ":4:24: the inventory has no group 'al_h'; did you mean 'all_h'?");

        String others = profile("  umask-effective: {" + UMASK + "}\n"
                + "  jq-usable: {groups: [spare]}\n"
                + "  of-second: {check: umask-effective, groups: [second]}\n"
                + "waivers:\n"
                + "  - {check: umask-effective, hosts: [h2], reason: r, owner: o, until: 2099-01-01T00:00:00Z}\n");
        judged = Command.run("judge", evidence.toString(), "-p", others, "--format", "json");
        assertThat(judged.exit()).as(judged.err()).isZero();
        List<String> idle = new ArrayList<>();
        judged.json()
                .path("idleChecks")
                .forEach(check -> idle.add(check.path("reason").asText()));
        assertThat(idle).containsExactly("groups-empty", "not-in-run");
    }

    @Test
    void evidenceThatDoesNotSayWhichNamesThereWereLeavesTheChecksOfOthersIdle() throws IOException {
        Path evidence = folder.resolve("evidence");
        String good = profile("  umask-effective: {" + UMASK + "}\n");
        assertThat(run(good, "--limit", "h1", "--save-evidence", evidence.toString())
                        .exit())
                .isZero();
        String byHand = "{\"formatVersion\": 2, \"handMade\": true, \"startedAt\": \"2026-01-01T00:00:00Z\","
                + " \"hosts\": [{\"name\": \"h1\", \"groups\": [\"all\", \"all_h\", \"first\"]}]";
        String typo = profile("  umask-effective: {" + UMASK + "}\n  jq-usable: {groups: [al_h]}\n");
        Files.writeString(evidence.resolve("manifest.json"), byHand + "}");
        Command judged = Command.run("judge", evidence.toString(), "-p", typo);
        assertThat(judged.exit()).as(judged.err()).isNotEqualTo(2);
        assertThat(judged.out()).contains("jq-usable: no host of this run is in its groups (al_h)");

        Files.writeString(
                evidence.resolve("manifest.json"),
                byHand + ", \"inventory\": {\"groups\": [{\"name\": \"spare\"}], \"hosts\": []}}");
        judged = Command.run("judge", evidence.toString(), "-p", typo);
        assertThat(judged.exit()).isEqualTo(2);
        assertThat(judged.err()).contains("the inventory has no group 'al_h'; did you mean 'all_h'?");

        Files.writeString(
                evidence.resolve("manifest.json"),
                byHand + ", \"inventory\": {\"groups\": [{\"name\": \"a\", \"hosts\": -1}], \"hosts\": [{}]}}");
        judged = Command.run("judge", evidence.toString(), "-p", typo);
        assertThat(judged.exit()).isEqualTo(2);
        assertThat(judged.err())
                .contains("manifest.json:1:", "no number of hosts: -1", "expected 'hosts' with a list of texts");
    }

    /** Of a user who is not the login user, sshd's own contexts cannot be checked, and the others only by root. */
    @Test
    void contextsThatThisLoginCannotHaveAreAnErrorOfLintAndOfRun() throws IOException {
        String hosts = write("deploy.ini", "h1 ansible_host=192.0.2.1 ansible_user=ops\n");
        String settings = "settings: {install_user: deploy, required_contexts: [exec, sudo, cron]%s}\n"
                + "checks: {umask-effective: {}}\n";
        String profile = write("deploy.yaml", String.format(settings, ""));
        Command lint = Command.run("lint", "-i", hosts, profile);
        assertThat(lint.exit()).isEqualTo(2);
        assertThat(lint.out())
                .contains(
                        "install_user is deploy, but the login user of",
                        " is ops:",
                        "cannot be checked: exec, sudo;",
                        "can be checked: unit, cron");
        Command run = Command.run("run", "-i", hosts, "-p", profile);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("cannot be checked: exec, sudo;");
        String root = write("root.yaml", String.format(settings, ", become: true"));
        assertThat(Command.run("lint", "-i", hosts, root).out())
                .contains("cannot be checked: exec;", "can be checked: sudo, sudo-i, su, su-, unit, cron");
        String self = write("self.ini", "h1 ansible_host=192.0.2.1 ansible_user=deploy\n");
        assertThat(Command.run("lint", "-i", self, profile).out()).contains(": ok");
        // The login user is unknown without the inventory.
        assertThat(Command.run("lint", profile).out()).contains(": ok");
    }

    @Test
    void lintNamesAFileThatIsNotThereAndNoOptionThatItDoesNotHave() {
        Command lint = Command.run("lint", "none.yaml", "container-hots");
        assertThat(lint.exit()).isEqualTo(2);
        assertThat(lint.out())
                .contains("none.yaml: there is no file none.yaml", "container-hots: there is no shipped profile")
                .doesNotContain("--profile");
    }

    @Test
    void lintKnowsNoGroupsUntilItIsGivenTheInventory() throws IOException {
        String typo = profile("  umask-effective: {groups: [al_h]}\n");
        assertThat(Command.run("lint", typo).exit()).isZero();
        Command lint = Command.run("lint", "-i", inventory, typo);
        assertThat(lint.exit()).isEqualTo(2);
        assertThat(lint.out()).contains(typo + ":3:30: the inventory has no group 'al_h'; did you mean 'all_h'?");
        String good = profile("  umask-effective: {groups: [all_h, spare]}\n");
        assertThat(Command.run("lint", "-i", inventory, good).out()).contains(": ok");
        assertThat(Command.run("lint", "-i", folder + "/none.ini", good).exit()).isEqualTo(2);
    }

    @Test
    void whatIsSwitchedOffNamesNobody() throws IOException {
        String off = profile("  umask-effective: {" + UMASK
                + "}\n  jq-usable: {enabled: false, groups: [al_h]}\n  nic-link: {groups: [al_h], enabled: false}\n");
        assertThat(run(off).exit()).isIn(0, 1);
    }

    @Test
    void aCheckThatLookedAtNobodyIsListedInEveryReport() throws IOException {
        String idle = profile("  umask-effective: {" + UMASK + "}\n"
                + "  jq-usable: {groups: [spare]}\n"
                + "  of-second: {check: umask-effective, groups: [second]}\n"
                + "  of-others: {check: umask-effective, when: {os_family: [no-such-system]}}\n");
        Path xml = folder.resolve("r.xml");
        Path text = folder.resolve("r.txt");
        Command run =
                run(idle, "--limit", "h1", "--format", "json", "--format", "junit:" + xml, "--format", "text:" + text);
        assertThat(Schemas.problems("verdict-2.schema.json", run.out())).isEmpty();
        List<String> listed = new ArrayList<>();
        for (JsonNode check : run.json().path("idleChecks")) {
            listed.add(
                    check.path("instance").asText() + " " + check.path("reason").asText());
        }
        assertThat(listed).containsExactly("jq-usable groups-empty", "of-second not-in-run", "of-others not-selected");
        assertThat(Files.readString(text))
                .contains("3 checks looked at no host", "CHECKS THAT LOOKED AT NO HOST")
                .contains("jq-usable: no host of the inventory is in its groups (spare)")
                .contains("of-second: no host of this run is in its groups (second)")
                .contains("of-others: its condition (when) is true of no host");
        assertThat(Files.readString(xml))
                .contains("<testsuite name=\"idle checks\" tests=\"3\"")
                .contains("name=\"jq-usable\"", "no host of the inventory is in its groups (spare)");
    }

    @Test
    void whereNothingWasMeasuredTheRunIsUndecidedUnlessTheProfileSaysOtherwise() throws IOException {
        String nothing = profile("  umask-effective: {when: {os_family: [no-such-system]}}\n");
        Path xml = folder.resolve("r.xml");
        Command run = run(nothing, "--format", "json", "--format", "junit:" + xml);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.json().path("verdict").asText()).isEqualTo("undecided");
        assertThat(run.json().path("unmeasuredHosts").size()).isEqualTo(2);
        assertThat(run.host("h1").path("verdict").asText()).isEqualTo("undecided");
        assertThat(Files.readString(xml)).contains("<error message=\"every check does not apply or was skipped");
        String page = run(nothing).out();
        assertThat(page)
                .startsWith("UNDECIDED: nothing was measured")
                .contains("on_nothing_measured: proceed")
                .doesNotContain("CLEAN HOSTS");

        String parent = write("parent.yaml", "name: parent\non_nothing_measured: proceed\nchecks: {}\n");
        String child = write(
                "child.yaml",
                "extends: " + parent + "\nchecks:\n  umask-effective: {when: {os_family: [no-such-system]}}\n");
        Command proceeds = run(child, "--format", "json");
        assertThat(proceeds.exit()).isZero();
        assertThat(proceeds.json().path("verdict").asText()).isEqualTo("proceed-with-warnings");
        assertThat(proceeds.json().path("proceedOnNothingMeasured").asBoolean()).isTrue();
        String wrong = write("wrong.yaml", "on_nothing_measured: procede\nchecks: {umask-effective: {}}\n");
        assertThat(Command.run("lint", wrong).out())
                .contains(wrong + ":1:22: on_nothing_measured: ", "did you mean 'proceed'?");
    }

    @Test
    void theHookSaysWhereInTheRequestAGroupIsNamed() throws IOException {
        String typo = profile("  umask-effective: {groups: [databases]}\n");
        Command hook = Command.fed(
                "{\"schemaVersion\": 1, \"inventory\": \"" + inventory + "\", \"profile\": \"" + typo
                        + "\",\n\"limit\": \"frist\"}",
                "hook");
        assertThat(hook.exit()).isEqualTo(2);
        List<String> places = new ArrayList<>();
        hook.json()
                .path("problems")
                .forEach(problem -> places.add(problem.path("place").asText()));
        assertThat(places).containsExactlyInAnyOrder("request:2:10", typo + ":3:30");
        Command named = Command.fed(
                "{\"schemaVersion\": 1, \"profile\": \"" + typo + "\", \"hosts\": "
                        + "[{\"name\": \"here\", \"connection\": \"local\", \"groups\": [\"database\"]}]}",
                "hook");
        assertThat(named.exit()).isEqualTo(2);
        assertThat(named.json().at("/problems/0/hint").asText()).startsWith("did you mean 'database'?");
    }
}
