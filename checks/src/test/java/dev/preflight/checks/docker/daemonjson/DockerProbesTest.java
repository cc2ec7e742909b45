package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.checks.fact.DockerDaemonJson.State;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.fact.Fact;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probes of Docker, run by real shells over a tree of our own. */
final class DockerProbesTest {
    private static final String MOUNTS =
            "24 29 0:22 / /sys rw shared:7 - sysfs sysfs rw\n29 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n";

    private static final String JSON = "etc/docker/daemon.json";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @BeforeEach
    void everybodyMayLookIntoTheTree() throws IOException {
        mode(root, "rwxr-xr-x");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void hostWithoutDockerSaysSo(Shell shell) throws Exception {
        DockerDaemon daemon = got(run(shell, DockerDaemon.FACT, false));
        assertThat(daemon.installed()).isFalse();
        DockerDaemonJson json = got(run(shell, DockerDaemonJson.FACT, false));
        assertThat(json.state()).isEqualTo(State.ABSENT);
        assertThat(json.path()).isEqualTo("/etc/docker/daemon.json");
        assertThat(json.named()).isFalse();
        assertThat(got(run(shell, DockerDaemonJsonValidation.FACT, false)).path())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void installedDockerTellsVersionUnitsAndOptions(Shell shell) throws Exception {
        dockerd("26.1.3, build b72abbb");
        put(
                "usr/lib/systemd/system/docker.service",
                "[Service]\nExecStart=/usr/bin/dockerd -H fd:// $MORE \\\n  ${LAST}\nExecStartPre=/bin/echo $NOT\n");
        put("etc/systemd/system/docker.service.d/a b'.conf", """
                        [Service]
                        Environment="MORE=-D --http-proxy=http://u:secret@h" 'TOKEN=secret' LAST=-l\\ warn
                        Environment=HTTP_PROXY=http://u:secret@h NOT=secret
                        """);
        put("etc/default/docker", "running 7\nTOKEN=secret\nexport DOCKER_OPTS=-D");
        DockerDaemon daemon = got(run(shell, DockerDaemon.FACT, false));
        assertThat(daemon.binary()).contains("/usr/bin/dockerd");
        assertThat(daemon.version()).contains(new DockerVersion(26, 1));
        assertThat(daemon.commandLine()).isEmpty();
        assertThat(daemon.units().keySet())
                .containsExactly(
                        "/etc/systemd/system/docker.service.d/a b'.conf", "/usr/lib/systemd/system/docker.service");
        assertThat(daemon.units().toString()).doesNotContain("secret");
        assertThat(daemon.units())
                .containsEntry(
                        "/usr/lib/systemd/system/docker.service",
                        "ExecStart=/usr/bin/dockerd -H fd:// $MORE    ${LAST}")
                .containsEntry(
                        "/etc/systemd/system/docker.service.d/a b'.conf",
                        "Environment=\"MORE=-D --http-proxy=http://***@h\" LAST=-l\\ warn");
        assertThat(daemon.options()).containsEntry("/etc/default/docker", "export DOCKER_OPTS=-D");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void runningDaemonSaysWhichFileItReads(Shell shell) throws Exception {
        dockerd("26.1.3, build b72abbb");
        process("/usr/bin/dockerd\0-H\0fd://\0--config-file\0/opt/it's \"my\" $file.json\0");
        put("opt/it's \"my\" $file.json", "{}");
        assertThat(got(run(shell, DockerDaemon.FACT, false)).commandLine())
                .hasValueSatisfying(line -> assertThat(line).startsWith("/usr/bin/dockerd -H fd:// "));
        DockerDaemonJson json = got(run(shell, DockerDaemonJson.FACT, false));
        assertThat(json.path()).isEqualTo("/opt/it's \"my\" $file.json");
        assertThat(json.named()).isTrue();
        assertThat(json.content()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
    }

    /** A stranger's process, one in a container, one that only checks a file or says its version: none is the daemon. */
    @ParameterizedTest
    @MethodSource("shells")
    void whatIsNotTheHostsOwnDaemonSaysNothing(Shell shell) throws Exception {
        dockerd("26.1.3, build b72abbb");
        put(JSON, "{}");
        String options = "dockerd\0--config-file=/opt/other.json\0--data-root\0/opt/other\0";
        process("7", "4711", options);
        process("8", "0", options);
        put("proc/8/status", "Uid:\t0\t0\t0\t0\nNSpid:\t8\t1\n");
        process("9", "0", options);
        put("proc/9/mountinfo", "900 1 0:99 / / rw - overlay overlay rw\n");
        process("10", "0", "dockerd\0--validate\0--config-file=/opt/other.json\0");
        process("11", "0", "dockerd\0--config-file=/opt/other.json\0--validate=true\0");
        process("12", "0", "dockerd\0--version\0");
        process("13", "4711", options);
        put("proc/13/status", "Uid:\t4711\t0\t0\t0\nNSpid:\t13\n");
        assertThat(got(run(shell, DockerDaemon.FACT, false)).commandLine()).isEmpty();
        DockerDaemonJson json = got(run(shell, DockerDaemonJson.FACT, false));
        assertThat(json.path()).isEqualTo("/etc/docker/daemon.json");
        assertThat(json.named()).isFalse();
        assertThat(got(run(shell, DockerDaemonJsonValidation.FACT, false)).message())
                .doesNotContain("other");
    }

    /** A service may have a mount namespace of its own, and a snap's root is another one: systemd.exec(5). */
    @ParameterizedTest
    @MethodSource("shells")
    void aServiceWithItsOwnMountsIsTheHosts(Shell shell) throws Exception {
        process("/usr/bin/dockerd-current\0--config-file=/opt/d.json\0");
        put("proc/1204/mountinfo", "300 90 0:22 / /sys rw - sysfs sysfs rw\n301 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).path()).isEqualTo("/opt/d.json");
        put("proc/1204/mountinfo", "300 90 7:3 / / ro - squashfs /dev/loop3 ro\n");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).named()).isFalse();
        put("proc/1204/cgroup", "0::/system.slice/snap.docker.dockerd.service\n");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).path()).isEqualTo("/opt/d.json");
        // Before Linux 4.1 nothing tells of process namespaces but the control group.
        put("proc/1204/status", "Uid:\t0\t0\t0\t0\n");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).path()).isEqualTo("/opt/d.json");
        put("proc/1204/cgroup", "4:cpu:/docker/5f3c\n1:name=systemd:/system.slice/snap.docker.dockerd.service\n");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).named()).isFalse();
    }

    /** Each may read another file; Docker's own names the one under which the containers are to run. */
    @ParameterizedTest
    @MethodSource("shells")
    void ofSeveralDaemonsItIsTheOneThatDockersOwnFileNames(Shell shell) throws Exception {
        process("7", "0", "/usr/bin/dockerd\0");
        process("8", "0", "/usr/bin/dockerd\0--config-file=/opt/d.json\0");
        assertThat(reason(run(shell, DockerDaemon.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        assertThat(reason(run(shell, DockerDaemonJson.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        put("var/run/docker.pid", "8");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).path()).isEqualTo("/opt/d.json");
        put("var/run/docker.pid", "*");
        assertThat(reason(run(shell, DockerDaemonJson.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        // A daemon that starts a program is there twice for a moment.
        process("8", "0", "/usr/bin/dockerd\0");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).named()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatCannotBeToldApartIsNoValue(Shell shell) throws Exception {
        dockerd("26.1.3, build b72abbb");
        process("/usr/bin/dockerd\0");
        Files.delete(root.resolve("proc/1204/mountinfo"));
        assertThat(reason(run(shell, DockerDaemon.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        assertThat(reason(run(shell, DockerDaemonJson.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        assertThat(reason(run(shell, DockerDaemonJsonValidation.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        process("/usr/bin/dockerd\0--config-file\0-delete\0");
        assertThat(reason(run(shell, DockerDaemonJson.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        assertThat(reason(run(shell, DockerDaemonJsonValidation.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        process("/usr/bin/dockerd\0--config-file=/" + "x".repeat(4095) + "\0");
        assertThat(reason(run(shell, DockerDaemonJson.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
        process("/usr/bin/dockerd\0--config-file=/" + "x".repeat(4094) + "\0");
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).state()).isEqualTo(State.ABSENT);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void unitSaysWhichFileIsReadWhenNothingRuns(Shell shell) throws Exception {
        put(
                "etc/systemd/system/docker.service",
                "[Service]\nExecStart=/usr/bin/dockerd --config-file=/opt/d.json -D\n");
        DockerDaemonJson json = got(run(shell, DockerDaemonJson.FACT, false));
        assertThat(json.path()).isEqualTo("/opt/d.json");
        assertThat(json.named()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void bytesArriveAsTheyAre(Shell shell) throws Exception {
        for (byte[] bytes : List.of(
                new byte[0],
                new byte[] {0, '\n', (byte) 0xFF, 27, '\n', 0},
                "\ncontent\n\nerror\n cat: no\n".getBytes(StandardCharsets.UTF_8),
                "x".repeat(DockerDaemonJson.LIMIT_BYTES - 1).getBytes(StandardCharsets.UTF_8),
                "x".repeat(DockerDaemonJson.LIMIT_BYTES).getBytes(StandardCharsets.UTF_8))) {
            put(JSON, bytes);
            assertThat(got(run(shell, DockerDaemonJson.FACT, false)).content()).isEqualTo(bytes);
        }
        put(JSON, "x".repeat(DockerDaemonJson.LIMIT_BYTES + 1));
        assertThat(reason(run(shell, DockerDaemonJson.FACT, false))).isEqualTo(Reason.TRUNCATED);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatIsNoFileIsToldApart(Shell shell) throws Exception {
        Files.createDirectories(root.resolve("etc/docker"));
        Files.createSymbolicLink(root.resolve(JSON), Path.of("/nowhere/at all"));
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).state()).isEqualTo(State.DANGLING);
        Files.delete(root.resolve(JSON));
        Files.createDirectory(root.resolve(JSON));
        assertThat(got(run(shell, DockerDaemonJson.FACT, false)).state()).isEqualTo(State.IRREGULAR);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatAnOrdinaryUserMayNotReadIsNoValue(Shell shell) throws Exception {
        // Only root can make a file that is another user's.
        Requirement.root();
        put(JSON, "{}");
        mode(root.resolve(JSON), "rw-r-----");
        Reading<DockerDaemonJson> unreadable = run(shell, DockerDaemonJson.FACT, true);
        assertThat(reason(unreadable)).isEqualTo(Reason.NOT_READABLE);
        assertThat(((Reading.Missing<?>) unreadable).detail())
                .startsWith("-rw-r-----")
                .contains("Permission denied");
        mode(root.resolve("etc/docker"), "rwx------");
        assertThat(reason(run(shell, DockerDaemonJson.FACT, true))).isEqualTo(Reason.NO_PERMISSION);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void dockerdIsAskedWithTheFlagsThatItRunsWith(Shell shell) throws Exception {
        dockerd("23.0.0, build 1");
        process("/usr/bin/dockerd\0--label=a b*\0-D\0");
        put(JSON, "{}");
        DockerDaemonJsonValidation refused = got(run(shell, DockerDaemonJsonValidation.FACT, false));
        assertThat(refused.tried("/etc/docker/daemon.json")).isTrue();
        assertThat(refused.status()).isEqualTo(OptionalInt.of(3));
        assertThat(refused.message()).isEqualTo("[--validate] [--label=a b*] [-D] [--config-file=/dev/stdin] {}");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void dockerdBefore23IsNotAsked(Shell shell) throws Exception {
        put(JSON, "{}");
        for (String version : List.of("20.10.24+dfsg1, build 5d6db84", "22.06.0, build 1", "nonsense")) {
            dockerd(version);
            assertThat(got(run(shell, DockerDaemonJsonValidation.FACT, false)).path())
                    .isEmpty();
        }
    }

    /** A node is in a Swarm if its state and its certificate are there: moby daemon/cluster/utils.go. */
    @ParameterizedTest
    @MethodSource("shells")
    void engineTellsWhetherItsNodeIsInASwarm(Shell shell) throws Exception {
        assertThat(got(run(shell, DockerEngineState.FACT, false)).inSwarm()).contains(false);
        put("var/lib/docker/swarm/docker-state.json", "{\"LocalAddr\":\"192.0.2.5\"}");
        assertThat(got(run(shell, DockerEngineState.FACT, false)).inSwarm()).contains(false);
        put("var/lib/docker/swarm/certificates/swarm-node.crt", "x");
        assertThat(got(run(shell, DockerEngineState.FACT, false)).inSwarm()).contains(true);
        put(JSON, "{\"data-root\" :\n \"/data/docker dir\"}");
        assertThat(got(run(shell, DockerEngineState.FACT, false)).inSwarm()).contains(false);
        put("data/docker dir/swarm/docker-state.json", "{}");
        put("data/docker dir/swarm/certificates/swarm-node.crt", "x");
        assertThat(got(run(shell, DockerEngineState.FACT, false)).inSwarm()).contains(true);
        process("/usr/bin/dockerd\0-g\0/other\0");
        assertThat(got(run(shell, DockerEngineState.FACT, false)).inSwarm()).contains(false);
        process("/usr/bin/dockerd\0--data-root=-delete\0");
        assertThat(reason(run(shell, DockerEngineState.FACT, false))).isEqualTo(Reason.AMBIGUOUS);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatLiesWhereOnlyRootMayLookIsNotTold(Shell shell) throws Exception {
        Requirement.root();
        put("var/lib/docker/swarm/docker-state.json", "{}");
        put("var/lib/docker/swarm/certificates/swarm-node.crt", "x");
        mode(root.resolve("var/lib/docker"), "rwx--x---");
        DockerEngineState state = got(run(shell, DockerEngineState.FACT, true));
        assertThat(state.inSwarm()).isEmpty();
        assertThat(state.plugin("nosuch")).isEmpty();
        mode(root.resolve("var/lib/docker"), "rwxr-xr-x");
        mode(root.resolve("var/lib/docker/swarm"), "rwx------");
        assertThat(got(run(shell, DockerEngineState.FACT, true)).inSwarm()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void engineTellsItsPluginsAndTheAccountsThatTheFileNames(Shell shell) throws Exception {
        put("etc/passwd", "root:x:0:0::/:/bin/sh\nremap:x:900:901::/:/bin/false\nbare:x:902:902::/:/bin/false\n");
        put("etc/group", "root:x:0:\nops:x:20:\nremap:x:901:\n");
        put("etc/subuid", "remap:100000:65536\n");
        put("etc/subgid", "remap:100000:65536\n");
        put("etc/docker/plugins/authz.spec", "unix:///run/a.sock");
        put("run/docker/plugins/other.sock", "");
        put(JSON, "{\"group\":\"ops\",\"userns-remap\":\"remap\"}");
        DockerEngineState state = got(run(shell, DockerEngineState.FACT, false));
        assertThat(state.plugin("authz")).contains(true);
        assertThat(state.plugin("other")).contains(true);
        assertThat(state.plugin("nosuch")).contains(false);
        assertThat(state.account("group", "ops")).contains(true);
        assertThat(state.account("user", "remap")).contains(true);
        put("var/lib/docker/plugins/0123/config.json", "{}");
        assertThat(got(run(shell, DockerEngineState.FACT, false)).plugin("nosuch"))
                .isEmpty();
        for (String[] one : new String[][] {
            {"bare", "no"},
            {"nosuch", "no"},
            {"remap:nosuch", "no"},
            {"remap:ops", "yes"},
            {"root", "yes"},
            {"a:b:c", "no"}
        }) {
            put(JSON, "{\"group\":\"none\",\"userns-remap\":\"" + one[0] + "\"}");
            state = got(run(shell, DockerEngineState.FACT, false));
            assertThat(state.account("user", one[0])).as(one[0]).contains(one[1].equals("yes"));
            assertThat(state.account("group", "none")).contains(false);
        }
        put(JSON, "{\"group\":\"$(id)\",\"userns-remap\":\"default\"}");
        state = got(run(shell, DockerEngineState.FACT, false));
        assertThat(state.accounts()).isEmpty();
    }

    private void dockerd(String version) throws IOException {
        put("usr/bin/dockerd", """
                #!/bin/sh
                case $1 in --validate) for a; do printf '[%s] ' "$a"; done >&2; cat >&2; exit 3 ;; esac
                echo 'Docker version VERSION'
                """.replace("VERSION", version));
        mode(root.resolve("usr/bin/dockerd"), "rwxr-xr-x");
    }

    private void process(String commandLine) throws IOException {
        process("1204", "0", commandLine);
    }

    /** A dockerd of this user's in the namespaces of the host. */
    private void process(String number, String user, String commandLine) throws IOException {
        String folder = "proc/" + number;
        put(folder + "/comm", "dockerd\n");
        put(folder + "/status", "Name:\tdockerd\nUid:" + ("\t" + user).repeat(4) + "\nNSpid:\t" + number + "\n");
        put(folder + "/mountinfo", MOUNTS);
        put("proc/self/mountinfo", MOUNTS);
        put(folder + "/cmdline", commandLine);
    }

    private void put(String path, String text) throws IOException {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** Runs a probe; as an ordinary user it must not have root's rights over the tree. */
    private <T> Reading<T> run(Shell shell, Fact<T> fact, boolean ordinary) throws Exception {
        List<String> command = new ArrayList<>();
        boolean weAreRoot = "root".equals(System.getProperty("user.name"));
        if (ordinary && weAreRoot) {
            Requirement.tool("setpriv");
            command.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        }
        // The link to a shell may lie where only we may look: an ordinary user takes the real one.
        Path real = shell.sh().toRealPath();
        command.add(real.toString());
        if (shell.name().equals("busybox")) {
            command.add("sh");
        }
        command.addAll(List.of("-c", fact.script()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("HOME", "/home/nobody");
        builder.environment().put("PROBE_ROOT", root.toString());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectError(root.resolve("stderr").toFile());
        Process process = builder.start();
        byte[] out = process.getInputStream().readAllBytes();
        int status = process.waitFor();
        return fact.parser().parse(new ProbeOutput(out, Files.readAllBytes(root.resolve("stderr")), status));
    }

    private static <T> T got(Reading<T> reading) {
        return reading.fold(value -> value, missing -> {
            throw new AssertionError("no value: " + missing);
        });
    }

    private static Reason reason(Reading<?> reading) {
        return ((Reading.Missing<?>) reading).reason();
    }
}
