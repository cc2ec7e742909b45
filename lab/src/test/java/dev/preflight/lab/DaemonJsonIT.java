package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values of daemon.json that well-formed files had and dockerd did not take, on a host with a real engine: the check fails
 * where the engine ends. All values and all engines are in {@code DaemonEnginesTest}.
 */
class DaemonJsonIT {
    /** Starts an engine of its own on the file, and says what became of it. */
    private static final String START =
            "kill $(pidof dockerd) 2>/dev/null; while pidof dockerd >/dev/null; do sleep 0.1; done; "
                    + "ip link del docker0 2>/dev/null; mkdir -p /etc/docker; cat >/etc/docker/daemon.json; cd /tmp; "
                    + "dockerd --data-root /tmp/own/data --exec-root /tmp/own/exec -p /tmp/own.pid -H unix:///tmp/own.sock "
                    + ">/tmp/own.log 2>&1 & p=$!; "
                    + "while kill -0 $p 2>/dev/null && ! grep -q 'API listen on' /tmp/own.log; do sleep 0.1; done; "
                    + "if kill $p 2>/dev/null; then wait $p; echo started; else echo refused; fi";

    private final Lab lab = Lab.with("d3");

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        lab.exec("d3", "docker swarm leave --force >/dev/null 2>&1; rm -f /etc/docker/daemon.json");
        lab.clear("d3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            started | {"registry-mirrors": ["https://mirror.example.com"]}      |
            refused | {"registry-mirrors": ["http://192.0.2.1:8081/group/"]}    | fail docker-daemon-json value
            refused | {"registry-mirrors": ["mirror.example.com"]}              | fail docker-daemon-json value
            started | {"bip": "172.31.0.1/24"}                                  |
            refused | {"bip": "172.31.0.0/24"}                                  | fail docker-daemon-json value
            refused | {"default-runtime": "nvidia"}                             | fail docker-daemon-json unknown-name
            refused | {"group": "nosuchgroup"}                                  | fail docker-daemon-json unknown-name
            refused | {"storage-opts": ["overlay2.foo=1"]}                      | fail docker-daemon-json storage-opt
            """)
    void theCheckFailsWhereTheEngineEnds(String outcome, String file, String found) throws IOException {
        String quoted = "'" + file + "'";
        assertThat(lab.exec("d3", "printf '%s\\n' " + quoted + " | { " + START + "; }"))
                .contains(outcome);
        Result look = look();
        assertThat(look.wrong()).as(look.out()).isEqualTo(found == null ? List.of() : List.of(found));
    }

    @Test
    void aNodeOfASwarmDoesNotStartWithLiveRestore() throws IOException {
        lab.call("dockerd", "d3");
        lab.exec("d3", "docker swarm init --advertise-addr " + lab.address("d3"));
        lab.exec("d3", "echo '{\"live-restore\": true, \"log-driver\": \"local\"}' >/etc/docker/daemon.json");
        Result look = look();
        assertThat(look.wrong()).as(look.out()).containsExactly("fail docker-daemon-json swarm");
    }

    private Result look() throws IOException {
        Path profile = Files.writeString(folder.resolve("daemon.yaml"), """
                name: daemon
                settings: {become: true}
                checks: {docker-daemon-json: {}}
                """);
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine("d3", "ops") + "\n");
        return lab.look(inventory, profile);
    }
}
