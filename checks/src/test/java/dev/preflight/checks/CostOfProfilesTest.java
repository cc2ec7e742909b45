package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.Frame;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the requirements of a platform cost a host beyond the default profile: how many processes its probes make, and how
 * much they print. The scripts run in a process namespace of their own, in which the kernel numbers processes from 1 on:
 * the last number is how many there were ({@code ns_last_pid} of the kernel's admin-guide/sysctl/kernel). A network
 * namespace keeps them from the network.
 */
class CostOfProfilesTest {
    /** Measured at 37 to 40, of which one target of {@code reach} is 17. */
    private static final int MOST_PROCESSES = 40;

    /** A guard that ends early may have begun a process or not: the middle of so many counts. */
    private static final int TRIES = 5;

    /** The same of what is quick of the default profile and enters no other shell; measured at 107 to 116. */
    private static final int MOST_OF_DEFAULT = 118;

    /** The same of the profile without containers; measured at 72 to 74, of which 10 are those of the slow probe. */
    private static final int MOST_OF_LINUX = 80;

    private static final int MOST_BYTES = 60_000;

    private static final String COUNT = """
            /bin/sh -c "$1"
            cat /proc/sys/kernel/ns_last_pid >"$2"
            """;

    @TempDir
    Path folder;

    /** A frame's marker, with what the script says of the time; here that is the last process's number (proc_loadavg(5)). */
    private static final Pattern MARKER =
            Pattern.compile("\n@@" + ScriptRun.NONCE.text() + " ([BE]) (\\d+) (?:\\d+ )?(\\d+)\n");

    /** What a lane took, and of its frames each. */
    private record Cost(int processes, List<Frame> frames, Map<String, Integer> each) {
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
            String text = Patience.with(script.text(ScriptRun.NONCE, Duration.ofMinutes(10)));
            in.write(text.replace("read -r PF_U PF_D </proc/uptime", "read -r PF_D PF_D PF_D PF_D PF_U </proc/loadavg")
                    .getBytes(StandardCharsets.UTF_8));
        }
        byte[] printed;
        try (InputStream out = process.getInputStream()) {
            printed = out.readAllBytes();
            reader.out(printed, 0, printed.length);
        }
        process.waitFor();
        return new Cost(
                Integer.parseInt(Files.readString(count).strip()),
                reader.frames(),
                each(script, new String(printed, StandardCharsets.ISO_8859_1)));
    }

    /** How many processes were made between the markers of each frame. */
    private static Map<String, Integer> each(LaneScript script, String printed) {
        Map<String, Integer> begun = new TreeMap<>();
        Map<String, Integer> made = new TreeMap<>();
        MARKER.matcher(printed).results().forEach(found -> {
            int count = Integer.parseInt(found.group(3));
            if (found.group(1).equals("B")) {
                begun.put(found.group(2), count);
            } else {
                made.put(found.group(2), count - begun.getOrDefault(found.group(2), count));
            }
        });
        Map<String, Integer> named = new TreeMap<>();
        script.expected()
                .forEach(frame -> named.put(frame.key(), made.getOrDefault(Integer.toString(frame.number()), 0)));
        return named;
    }

    private Cost cost(List<FactRequest<?>> requests) throws IOException, InterruptedException {
        int processes = 0;
        List<Frame> frames = new ArrayList<>();
        Map<String, Integer> each = new TreeMap<>();
        int empty = cost(ScriptCompiler.lane(Lane.USER, "", List.of())).processes();
        for (LaneScript lane : ScriptCompiler.compile(requests, Rights.USER, System.getProperty("user.name"))
                .values()) {
            Cost one = cost(lane);
            assertThat(one.frames()).hasSize(lane.expected().size());
            processes += one.processes() - empty;
            frames.addAll(one.frames());
            each.putAll(one.each());
        }
        return new Cost(processes, frames, each);
    }

    /**
     * What of the default profile waits, or enters another shell, is left out of both: how often it looks again, and what the
     * machine's start-up files do, differs from run to run. Another slow probe is there all the same, as what runs beside
     * others costs more.
     */
    private static List<FactRequest<?>> counted(String profile) throws ProblemsException {
        Set<String> waits = ShippedProfileRun.of("container-host").requests().stream()
                .filter(request -> request.fact().lane() == Lane.SLOW)
                .map(request -> request.fact().id())
                .collect(Collectors.toSet());
        Fact<String> slow = Fact.scripted("slow", "echo\n").slow().parsedBy(output -> Reading.got(output.text()));
        Stream<FactRequest<?>> kept = ShippedProfileRun.of(profile).requests().stream()
                .filter(request -> !request.context().entersAnotherShell())
                .filter(request -> !waits.contains(request.fact().id()));
        return Stream.concat(kept, Stream.of(slow.request())).toList();
    }

    private static void requireNamespaces() throws IOException, InterruptedException {
        Requirement.tool("unshare");
        Requirement.that(
                new ProcessBuilder("unshare", "-rnpf", "--mount-proc", "true")
                                .start()
                                .waitFor()
                        == 0,
                "namespaces of processes");
    }

    @Test
    void aNodeOfKubernetesCostsLittleMoreThanTheDefault() throws Exception {
        requireNamespaces();
        int[] before = processes("container-host");
        int[] node = processes("kubernetes-node");
        assertThat(before[0]).isLessThanOrEqualTo(MOST_OF_DEFAULT);
        Cost one = cost(counted("kubernetes-node"));
        assertThat(node[TRIES / 2] - before[TRIES / 2])
                .as("more than the %d of the default profile, each of its probes: %s", before[TRIES / 2], one.each())
                .isPositive()
                .isLessThanOrEqualTo(MOST_PROCESSES);
        assertThat(one.bytes() - cost(counted("container-host")).bytes())
                .isPositive()
                .isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void hostsWithoutContainersCostTheLeast() throws Exception {
        requireNamespaces();
        assertThat(processes("linux-base")[0])
                .as("its probes: %s", cost(counted("linux-base")).each())
                .isPositive()
                .isLessThanOrEqualTo(MOST_OF_LINUX);
    }

    /**
     * Several counts, the least first. That is what a profile costs: where the machine is busy, a child that several probes
     * share may be over its limit, and then they run again.
     */
    private int[] processes(String profile) throws Exception {
        int[] made = new int[TRIES];
        for (int i = 0; i < TRIES; i++) {
            made[i] = cost(counted(profile)).processes();
        }
        Arrays.sort(made);
        return made;
    }

    /** As it travels: compressed. */
    @Test
    void theScriptsOfTheDefaultAreSmall() throws Exception {
        int sent = 0;
        for (LaneScript lane : ScriptCompiler.compile(
                        ShippedProfileRun.of("container-host").requests(), Rights.USER, "ops")
                .values()) {
            Deflater deflater = new Deflater();
            deflater.setInput(lane.text(ScriptRun.NONCE, Duration.ofMinutes(10)).getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            byte[] buffer = new byte[MOST_BYTES];
            sent += deflater.deflate(buffer);
            assertThat(deflater.finished()).isTrue();
            deflater.end();
        }
        assertThat(sent).isBetween(1000, MOST_BYTES);
    }
}
