package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() throws IOException {
        lab = Lab.with("h1", "h2", "d1");
        Files.writeString(folder.resolve("burn-in.yaml"), PROFILE);
        lab.fault("traffic", "h1");
    }

    @AfterEach
    void clear() {
        lab.clear("h1");
        lab.clear("d1");
    }

    private List<String> wrong(String host) throws IOException {
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine(host, "ops") + "\n");
        List<String> command = new ArrayList<>(List.of(
                "run",
                "-i",
                inventory.toString(),
                "-p",
                folder.resolve("burn-in.yaml").toString(),
                "--format",
                "json",
                // It needs half a minute of its own: LogGrowthIT.
                "--skip",
                "log-growth"));
        command.addAll(lab.login());
        return lab.preflight(command).wrong().stream()
                .filter(line -> !line.contains("load-idle-mismatch") && !line.startsWith("skipped"))
                .toList();
    }

    @Test
    void aHostThatWorksIsWell() throws IOException {
        lab.fault("finite-run", "h1", "600");
        assertThat(wrong("h1")).isEmpty();
    }

    @Test
    void aNetworkThatLosesPacketsIsCalledSo() throws IOException {
        lab.fault("finite-run", "h1", "600");
        lab.fault("tcp-loss", "h1");
        // How many threads there are is told of the whole machine, which other tests and hosts share.
        assertThat(wrong("h1"))
                .singleElement()
                .asString()
                .contains("threads-retrans")
                .containsAnyOf("network-loss", "retransmissions");
    }

    @Test
    void aLeakOfThreadsThatCameFirstIsSuspected() throws Exception {
        lab.fault("finite-run", "h1", "600");
        lab.fault("thread-leak", "h1");
        CompletableFuture<Void> loss = CompletableFuture.runAsync(
                () -> lab.fault("tcp-loss", "h1"), CompletableFuture.delayedExecutor(8, TimeUnit.SECONDS));
        assertThat(wrong("h1")).singleElement().asString().contains("threads-retrans", "thread-leak-suspected");
        loss.join();
    }

    @ParameterizedTest
    @CsvSource({
        "sysctl net.ipv4.tcp_abort_on_overflow=1, fail short-tcp-reset abort-on-overflow",
        "listen-overflow, warning short-tcp-reset listen-overflow"
    })
    void whatResetsShortConnectionsIsFound(String fault, String expected) throws IOException {
        lab.fault("finite-run", "h1", "600");
        String[] words = fault.split(" ");
        lab.fault(words[0], "h1", Arrays.copyOfRange(words, 1, words.length));
        // Clients of a listener that takes none send again what they sent.
        assertThat(wrong("h1"))
                .contains(expected)
                .allMatch(line -> line.matches(".*(short-tcp-reset|threads-retrans).*"));
    }

    @Test
    void aTableOfConnectionsThatWasFullIsFoundInTheLog() throws IOException {
        lab.fault("finite-run", "h1", "600");
        lab.fault("kmsg", "h1", "nf_conntrack: nf_conntrack: table full in netns 4026532291, dropping packet");
        assertThat(wrong("h1"))
                .containsExactlyInAnyOrder(
                        "fail kernel-log-signatures conntrack-full", "fail short-tcp-reset conntrack-was-full");
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
    void aProcessThatEndsByItselfWasNotKilled() throws IOException {
        lab.fault("finite-run", "h1", "6");
        assertThat(wrong("h1")).singleElement().asString().contains("long-run-process", "finished");
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
