package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.docker.containers.ContainerNetworks;
import dev.preflight.checks.docker.containers.Containers;
import dev.preflight.checks.docker.daemonjson.DockerDaemonJsonValidation;
import dev.preflight.checks.docker.logs.ContainerLogSettings;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated: every probe runs under every shell on a host whose every name is hostile. It runs nothing of what it reads,
 * makes no file and changes none, ends, and its parser gives a value or says in its own words why not.
 */
class HostileProbesTest {
    /** Far above each probe's cap, which the lane keeps: what a probe prints is bounded by what the host holds. */
    private static final int MUCH = 64 << 20;

    /** This one reads nothing of a host: it leaves a process behind, by its nature. */
    private static final Set<String> NO_READERS = Set.of("left-behind");

    /** What a host has one of differs from run to run. These read it, and are run with every word. */
    private static final List<Fact<?>> OF_DOCKER = List.of(
            DockerDaemon.FACT,
            DockerDaemonJson.FACT,
            DockerDaemonJsonValidation.FACT,
            ContainerLogSettings.FACT,
            Containers.FACT,
            ContainerNetworks.FACT);

    private static final Map<String, String> LOCATORS = Map.ofEntries(
            Map.entry("SECONDS", "1"),
            Map.entry("INTERVAL", "1"),
            Map.entry("AGAIN", "1"),
            Map.entry("WAIT", "1"),
            Map.entry("NAME", "kernel.hostname"),
            Map.entry("PATH", "/etc/fstab"),
            Map.entry("URL", ""),
            Map.entry("CONSUMER", ""),
            Map.entry("EXTRA", ""),
            Map.entry("LIBC", "no"),
            Map.entry("SIZE", "4096"),
            Map.entry("WRITE", "512"),
            Map.entry("ROUNDS", "1"));

    @TempDir
    Path folder;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** The facts that are read by a script of their own. */
    private static SortedMap<String, Fact<?>> facts() {
        SortedMap<String, Fact<?>> facts = Probes.facts();
        facts.values().removeIf(fact -> fact.script().isEmpty());
        return facts;
    }

    @Test
    void everyProbeIsTried() {
        assertThat(facts().keySet()).containsAll(Probes.ids());
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void noProbeDoesWhatAHostsWordsSay(Shell shell) throws Exception {
        // bash reads arithmetic for a program, others do not.
        Host host = host("a[$(touch x)]");
        SortedMap<String, String> before = snapshot(host.root());
        for (Fact<?> fact : facts().values()) {
            if (!NO_READERS.contains(fact.id())) {
                host.tried(shell, fact);
            }
        }
        assertThat(snapshot(host.root())).isEqualTo(before);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void noProbeOfDockerDoesWhatTheDaemonsOptionsSay(Shell shell) throws Exception {
        Host host = host("first");
        for (String word : HostileTree.WORDS) {
            host.tree().daemonWith(word);
            SortedMap<String, String> before = snapshot(host.root());
            for (Fact<?> fact : OF_DOCKER) {
                host.tried(shell, fact);
            }
            assertThat(snapshot(host.root())).as(word).isEqualTo(before);
        }
    }

    /** What a probe names under {@code PROBE_ROOT}, with a plain path. */
    private static final Pattern NAMED = Pattern.compile("\\$(?:r|\\{PROBE_ROOT-})\"?/([A-Za-z0-9_.@/-]+)");

    /** Where every file that a probe names is a FIFO that nothing writes to, reading one would never end. */
    @Test
    void noProbeWaitsForAFileThatIsNone() throws Exception {
        Host host = host("first");
        for (String path : named()) {
            Path file = host.root().resolve(path);
            if (!Files.isDirectory(file)) {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
                Commands.run("", "mkfifo", file.toString());
            }
        }
        Shell shell = Shells.all().findFirst().orElseThrow();
        for (Fact<?> fact : facts().values()) {
            if (!NO_READERS.contains(fact.id())) {
                host.tried(shell, fact);
            }
        }
    }

    /** Paths of files that probes name; those of the kernel are what they are. */
    private static SortedSet<String> named() {
        SortedSet<String> paths = facts().values().stream()
                .flatMap(fact -> NAMED.matcher(fact.script()).results())
                .map(path -> path.group(1))
                .filter(path -> !path.matches("(proc|sys|dev)(/.*)?|.*/"))
                .collect(Collectors.toCollection(TreeSet::new));
        SortedSet<String> files = new TreeSet<>(paths);
        files.removeIf(path -> paths.stream().anyMatch(other -> other.startsWith(path + "/")));
        assertThat(files).contains("etc/resolv.conf", "etc/os-release", "etc/docker/daemon.json");
        return files;
    }

    /** Everything under a directory, by its path: what kind it is, its mode, and its content or where it leads. */
    private static SortedMap<String, String> snapshot(Path top) {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            paths.forEach(path -> all.put(top.relativize(path).toString(), told(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static String told(Path path) {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            if (Files.isSymbolicLink(path)) {
                return mode + " to " + Files.readSymbolicLink(path);
            }
            return Files.isDirectory(path) ? mode : mode + " " + Arrays.hashCode(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Host host(String only) throws IOException {
        Path top = Files.createTempDirectory(folder, "host");
        Path root = Files.createDirectory(top.resolve("root"));
        Path log = top.resolve("log");
        HostileTree tree = new HostileTree(root, log, only);
        Path home = Files.createDirectory(top.resolve("home"));
        Files.writeString(home.resolve("canary"), "alive");
        return new Host(tree, root, home, log, snapshot(home));
    }

    /** A host, its administrator's home, in which probes stand, and what both were before. */
    private record Host(HostileTree tree, Path root, Path home, Path log, SortedMap<String, String> homeBefore) {

        <T> void tried(Shell shell, Fact<T> fact) throws Exception {
            String what = fact.id() + " under " + shell;
            ProbeOutput output = run(shell, fact, what);
            assertThat(snapshot(home)).as(what).isEqualTo(homeBefore);
            assertThat(calls()).as(what).noneMatch(Host::takesAWordForAnOption);
            try {
                assertThat(fact.parser().parse(output)).as(what).isInstanceOf(Reading.class);
            } catch (FactFormatException typed) {
                assertThat(typed.getMessage()).as(what).isNotBlank();
            }
        }

        private ProbeOutput run(Shell shell, Fact<?> fact, String what) throws Exception {
            String script = "set -- jq /srv 'eth0 7 10.0.0.1' ssh\n" + fact.script();
            List<String> command =
                    new ArrayList<>(List.of(shell.sh().toRealPath().toString()));
            if (shell.name().equals("busybox")) {
                command.add("sh");
            }
            command.addAll(List.of("-c", shell.replacing(script)));
            ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
            builder.environment().clear();
            LOCATORS.forEach((name, value) -> builder.environment().put("PARAM_" + name, value));
            builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin:-fprint:$(touch x):" + root + "/usr/sbin");
            builder.environment().put("HOME", home.toString());
            builder.environment().put("PROBE_ROOT", root.toString());
            Path out = Files.createTempFile(root.getParent(), "probe", ".out");
            Path err = Files.createTempFile(root.getParent(), "probe", ".err");
            Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            // One that never ends is a test that hangs, and that ends by itself.
            int status = process.waitFor();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            assertThat(Files.size(out)).as(what).isLessThan(MUCH);
            return new ProbeOutput(Files.readAllBytes(out), Files.readAllBytes(err), status);
        }

        private List<List<String>> calls() throws IOException {
            List<List<String>> calls = new ArrayList<>();
            for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
                if (line.startsWith("called ")) {
                    calls.add(new ArrayList<>());
                }
                calls.get(calls.size() - 1).add(line);
            }
            return calls;
        }

        /** Only the host's own dockerd is asked with words of its own, which are options. */
        private static boolean takesAWordForAnOption(List<String> call) {
            int end = call.indexOf("--");
            List<String> before = call.subList(0, end < 0 ? call.size() : end);
            return !before.get(0).equals("called dockerd")
                    && (before.contains("-fprint") || before.contains("-printf") || before.contains("--help"));
        }
    }
}
