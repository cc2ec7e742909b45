package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The incident that the product was made for: a umask that spoils jq, and a daemon.json that comes out empty. The page
 * gives one cause with two consequences; its commands mend the host.
 */
class ChainIT {
    private Lab lab;

    @BeforeEach
    void up() {
        lab = Lab.with("h1");
        lab.fault("umask", "h1", "ops");
        lab.fault("jq", "h1");
        lab.fault("daemon-json", "h1", "empty");
    }

    @AfterEach
    void clear() {
        lab.clear("h1");
    }

    @Test
    void oneCauseTwoConsequencesAndTheirCommandsMendTheHost() {
        Result page = look();
        assertThat(page.exit()).isEqualTo(1);
        assertThat(page.out().lines().filter(line -> line.matches("\\d+\\. .*")))
                .containsExactly("1. umask-effective: Files and directories come out with usable modes");
        assertThat(page.out().lines().map(String::strip).filter(line -> line.startsWith("and so ")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("and so jq-usable");

        List<String[]> commands = commands(look("--format", "json"));
        assertThat(commands).hasSize(3);
        for (String[] command : commands) {
            String user = command[0].equals("root") ? "root" : "ops";
            Result run = lab.atSeat(
                    "ssh",
                    "-F",
                    lab.call("ssh-config").strip(),
                    "-l",
                    user,
                    lab.address("h1"),
                    "-i",
                    lab.key().toString(),
                    "-o",
                    "UserKnownHostsFile=" + lab.knownHosts(),
                    command[1]);
            assertThat(run.exit()).as(command[1] + "\n" + run.out() + run.err()).isZero();
        }

        Result mended = look();
        assertThat(mended.exit()).as(mended.out()).isZero();
    }

    private Result look(String... more) {
        List<String> command = new ArrayList<>(List.of("run", "--host", "ops@" + lab.address("h1")));
        command.addAll(List.of("--set", "settings.target_docker_version=20.10.24"));
        command.addAll(List.of("--only", "umask-effective,jq-usable,docker-daemon-json"));
        command.addAll(List.of(more));
        command.addAll(lab.login());
        return lab.preflight(command);
    }

    /** Who runs it and what, for each different command that mends something. */
    private static List<String[]> commands(Result report) {
        List<String[]> commands = new ArrayList<>();
        for (JsonNode finding : report.findings()) {
            for (JsonNode remedy : finding.path("remedies")) {
                String command = remedy.path("command").asText("");
                if (!command.isEmpty() && commands.stream().noneMatch(known -> known[1].equals(command))) {
                    commands.add(new String[] {remedy.path("privilege").asText(), command});
                }
            }
        }
        return commands;
    }
}
