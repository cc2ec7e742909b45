package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The incident of a scale-out that failed with "no resources", and the one of a container that filled the disk: a real
 * engine whose containers have 128 CPU shares and no limit of their logs, and what they are replaced by.
 */
class ContainersIT {
    private final Lab lab = Lab.with("d1");

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        lab.clear("d1");
    }

    @Test
    void containersWithTooManySharesAndNoLogLimitBlockAndTheirSuccessorsDoNot() throws IOException {
        lab.call("dockerd", "d1");
        lab.fault("cpu-shares", "d1", "128");
        lab.fault("log-limits", "d1");
        Result before = look();
        assertThat(before.exit()).as(before.out()).isEqualTo(1);
        assertThat(before.wrong())
                .containsExactly("fail container-cpu-shares no-capacity", "warning container-log-limits old-container");

        // What the field did, and what it should have created in the first place.
        lab.exec("d1", "docker update --cpu-shares 2 $(docker ps -q --filter name=lab-shares)");
        lab.exec(
                "d1",
                "docker rm -f lab-chatty && docker run -d --name lab-chatty --log-driver json-file"
                        + " --log-opt max-size=10m --log-opt max-file=3 box /bin/sleep 100000");
        Result after = look();
        assertThat(after.wrong()).as(after.out()).isEmpty();
        assertThat(after.exit()).isZero();
    }

    private Result look() throws IOException {
        Path profile = Files.writeString(folder.resolve("swarm.yaml"), """
                name: swarm
                extends: docker-swarm-classic
                settings: {become: true, treat_as_host: true, planned_cpus: 0}
                """);
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine("d1", "ops") + "\n");
        return lab.look(inventory, profile);
    }
}
