package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several {@code -i}, what Ansible reads, and files of {@code --limit}, from the command line and the hook. */
class InventoryOptionTest {
    @TempDir
    private Path folder;

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        return Files.writeString(file, text).toString();
    }

    private Command run(String... more) throws IOException {
        String profile = write("site.yaml", """
                name: site
                checks: {x-pids: {}}
                define:
                  x-pids:
                    title: {en: Pids}
                    looks_at: host
                    reads: {n: {file: /proc/sys/kernel/pid_max, as: int}}
                    expect: {c: {read: n, is: {min: 1}}}
                """);
        List<String> arguments = new ArrayList<>(List.of("run", "--format", "json", "-p", profile));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    private static List<String> hosts(JsonNode report) {
        List<String> names = new ArrayList<>();
        report.path("hosts")
                .forEach(host -> names.add(host.path("name").asText() + " "
                        + host.path("transport").asText()));
        return names;
    }

    @Test
    void severalInventoriesAreOne() throws IOException {
        String first = write("a/hosts", "[web]\nw1\nw2\nw3 ansible_connection=local\n");
        String second = write("b/local.yml", "all: {vars: {ansible_connection: local}, hosts: {w2: }}\n");
        String retry = write("site.retry", "w3\nw1\n");

        Command run = run("-i", first, "-i", second, "-i", "w9,", "--limit", "web[0:1]:w9");

        assertThat(hosts(run.json())).as(run.err()).containsExactly("w1 local", "w2 local", "w9 local");
        assertThat(run.json().path("inventoryReadBy").asText()).isEqualTo("preflight");
        assertThat(hosts(run("-i", first, "-i", second, "--limit", "@" + retry).json()))
                .containsExactly("w1 local", "w3 local");
        assertThat(run("--local").json().path("inventoryReadBy").isNull()).isTrue();
    }

    @Test
    void theReportSaysThatAnsibleReadTheInventory() throws IOException {
        Requirement.tool("ansible-inventory");
        write("inv/hosts", "[web]\nw1\n");
        write("inv/group_vars/web.yml", "ansible_connection: local\n");
        String evidence = folder.resolve("evidence").toString();

        Command run = run("-i", folder.resolve("inv").toString(), "--save-evidence", evidence);

        assertThat(hosts(run.json())).as(run.err()).containsExactly("w1 local");
        assertThat(run.json().path("inventoryReadBy").asText()).isEqualTo("ansible-inventory");
        Command judged = Command.run("judge", evidence, "--format", "json");
        assertThat(judged.json().path("inventoryReadBy").asText()).isEqualTo("ansible-inventory");
        assertThat(Command.run("judge", evidence).out())
                .contains("The inventory was read by ansible-inventory, as Ansible alone can read it.");
    }

    @Test
    void lintTakesSeveralToo() throws IOException {
        String first = write("a", "[web]\nw1\n");
        String second = write("b", "[db]\nd1\n");
        String profile = write("groups.yaml", "name: x\nchecks: {umask-effective: {groups: [web, db]}}\n");

        assertThat(Command.run("lint", "-i", first, "-i", second, profile).exit())
                .isZero();
        assertThat(Command.run("lint", "-i", first, profile).out()).contains("the inventory has no group 'db'");
    }

    @Test
    void aRequestNamesOneOrSeveral() throws IOException {
        String first = write("a", "w1 ansible_connection=local\n");
        String second = write("b", "w2 ansible_connection=local\n");
        String request = ("{\"schemaVersion\": 1, \"profile\": \"" + folder.resolve("site.yaml")
                + "\", \"inventory\": [\"" + first + "\", \"" + second + "\"]}");
        assertThat(run("--local").exit()).isZero();

        Command hook = Command.fed(request, "hook");

        assertThat(hosts(hook.json())).as(hook.err() + hook.out()).containsExactly("w1 local", "w2 local");
    }
}
