package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A run over this machine under three names, of which one is blocked, for tests of runs that go on with it. */
abstract class RunsToGoOnWith {
    @TempDir
    Path folder;

    String inventory;
    String profile;
    Path run;

    @BeforeEach
    void site() throws IOException {
        inventory = write("hosts.ini", """
                [good]
                h1 ansible_connection=local
                h2 ansible_connection=local
                [bad]
                h3 ansible_connection=local
                """);
        profile = write("site.yaml", """
                name: site
                checks:
                  no-file: {check: x-file, groups: [bad]}
                  a-file: {check: x-there, groups: [good, bad]}
                  kernels: {check: same-on-all, severity: blocker}
                define:
                  x-file:
                    title: {en: A file}
                    reads: {f: {file: /proc/sys/kernel/pid_max, as: int}}
                    expect: {c: {read: f, is: {max: 1}}}
                  x-there:
                    title: {en: A file}
                    reads: {f: {file: /proc/sys/kernel/pid_max, as: int}}
                    expect: {c: {read: f, is: {min: 1}}}
                """);
        run = folder.resolve("run");
    }

    String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    static Command json(String... args) {
        List<String> all = new ArrayList<>(List.of("run", "--format", "json"));
        all.addAll(List.of(args));
        return Command.run(all.toArray(String[]::new));
    }

    Command first(String... more) {
        List<String> all = new ArrayList<>(List.of("-i", inventory, "-p", profile, "--save-evidence", run.toString()));
        all.addAll(List.of(more));
        return json(all.toArray(String[]::new));
    }

    /** As a run leaves it that was killed before these hosts were done. */
    void without(String... hosts) throws IOException {
        Files.deleteIfExists(run.resolve("end.json"));
        for (String host : hosts) {
            Files.delete(run.resolve("hosts").resolve(host).resolve("manifest.json"));
        }
    }

    /** A report but for times, and for what it says of being resumed. */
    static JsonNode timeless(Command command) {
        ObjectNode report = (ObjectNode) command.json();
        report.remove(List.of("startedAt", "endedAt", "earlier", "evidence"));
        report.get("hosts").forEach(host -> ((ObjectNode) host).remove("tookMillis"));
        return report;
    }

    void refused(Command command, String... said) {
        assertThat(command.exit()).as(command.err()).isEqualTo(2);
        assertThat(command.err().lines()).as(command.err()).hasSize(1);
        assertThat(command.err()).contains(said);
    }
}
