package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many checks there are, a host is connected to once, and is given one script a lane. */
class OneConnectionIT {
    @TempDir
    Path folder;

    private final Lab lab = Lab.with("h1");

    @AfterEach
    void clear() {
        lab.clear("h1");
        lab.exec("h1", "rm -f /tmp/sessions");
    }

    @Test
    void theWholeCatalogueTakesOneConnectionAndOneChannelALane() throws IOException {
        // sshd itself counts: each channel is a line, and the client's port in it tells the connections apart.
        lab.fault(
                "sshd", "h1", "ForceCommand echo \"$SSH_CONNECTION\" >>/tmp/sessions; eval \"$SSH_ORIGINAL_COMMAND\"");
        Path profile = Files.writeString(folder.resolve("all.yaml"), """
                name: all
                extends: docker-swarm-classic
                settings: {become: true, treat_as_host: true, install_user: ops, required_contexts: [exec, login, sudo]}
                """);
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine("h1", "ops") + "\n");
        Path evidence = folder.resolve("evidence");
        List<String> command = new ArrayList<>(List.of("run", "-i", inventory.toString(), "-p", profile.toString()));
        command.addAll(List.of("--save-evidence", evidence.toString()));
        command.addAll(lab.login());
        Result result = lab.preflight(command);
        assertThat(result.exit()).as(result.out() + result.err()).isIn(0, 1, 3);

        List<String> sessions = lab.exec("h1", "cat /tmp/sessions").lines().toList();
        assertThat(sessions).hasSameSizeAs(scripts(evidence)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(sessions.stream().distinct()).hasSize(1);
    }

    private static List<Path> scripts(Path evidence) throws IOException {
        try (Stream<Path> files = Files.walk(evidence)) {
            return files.filter(file -> file.toString().endsWith(".sh")).toList();
        }
    }
}
