package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samplers of the profile {@code burn-in} on hosts that work: real traffic, real loss, a real leak of threads. What is
 * said of the load is left out, for the machine's is shared by all that runs on it.
 */
class BurnInIT {
    private static final String PROFILE = """
            name: lab-burn-in
            extends: burn-in
            settings: {become: true, treat_as_host: true, install_user: ops, sample_time: 12s}
            checks:
              threads-retrans: {params: {interval: 2s, min_segments: 200}}
              load-idle-mismatch: {params: {interval: 2s, again: 2s}}
              long-run-process: {params: {expected_processes: [{pattern: lab-burn}], survival_test: false}}
            """;

    /** A process left behind and a second login take seconds, so only their own test has them. */
    private static final String WITH_SURVIVAL = PROFILE.replace(", survival_test: false", "");

    private static final List<String> SIX = List.of("h1", "h2", "h3", "h4", "h5", "h6");

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() throws IOException {
        lab = Lab.with("h1", "h2", "h3", "h4", "h5", "h6", "d1");
        Files.writeString(folder.resolve("burn-in.yaml"), PROFILE);
    }

    @AfterEach
    void clear() {
        SIX.forEach(lab::clear);
        lab.clear("d1");
    }

    private Result look(String... hosts) throws IOException {
        String lines = Stream.of(hosts)
                .map(host -> lab.inventoryLine(host, "ops") + "\n")
                .collect(Collectors.joining());
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), lines);
        // It needs half a minute of its own: LogGrowthIT.
        return lab.look(inventory, folder.resolve("burn-in.yaml"), "--skip", "log-growth");
    }

    private List<String> wrong(String host) throws IOException {
        return wrong(look(host), host);
    }

    /** What is said of one host, but for the machine's load. */
    private static List<String> wrong(Result result, String host) {
        return StreamSupport.stream(result.json().path("hosts").spliterator(), false)
                .filter(one -> one.path("name").asText().equals(host))
                .flatMap(one -> StreamSupport.stream(one.path("findings").spliterator(), false))
                .map(one -> one.path("outcome").asText() + " "
                        + one.path("check").asText() + " " + one.path("code").asText())
                // How exactly clocks are compared depends on the machine's load; FleetIT is about them.
                .filter(line -> !line.matches(
                        "(pass|not-applicable|skipped) .*|.* load-idle-mismatch .*|unknown clock-sync ambiguous"))
                .distinct()
                .toList();
    }

    /** Returns when the samplers of this host have looked for the first time, and sleep. */
    private void awaitSamplers(String host) {
        Eventually.is(
                () -> lab.tryExec(host, "[ $(pgrep -fxc 'sleep 12') -ge 2 ]").exit() == 0);
    }

    /** One look at six hosts, for each takes as long as its samplers. */
    @Test
    void aHostThatWorksIsWellAndWhatIsWrongWithOthersIsFound() throws IOException {
        for (int i = 0; i < SIX.size(); i++) {
            // What is sent to a host counts there for nothing.
            lab.fault("traffic", SIX.get(i), SIX.get((i + 1) % SIX.size()));
            lab.fault("finite-run", SIX.get(i), "600");
        }
        lab.fault("tcp-loss", "h2");
        lab.fault("sysctl", "h3", "net.ipv4.tcp_abort_on_overflow=1");
        lab.fault("listen-overflow", "h4");
        lab.fault("kmsg", "h5", "nf_conntrack: nf_conntrack: table full in netns 4026532291, dropping packet");
        CompletableFuture<Void> ending = CompletableFuture.runAsync(() -> {
            awaitSamplers("h6");
            lab.exec("h6", "pkill -f ^lab-burn");
        });
        Result result = look(SIX.toArray(String[]::new));
        ending.join();

        assertThat(wrong(result, "h1")).isEmpty();
        // The number of threads is that of the whole machine, which other tests and hosts share.
        assertThat(wrong(result, "h2"))
                .singleElement()
                .asString()
                .contains("threads-retrans")
                .containsAnyOf("network-loss", "retransmissions");
        assertThat(wrong(result, "h3")).containsExactly("fail short-tcp-reset abort-on-overflow");
        // Clients of a listener that takes none send again what they sent.
        assertThat(wrong(result, "h4"))
                .contains("warning short-tcp-reset listen-overflow")
                .allMatch(line -> line.matches(".*(short-tcp-reset|threads-retrans).*"));
        assertThat(wrong(result, "h5"))
                .containsExactlyInAnyOrder(
                        "fail kernel-log-signatures conntrack-full", "fail short-tcp-reset conntrack-was-full");
        assertThat(wrong(result, "h6")).singleElement().asString().contains("long-run-process", "finished");
    }

    @Test
    void aLeakOfThreadsThatCameFirstIsSuspected() throws Exception {
        lab.fault("traffic", "h1");
        lab.fault("finite-run", "h1", "600");
        lab.fault("thread-leak", "h1");
        CompletableFuture<Void> loss = CompletableFuture.runAsync(() -> awaitSamplers("h1"))
                .thenRunAsync(
                        () -> lab.fault("tcp-loss", "h1"), CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS));
        assertThat(wrong("h1")).singleElement().asString().contains("threads-retrans", "thread-leak-suspected");
        loss.join();
    }

    @Test
    void aContainersCountersAreItsOwn() throws IOException {
        lab.call("dockerd", "d1");
        lab.fault("finite-run", "d1", "600");
        lab.fault("container-overflow", "d1");
        assertThat(wrong("d1")).contains("warning short-tcp-reset listen-overflow");
        lab.clear("d1");
        lab.fault("finite-run", "d1", "600");
        assertThat(wrong("d1")).noneMatch(line -> line.contains("short-tcp-reset"));
    }

    @Test
    void whatASessionLeavesBehindIsKilledAtItsEnd() throws IOException {
        lab.fault("traffic", "h1");
        lab.fault("finite-run", "h1", "600");
        lab.fault("session-kill", "h1");
        Files.writeString(folder.resolve("burn-in.yaml"), WITH_SURVIVAL);
        assertThat(wrong("h1")).containsExactly("fail long-run-process session-kill");
        lab.clear("h1");
        lab.fault("traffic", "h1");
        lab.fault("finite-run", "h1", "600");
        assertThat(wrong("h1")).isEmpty();
    }

    @Test
    void aContainerAtItsLimitOfTasksIsFound() throws IOException {
        lab.call("dockerd", "d1");
        lab.fault("finite-run", "d1", "600");
        lab.fault("pids-limit", "d1");
        lab.exec("d1", "sleep 1");
        assertThat(wrong("d1")).anySatisfy(line -> assertThat(line).contains("threads-retrans", "pids-limit"));
    }
}
