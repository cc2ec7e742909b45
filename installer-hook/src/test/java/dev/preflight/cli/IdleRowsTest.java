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

/** A row that is required of no host is named: that nothing is found of it would not be noticed. */
class IdleRowsTest {
    private static final String TABLE = """
            name: site
            checks:
              ports-free:
                params:
                  require:
                    65001/tcp: {}
                    65002/tcp: {groups: [spare]}
                    65003/tcp: {groups: [second], when: {arch: [loongarch64]}}
                    65004/tcp: {groups: [second]}
                    65005/tcp: {when: {arch: [loongarch64]}}
                    65006/tcp: {groups: [spare, first]}
              of-first:
                check: ports-free
                groups: [first]
                params: {require: {65001/tcp: {}, 65004/tcp: {groups: [second]}}}
              of-spare:
                check: ports-free
                groups: [spare]
                params: {require: {65001/tcp: {groups: [second]}}}
            """;

    @TempDir
    private Path folder;

    private String inventory;
    private String profile;

    @BeforeEach
    void files() throws IOException {
        inventory = write("hosts.ini", """
                [first]
                h1 ansible_connection=local
                [second]
                h2 ansible_connection=local
                [spare]
                """);
        profile = write("site.yaml", TABLE);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Command run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", inventory, "-p", profile));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    private static List<String> idle(Command run) {
        List<String> idle = new ArrayList<>();
        for (JsonNode rows : run.json().path("idleRows")) {
            List<String> keys = new ArrayList<>();
            rows.path("rows").forEach(key -> keys.add(key.asText()));
            idle.add(
                    rows.path("instance").asText() + " " + rows.path("reason").asText() + " " + String.join(" ", keys));
        }
        return idle;
    }

    @Test
    void everyReportNamesThemAndTheVerdictStays() {
        Path xml = folder.resolve("r.xml");
        Command run = run("--format", "json", "--format", "junit:" + xml);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Schemas.problems("verdict-2.schema.json", run.out())).isEmpty();
        assertThat(idle(run))
                .containsExactly(
                        "ports-free groups-empty 65002/tcp",
                        "ports-free not-selected 65003/tcp",
                        "ports-free not-selected 65005/tcp",
                        "of-first not-in-run 65004/tcp");
        assertThat(xml).content().contains("65002/tcp: no host of the inventory is in the groups of the row (spare)");
        Command page = run();
        assertThat(page.out().replaceAll("\\s+", " "))
                .contains("4 rows apply to no host")
                .contains(
                        "ROWS THAT APPLY TO NO HOST - ports-free: 65002/tcp: no host of the inventory is in the groups"
                                + " of the row (spare)")
                .contains("- ports-free: 65005/tcp: the condition of the row (when) is true of no host");
    }

    @Test
    void aLimitedRunSaysOfTheOthersThatTheyAreNotInIt() {
        Command run = run("--limit", "h1", "--format", "json");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(idle(run))
                .containsExactly(
                        "ports-free groups-empty 65002/tcp",
                        "ports-free not-in-run 65003/tcp 65004/tcp",
                        "ports-free not-selected 65005/tcp",
                        "of-first not-in-run 65004/tcp");
    }

    @Test
    void lintWarnsWithTheirPlacesOfGroupsThatFitNoHost() {
        Command lint = Command.run("lint", "-i", inventory, profile);
        assertThat(lint.exit()).isZero();
        assertThat(lint.out()).contains(": ok");
        assertThat(lint.err())
                .contains(
                        profile + ":7:9: ports-free: the row '65002/tcp' applies to no host: none that the check looks"
                                + " at is in spare; correct its groups")
                .contains(profile + ":15:39: of-first: the row '65004/tcp' applies to no host")
                .doesNotContain("65003", "65005", "65006", "of-spare");
        assertThat(Command.run("lint", profile).err()).isEmpty();
    }
}
