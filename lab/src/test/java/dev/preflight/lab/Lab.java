package dev.preflight.lab;

import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * The lab's hosts, for tests: one set of them for all classes of a run, started as they are asked for, stopped when the
 * run ends, also when it is killed. What lies in {@code lab/} does the work; docs/lab.md tells about it.
 */
public final class Lab {
    /** Behind this a host of the lab hangs in its start, and a fault in being put in, however busy the machine is. */
    private static final long LIMIT_SECONDS = 1_200;

    /** Building the file systems takes a minute or two, and most of that is the network's. */
    private static final long BUILD_LIMIT_SECONDS = 1_200;

    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final Path SCRIPT = TOP.resolve("lab/lab");
    private static final Path LAUNCHER = TOP.resolve("installer-hook/target/dist/bin/preflight");
    private static final Path CACHE =
            Path.of(System.getenv().getOrDefault("PREFLIGHT_LAB", "/var/cache/preflight-lab"));

    private static final Set<String> UP = new HashSet<>();

    private final Path run;

    private Lab(Path run) {
        this.run = run;
    }

    private static final class Holder {
        private static final Lab LAB =
                new Lab(CACHE.resolve("run." + ProcessHandle.current().pid()));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> LAB.script(LIMIT_SECONDS, List.of("down"))));
        }
    }

    /** The lab with at least these hosts up; skips the test where this machine cannot have one. */
    public static synchronized Lab with(String... hosts) {
        requireMachine();
        if (Stream.of(hosts).anyMatch(Lab::isVm)) {
            Requirement.tool("qemu-system-x86_64");
            Requirement.tool("mke2fs");
            Requirement.that(Files.exists(Path.of("/dev/net/tun")), "the device /dev/net/tun");
        }
        Lab lab = Holder.LAB;
        List<String> missing = new ArrayList<>();
        for (String host : hosts) {
            if (!UP.contains(host)) {
                missing.add(host);
            }
        }
        if (!missing.isEmpty()) {
            lab.orFail(lab.script(BUILD_LIMIT_SECONDS, List.of("build")), "lab build");
            if (missing.stream().anyMatch(Lab::isVm)) {
                lab.orFail(lab.script(BUILD_LIMIT_SECONDS, List.of("vm-build")), "lab vm-build");
            }
            if (missing.stream().anyMatch(host -> host.startsWith("f"))) {
                lab.orFail(lab.script(BUILD_LIMIT_SECONDS, List.of("walls-build")), "lab walls-build");
            }
            List<String> up = new ArrayList<>(List.of("up"));
            up.addAll(missing);
            lab.call(up.toArray(String[]::new));
            UP.addAll(missing);
        }
        return lab;
    }

    private static boolean isVm(String host) {
        return host.startsWith("v") || host.startsWith("w");
    }

    private static void requireMachine() {
        Requirement.root();
        for (String tool : List.of("debootstrap", "dropbear", "dnsmasq", "nft", "busybox", "unshare", "nsenter")) {
            Requirement.tool(tool);
        }
        Result namespaces =
                run(new ProcessBuilder("unshare", "-m", "-n", "-p", "-u", "-i", "--fork", "true"), LIMIT_SECONDS);
        Requirement.that(namespaces.exit() == 0, "a kernel that lets root make namespaces");
        Requirement.that(Files.isExecutable(LAUNCHER), "the distribution that 'mvn package' makes");
    }

    /** Calls the lab's own command; anything but success fails the test. */
    public String call(String... arguments) {
        return orFail(script(LIMIT_SECONDS, List.of(arguments)), "lab " + String.join(" ", arguments));
    }

    /** Runs a shell command in a host, as root and without SSH; anything but success fails the test. */
    public String exec(String host, String command) {
        return call("exec", host, "sh", "-c", command);
    }

    /** The same, and whatever it comes to. */
    public Result tryExec(String host, String command) {
        return script(LIMIT_SECONDS, List.of("exec", host, "sh", "-c", command));
    }

    /** Copies what is under a directory of this machine into one of the host; symbolic links as what they point at. */
    public void copy(Path from, List<String> names, String host, String to) {
        String command = "mkdir -p " + to + " && tar -xf - -C " + to;
        List<String> words = new ArrayList<>(List.of(
                "sh", "-c", "lab=$1 host=$2 to=$3; shift 3; tar -ch \"$@\" | \"$lab\" exec \"$host\" sh -c \"$to\""));
        words.addAll(List.of("copy", SCRIPT.toString(), host, command, "-C", from.toString()));
        words.addAll(names);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment());
        orFail(run(builder, LIMIT_SECONDS), "copy of " + from);
    }

    /** Puts a fault into a host; {@link #clear} takes it out again. */
    public void fault(String name, String host, String... argument) {
        List<String> words = new ArrayList<>(List.of("fault", name, host));
        words.addAll(List.of(argument));
        call(words.toArray(String[]::new));
    }

    /** Takes all faults out of a host. */
    public void clear(String host) {
        call("clear", host);
    }

    /** Runs the built command of Preflight where the operator sits. */
    public Result preflight(String... arguments) {
        return preflight(List.of(arguments));
    }

    /** Runs the built command of Preflight where the operator sits; with deadlines that a busy machine does not reach. */
    public Result preflight(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("ctl", LAUNCHER.toString()));
        words.addAll(arguments);
        for (String option : List.of("--host-deadline", "--deadline")) {
            if (arguments.get(0).equals("run") && !arguments.contains(option)) {
                words.addAll(List.of(option, "15m"));
            }
        }
        return script(LIMIT_SECONDS, words);
    }

    /** Looks at the hosts of an inventory by a profile, and returns the report in JSON. */
    public Result look(Path inventory, Path profile, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "-i", inventory.toString(), "-p", profile.toString(), "--format", "json"));
        arguments.addAll(List.of(more));
        arguments.addAll(login());
        return preflight(arguments);
    }

    /** The launcher of the built command. */
    public Path launcher() {
        return LAUNCHER;
    }

    /** The options that let Preflight log in to hosts of the lab. */
    public List<String> login() {
        return List.of(
                "--identity",
                CACHE.resolve("key").toString(),
                "--known-hosts",
                run.resolve("known_hosts").toString());
    }

    /** Runs any program where the operator sits. */
    public Result atSeat(String... command) {
        List<String> words = new ArrayList<>(List.of("ctl"));
        words.addAll(List.of(command));
        return script(LIMIT_SECONDS, words);
    }

    /** A program that is to be started where the operator sits, by the caller. */
    public ProcessBuilder seat(List<String> command) {
        List<String> words = new ArrayList<>(List.of(SCRIPT.toString(), "ctl"));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment());
        return builder;
    }

    /** The address of a host at the seat. */
    public String address(String host) {
        return call("list")
                .lines()
                .filter(line -> line.startsWith(host + "\t"))
                .map(line -> line.substring(host.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** A line of an INI inventory for this host and user, with more variables as given. */
    public String inventoryLine(String host, String user, String... variables) {
        return host + " ansible_host=" + address(host) + " ansible_user=" + user
                + (variables.length == 0 ? "" : " " + String.join(" ", variables));
    }

    /** The private key that every user of the hosts takes. */
    public Path key() {
        return CACHE.resolve("key");
    }

    /** The keys of the hosts. */
    public Path knownHosts() {
        return run.resolve("known_hosts");
    }

    private Map<String, String> environment() {
        return Map.of(
                "PREFLIGHT_LAB", CACHE.toString(),
                "PREFLIGHT_LAB_RUN", run.toString(),
                "PREFLIGHT_LAB_OWNER", Long.toString(ProcessHandle.current().pid()));
    }

    private Result script(long seconds, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(SCRIPT.toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment());
        return run(builder, seconds);
    }

    private String orFail(Result result, String what) {
        if (result.exit() != 0) {
            throw new AssertionFailedError(what + " ended with " + result.exit() + "\n" + result.out() + result.err());
        }
        return result.out();
    }

    /** Runs a program to its end; one that takes longer is killed, and the test fails. */
    public static Result run(ProcessBuilder builder, long seconds) {
        try {
            // Files, not pipes: a server that the program leaves behind would hold a pipe open.
            Path out = Files.createTempFile("lab", ".out");
            Path err = Files.createTempFile("lab", ".err");
            try {
                Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionFailedError(
                            "not ended after " + seconds + " s: " + builder.command() + "\n" + text(out) + text(err));
                }
                return new Result(process.exitValue(), text(out), text(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What hosts print need not be UTF-8. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
