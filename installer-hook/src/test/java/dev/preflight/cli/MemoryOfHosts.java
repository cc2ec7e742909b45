package dev.preflight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures runs over hosts by SSH, which are one server in this process, for {@code bench/memory}: {@code FOLDER LAUNCHER
 * PROFILE HOSTS..}.
 */
final class MemoryOfHosts {
    /** proc_pid_status(5): the most memory that the process ever had. */
    private static final Pattern MOST = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private static final long POLL_MILLIS = 20;

    private MemoryOfHosts() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        System.out.println("| hosts | RSS, MB | CPU, s | wall, s | exit code |");
        System.out.println("| --- | --- | --- | --- | --- |");
        try (CannedServer server = new CannedServer()) {
            for (String hosts : List.of(args).subList(3, args.length)) {
                measure(command(folder, args[1], args[2], Integer.parseInt(hosts), server), folder, hosts);
            }
        }
        System.exit(0);
    }

    private static List<String> command(Path folder, String launcher, String profile, int hosts, CannedServer server)
            throws IOException {
        StringBuilder inventory = new StringBuilder("[all]\n");
        StringBuilder known = new StringBuilder();
        for (int host = 0; host < hosts; host++) {
            inventory.append(String.format(
                    Locale.ROOT,
                    "h%d ansible_host=%s ansible_port=%d%n",
                    host,
                    CannedServer.address(host),
                    server.port()));
            known.append(server.knownHost(host));
        }
        return new ArrayList<>(List.of(
                launcher,
                "run",
                "-p",
                profile,
                "-i",
                Files.writeString(folder.resolve("hosts.ini"), inventory).toString(),
                "--known-hosts",
                Files.writeString(folder.resolve("known_hosts"), known).toString(),
                "--password-file",
                Files.writeString(folder.resolve("password"), CannedServer.PASSWORD + "\n")
                        .toString(),
                "--connect-timeout",
                "20m",
                "--host-deadline",
                "1h",
                "--deadline",
                "2h"));
    }

    private static void measure(List<String> command, Path folder, String hosts)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("report").toFile())
                .redirectError(folder.resolve("progress").toFile())
                .start();
        long most = 0;
        double cpu = 0;
        while (process.isAlive()) {
            most = Math.max(most, mostMemory(process.pid()));
            cpu = Math.max(
                    cpu,
                    process.info()
                            .totalCpuDuration()
                            .map(time -> time.toMillis() / 1e3)
                            .orElse(0.0));
            Thread.sleep(POLL_MILLIS);
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.2f | %.1f | %d |%n",
                hosts,
                most / 1024.0,
                cpu,
                (System.nanoTime() - begun) / 1e9,
                process.exitValue());
    }

    private static long mostMemory(long process) throws IOException {
        try {
            Matcher line = MOST.matcher(Files.readString(Path.of("/proc/" + process + "/status")));
            return line.find() ? Long.parseLong(line.group(1)) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
