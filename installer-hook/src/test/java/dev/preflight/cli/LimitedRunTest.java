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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With --limit a run looks at some hosts, and says nothing of all hosts that the others could make untrue. */
class LimitedRunTest {
    @TempDir
    private Path folder;

    private String inventory;

    @BeforeEach
    void inventory() throws IOException {
        inventory = write("hosts.ini", """
                [managers]
                h1 ansible_connection=local
                h2 ansible_connection=local
                h3 ansible_connection=local
                [workers]
                h3
                h4 ansible_connection=local
                """);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Command run(String check, String... more) throws IOException {
        String profile = write("site.yaml", "name: site\nchecks:\n" + check + """
                define:
                  x-sum:
                    title: {en: Sum}
                    looks_at: fleet
                    reads: {n: {file: /proc/sys/kernel/pid_max, as: int}}
                    expect: {c: {read: n, is: {sum: {min: 1}}}, d: {read: n, is: {sum: {max: 999999999}}}}
                """);
        List<String> arguments = new ArrayList<>(List.of("run", "-i", inventory, "-p", profile));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    private static List<String> said(Command run) {
        List<String> said = new ArrayList<>();
        for (JsonNode finding : run.json().path("fleet")) {
            said.add(finding.path("outcome").asText() + " "
                    + finding.path("code").asText());
        }
        return said;
    }

    /** The hosts that were left out are counted by their groups: who is in two of them is not known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groups: [managers], params: {odd: true} | pass ok",
                "groups: [workers], params: {odd: true} | fail even-count",
                "params: {group: managers, max: 2} | fail too-many-hosts",
                "params: {min: 4} | pass ok",
                "params: {min: 5} | fail too-few-hosts",
                "groups: [managers, workers], params: {odd: true} | unknown not-in-run",
                "groups: [managers, workers], params: {min: 3} | pass ok",
                "when: {arch: [x86_64, aarch64]}, params: {odd: true} | unknown not-in-run",
                "params: {measure: cpu, min: 1} | pass ok",
                "params: {measure: cpu, max: 100000} | unknown not-in-run"
            })
    void whatTheOthersCouldMakeUntrueIsUnknown(String check, String finding) throws IOException {
        Command run = run("  total: {check: fleet-total, " + check + "}\n", "--limit", "h3", "--format", "json");
        assertThat(said(run)).as(run.err()).containsExactly(finding);
        assertThat(run.exit()).isEqualTo(finding.startsWith("pass") ? 0 : finding.startsWith("fail") ? 1 : 3);
        Command whole = run("  total: {check: fleet-total, " + check + "}\n", "--format", "json");
        assertThat(said(whole)).doesNotContain("unknown not-in-run");
    }

    @Test
    void whatIsComparedAmongTheHostsOfTheRunIsNotedAndDoesNotStopIt() throws IOException {
        String check = "  kernels: {check: same-on-all, severity: blocker}\n";
        Command page = run(check, "--limit", "h1,h2");
        assertThat(page.exit()).as(page.err()).isZero();
        assertThat(page.out().replaceAll("\\s+", " "))
                .contains("not with the other hosts of the inventory: kernels (same-on-all).");
        Command json = run(check, "--limit", "h1,h2", "--format", "json");
        assertThat(said(json)).containsExactly("unknown not-in-run");
        assertThat(json.json().path("fleet").path(0).path("severity").asText()).isEqualTo("info");
        assertThat(run(check).out()).doesNotContain("other hosts of the inventory");
        String strict = "  kernels: {check: same-on-all, severities: {not-in-run: blocker}}\n";
        Command stopped = run(strict, "--limit", "h1,h2");
        assertThat(stopped.exit()).isEqualTo(3);
        assertThat(stopped.out().replaceAll("\\s+", " ")).contains("looked at some of them only: 2/4");
    }

    @Test
    void aSumOfSomeHostsHoldsOfAllOnlyIfMoreDoesNoHarm() throws IOException {
        Command run = run("  x-sum: {}\n", "--limit", "h1", "--format", "json");
        assertThat(said(run)).as(run.err()).contains("unknown not-in-run");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run("  x-sum: {}\n").exit()).isZero();
    }
}
