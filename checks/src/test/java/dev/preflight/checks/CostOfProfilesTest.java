package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.preflight.evidence.Frame;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.node.ProblemsException;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Redactor;
import dev.preflight.probe.Rights;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.testing.Patience;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ScriptRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the requirements of a platform cost a host beyond the default profile: how many processes its probes make, and how
 * much they print. The scripts run in a process namespace of their own, in which the kernel numbers processes from 1 on:
 * the last number is how many there were ({@code ns_last_pid} of the kernel's admin-guide/sysctl/kernel). A network
 * namespace keeps them from the network.
 */
class CostOfProfilesTest {
    /**
     * Process creations, measured at 190 to 200 beside 1300 of the default profile. Ten of each probe that has a guard of its
     * own are the guard's, and some of these probes run tools that may hang, so that they do not share one
     * (docs/probe-rules.md).
     */
    private static final int MOST_PROCESSES = 230;

    private static final int MOST_BYTES = 60_000;

    private static final String COUNT = """
            /bin/sh -c "$1"
            cat /proc/sys/kernel/ns_last_pid >"$2"
            """;

    @TempDir
    Path folder;

    /** What a lane took. */
    private record Cost(int processes, List<Frame> frames) {
        int bytes() {
            return frames.stream()
                    .mapToInt(frame -> frame.out().length + frame.err().length)
                    .sum();
        }
    }

    private Cost cost(LaneScript script) throws IOException, InterruptedException {
        Path count = folder.resolve("count");
        Process process = new ProcessBuilder(
                        "unshare",
                        "-rnpf",
                        "--mount-proc",
                        "/bin/sh",
                        "-c",
                        COUNT,
                        "count",
                        script.command(),
                        count.toString())
                .redirectError(folder.resolve("err").toFile())
                .start();
        FrameReader reader = new FrameReader(script, ScriptRun.NONCE, new Redactor(List.of()), InstantSource.system());
        try (OutputStream in = process.getOutputStream()) {
            in.write(Patience.with(script.text(ScriptRun.NONCE, Duration.ofMinutes(10)))
                    .getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream out = process.getInputStream()) {
            byte[] printed = out.readAllBytes();
            reader.out(printed, 0, printed.length);
        }
        process.waitFor();
        return new Cost(Integer.parseInt(Files.readString(count).strip()), reader.frames());
    }

    private Cost cost(List<FactRequest<?>> requests) throws IOException, InterruptedException {
        int processes = 0;
        List<Frame> frames = new ArrayList<>();
        int empty = cost(ScriptCompiler.lane(Lane.USER, "", List.of())).processes();
        for (LaneScript lane : ScriptCompiler.compile(requests, Rights.USER, System.getProperty("user.name"))
                .values()) {
            Cost one = cost(lane);
            assertThat(one.frames()).hasSize(lane.expected().size());
            processes += one.processes() - empty;
            frames.addAll(one.frames());
        }
        return new Cost(processes, frames);
    }

    @Test
    void aNodeOfKubernetesCostsLittleMoreThanTheDefault() throws Exception {
        Requirement.tool("unshare");
        Requirement.that(
                new ProcessBuilder("unshare", "-rnpf", "--mount-proc", "true")
                                .start()
                                .waitFor()
                        == 0,
                "namespaces of processes");
        Cost before = cost(ShippedProfileRun.of("container-host").requests());
        Cost node = cost(ShippedProfileRun.of("kubernetes-node").requests());
        int more = node.processes() - before.processes();
        assertThat(more).isPositive();
        if (more > MOST_PROCESSES) {
            fail(more + " processes more than the default profile; each probe alone, with its bytes:\n"
                    + each(additional()));
        }
        assertThat(node.bytes() - before.bytes()).isPositive().isLessThanOrEqualTo(MOST_BYTES);
    }

    /** What is asked of a node and not by the default profile. */
    private static List<FactRequest<?>> additional() throws ProblemsException {
        List<FactRequest<?>> more =
                new ArrayList<>(ShippedProfileRun.of("kubernetes-node").requests());
        more.removeAll(ShippedProfileRun.of("container-host").requests());
        return more;
    }

    /** What each of them costs alone, for the message. */
    private String each(List<FactRequest<?>> requests) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (FactRequest<?> request : requests) {
            Cost one = cost(List.of(request));
            text.append(request.key())
                    .append(' ')
                    .append(one.processes())
                    .append(' ')
                    .append(one.bytes())
                    .append('\n');
        }
        return text.toString();
    }
}
