package dev.preflight.checks.software;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Containers that are left of an earlier installation. */
class LeftContainersTest {
    private static final String ID = "97d337faaeb317a73a4e71e3e6e520aaf3e75b1d59cf64cae51420b5107469ea";

    private static final String DOCKER = "uid 0\nprocess dockerd\ninstalled /usr/bin/dockerd\ndocker /usr/bin/docker\n";

    private static Judgement judged(String limits, String containers) {
        return Judged.by(
                        new LeftoversCheck(),
                        "require: {k8s: " + limits + "}",
                        Map.of("leftovers", "now 2000000\ndone\n", "containers", containers + "done\n"))
                .get(0);
    }

    private static String code(String limits, String containers) {
        return judged(limits, containers).code();
    }

    private static String named(String name, boolean running) {
        return " [\"" + ID + "\",\"/" + name + "\"," + running + ",0,\"json-file\",\"\",\"\"]\n";
    }

    @Test
    void aContainerIsLeftWhetherItRunsOrNot() {
        for (boolean running : List.of(true, false)) {
            Judgement found = judged(
                    "{container: ['etcd*', x]}",
                    DOCKER + "answered\n" + named("etcd-1", running) + named("web", running)
                            + named("my-etcd", running));
            assertThat(found.code()).isEqualTo("found");
            assertThat(found.args()).containsEntry("found", Arg.texts(List.of("container: etcd-1 (docker)")));
        }
    }

    @Test
    void othersAreNotLeftNorIsWhatMayBeThere() {
        String containers = DOCKER + "answered\n" + named("etcd-1", true);
        assertThat(code("{container: [web]}", containers)).isEqualTo("ok");
        assertThat(code("{container: ['etcd*'], allow: [etcd-1]}", containers)).isEqualTo("ok");
        assertThat(code("{container: ['etcd*']}", "uid 0\n")).isEqualTo("ok");
    }

    @Test
    void whatARuntimeDoesNotTellIsUnknown() {
        String denied = "uid 1000\nprocess dockerd\ninstalled /usr/bin/dockerd\ndocker /usr/bin/docker\nfailed\n"
                + " permission denied while trying to connect\n";
        assertThat(code("{container: ['etcd*']}", denied)).isEqualTo("no-permission");
        // Each user has containers of podman.
        String podman = "uid 1000\npodman /usr/bin/podman\nanswered\n";
        assertThat(code("{container: ['etcd*']}", podman)).isEqualTo("no-permission");
        assertThat(code("{container: ['etcd*']}", podman + named("etcd", false)))
                .isEqualTo("found");
        // Of a daemon that does not run the directories are known, and no names.
        String stored =
                DOCKER + "failed\n Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\nstored\n"
                        + named(ID, false);
        assertThat(code("{container: ['etcd*']}", stored)).isEqualTo("not-readable");
    }

    @Test
    void aProductWithoutContainersDoesNotDependOnARuntime() {
        String denied = DOCKER + "failed\n permission denied\n";
        assertThat(code("{user: [etcd]}", denied)).isEqualTo("not-collected");
        assertThat(Judged.by(
                                new LeftoversCheck(),
                                "require: {k8s: {user: [etcd]}}",
                                Map.of("leftovers", "now 1\nasked user:etcd\ndone\n"))
                        .get(0)
                        .code())
                .isEqualTo("ok");
    }
}
