package dev.preflight.checks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samplers, run by real shells over a tree of our own, and against real processes. */
class LoadProbesTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** Behind the name: state, and CPU as the 39th field of all. */
    private static String stat(int pid, String name, String state, int threads, int cpu) {
        return pid + " (" + name + ") " + state + " 1 " + pid + " " + pid + " 0 -1 4 0 0 0 0 7 9 0 0 20 0 " + threads
                + " 0 5000 1 1 1 1 1 1 1 1 0 0 0 0 0 0 0 17 " + cpu + " 0 0\n";
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void statesAndCpusAreCountedBehindTheLastParenthesis(Shell shell) throws IOException {
        machine("1.50");
        Tree.put(root, "proc/10/stat", stat(10, "a) D 1 (b", "S", 1, 0));
        Tree.put(root, "proc/11/stat", stat(11, "df) (x y)", "D", 1, 3));
        Tree.put(root, "proc/12/stat", stat(12, "migration/2", "R", 1, 2));
        Tree.put(root, "proc/13/stat", stat(13, "cc1plus", "R", 1, 1));
        FactRequest<LoadSamples> request = LoadSamples.FACT
                .in(Context.EXEC)
                .with("INTERVAL", "1")
                .with("AGAIN", "1")
                .sampling(Duration.ofSeconds(3));
        // Nothing moves in a tree of files, so no time passes either: the text alone is looked at.
        String out = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
        assertThat(out.lines().filter(line -> line.startsWith("task ")).distinct())
                .containsExactly("task D 3 11 df) (x y)", "task R 2 12 migration/2");
        assertThat(out.lines().filter(line -> line.startsWith("waiting")).distinct())
                .containsExactly("waiting 1");
        // The load is half of the CPUs and these are idle: it looks a fourth time, and at a lower load it does not.
        assertThat(out.lines().filter(line -> line.startsWith("sample"))).hasSize(4);
        Tree.put(root, "proc/loadavg", "0.10 0.1 0.1 1/200 9\n");
        out = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
        assertThat(out.lines().filter(line -> line.startsWith("sample"))).hasSize(3);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void onThisMachineTheSamplesAreWhole(Shell shell) {
        FactRequest<LoadSamples> request = LoadSamples.FACT
                .in(Context.EXEC)
                .with("INTERVAL", "1")
                .with("AGAIN", "1")
                .sampling(Duration.ofSeconds(3));
        LoadSamples load = ScriptRun.under(shell).run(request).reading(request).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
        assertThat(load.samples()).hasSizeBetween(3, 4);
        assertThat(load.samples().get(0).cpus()).isNotEmpty();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void containersHaveANetworkAndALimitOfTheirOwn(Shell shell) throws IOException {
        machine("1.50");
        Tree.put(root, "proc/net/snmp", snmp(5000, 7));
        Files.createDirectories(root.resolve("proc/self/ns"));
        Files.createSymbolicLink(root.resolve("proc/self/ns/net"), Path.of("net:[1]"));
        box(70, "3:pids:/docker/aaa\n0::/\n", "net:[2]", snmp(900, 90));
        box(71, "3:pids:/docker/aaa\n", "net:[2]", snmp(900, 90));
        box(72, "0::/system.slice/docker-bbb.scope\n", "net:[1]", snmp(5000, 7));
        Tree.put(root, "proc/73/cgroup", "0::/kubepods/pod1/ccc\n");
        Tree.put(root, "sys/fs/cgroup/pids/docker/aaa/pids.current", "4070\n");
        Tree.put(root, "sys/fs/cgroup/pids/docker/aaa/pids.max", "4096\n");
        Tree.put(root, "sys/fs/cgroup/system.slice/docker-bbb.scope/pids.current", "3\n");
        Tree.put(root, "sys/fs/cgroup/system.slice/docker-bbb.scope/pids.max", "max\n");
        Tree.put(root, "proc/70/stat", stat(70, "java) x", "S", 300, 0));
        FactRequest<ThreadsRetrans> request =
                ThreadsRetrans.FACT.in(Context.EXEC).with("INTERVAL", "1").sampling(Duration.ofSeconds(1));
        ThreadsRetrans sampled = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
        assertThat(sampled.maxThreads()).hasValue(32768);
        assertThat(sampled.denied()).containsExactly("ccc");
        assertThat(sampled.samples()).hasSize(2).allSatisfy(sample -> {
            assertThat(sample.threads()).isEqualTo(200);
            // The host's network is counted once, though a container shares it.
            assertThat(sample.tcp())
                    .isEqualTo(Map.of(
                            "host", new ThreadsRetrans.Segments(5000, 7), "aaa", new ThreadsRetrans.Segments(900, 90)));
            assertThat(sample.pids())
                    .isEqualTo(Map.of(
                            "aaa",
                            new ThreadsRetrans.Pids(4070, OptionalLong.of(4096)),
                            "docker-bbb.scope",
                            new ThreadsRetrans.Pids(3, OptionalLong.empty())));
            assertThat(sample.tasks()).isEqualTo(Map.of(new ThreadsRetrans.Task(70, 5000, "java) x"), 300L));
        });
    }

    /** A real process is seen at both ends; the shell of the probe, whose arguments hold the same words, is not. */
    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aRealProcessIsFoundAndTheProbeDoesNotFindItself(Shell shell) throws Exception {
        String mark = "preflight-burn-" + ProcessHandle.current().pid() + "-"
                + shell.name().replace(' ', '-');
        // It starts nothing: a child has the command line of its parent until it runs its own program.
        Process burn = new ProcessBuilder("sh", "-c", "read line; : " + mark).start();
        try {
            FactRequest<LongRun> request = LongRun.FACT
                    .in(Context.EXEC)
                    .withArguments(List.of(mark, "nobody runs " + mark))
                    .sampling(Duration.ofSeconds(1));
            LongRun run = ScriptRun.under(shell).run(request).reading(request).fold(value -> value, missing -> {
                throw new AssertionError(missing);
            });
            assertThat(run.before()).singleElement().satisfies(seen -> {
                assertThat(seen.pid()).isEqualTo(burn.pid());
                assertThat(seen.string()).isEqualTo(1);
                assertThat(run.after()).anyMatch(seen::isSame);
            });
            assertThat(run.ended() - run.began()).isGreaterThanOrEqualTo(0.9);
        } finally {
            burn.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatLogindDoesIsReadInItsOrder(Shell shell) throws IOException {
        machine("0.1");
        Tree.put(root, "proc/self/loginuid", "4242\n");
        Tree.put(root, "etc/passwd", "root:x:0:0::/root:/bin/sh\nsomebody-else:x:4242:4242::/:/bin/sh\n");
        Tree.put(root, "proc/50/comm", "systemd-logind\n");
        Tree.put(root, "proc/50/status", "Uid:\t0\t0\t0\t0\nNSpid:\t50\n");
        Tree.put(root, "etc/systemd/logind.conf", "[Login]\n#KillUserProcesses=no\nKillUserProcesses=no\n");
        Tree.put(root, "etc/systemd/logind.conf.d/90-site.conf", "[Login]\nKillUserProcesses = yes\n");
        Tree.put(root, "etc/profile.d/tmout.sh", "#TMOUT=1\nreadonly TMOUT=600\n");
        LongRun.Session session = session(shell);
        assertThat(session.logind()).isTrue();
        assertThat(session.killsProcesses()).contains(true);
        assertThat(session.user()).isEqualTo("somebody-else");
        assertThat(session.linger()).isFalse();
        assertThat(session.idleLogout()).containsExactly("TMOUT=600");
        Tree.put(root, "var/lib/systemd/linger/somebody-else", "");
        assertThat(session(shell).linger()).isTrue();
    }

    private LongRun.Session session(Shell shell) {
        FactRequest<LongRun> request = LongRun.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value.session(), missing -> {
                    throw new AssertionError(missing);
                });
    }

    private void machine(String load) throws IOException {
        Tree.put(root, "proc/uptime", "9000.05 1.0\n");
        Tree.put(root, "proc/loadavg", load + " 1.0 1.0 1/200 999\n");
        Tree.put(
                root,
                "proc/stat",
                "cpu  10 0 0 90 0 0 0 0 0 0\ncpu0 5 0 0 45 0 0 0 0 0 0\ncpu1 5 0 0 45 0 0 0 0 0 0\nprocs_blocked 0\n");
        Tree.put(root, "proc/self/mounts", "proc /proc proc rw 0 0\n");
        Tree.put(root, "proc/self/stat", stat(1, "sh", "R", 1, 0));
        Tree.put(root, "proc/sys/kernel/threads-max", "192729\n");
        Tree.put(root, "proc/sys/kernel/pid_max", "32768\n");
        Tree.put(root, "proc/net/snmp", snmp(1, 0));
        Tree.put(root, "etc/passwd", "root:x:0:0::/root:/bin/sh\n");
    }

    private void box(int pid, String groups, String net, String counters) throws IOException {
        Tree.put(root, "proc/" + pid + "/cgroup", groups);
        Tree.put(root, "proc/" + pid + "/net/snmp", counters);
        Files.createDirectories(root.resolve("proc/" + pid + "/ns"));
        Files.createSymbolicLink(root.resolve("proc/" + pid + "/ns/net"), Path.of(net));
    }

    private static String snmp(long out, long again) {
        return "Ip: Forwarding DefaultTTL\nIp: 1 64\n"
                + "Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab"
                + " InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\n"
                + "Tcp: 1 200 120000 -1 5 6 7 8 9 4000 " + out + " " + again + " 0 0 0\n";
    }
}
