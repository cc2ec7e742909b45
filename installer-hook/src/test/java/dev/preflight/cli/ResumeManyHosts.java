package dev.preflight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.testing.EmbeddedSshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs over many hosts by SSH, killed at random moments and resumed, for {@code bench/resume}: {@code FOLDER HOSTS KILLS}.
 * The hosts are one server in this process.
 */
final class ResumeManyHosts {
    private static final String PROFILE = """
            name: site
            checks:
              low: {check: x-pid-max, groups: [others]}
              kernels: {check: same-on-all, severity: blocker}
            define:
              x-pid-max:
                title: {en: Highest process}
                reads: {n: {file: /proc/sys/kernel/pid_max, as: int}}
                expect: {c: {read: n, is: {max: 1}}}
            """;

    private ResumeManyHosts() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        int hosts = Integer.parseInt(args[1]);
        int kills = Integer.parseInt(args[2]);
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            KilledAndResumedRun run = run(folder, hosts, server);
            JsonNode whole = run.undisturbed(folder.resolve("whole"));
            System.out.println(hosts + " hosts, undisturbed: " + server.sessions() + " logins");
            Random random = new Random(500);
            for (int i = 0; i < kills; i++) {
                Path evidence = folder.resolve("run-" + i);
                int before = server.sessions();
                int moment = 1 + i * hosts / kills + random.nextInt(Math.max(1, hosts / kills));
                Set<String> done = run.end(evidence, "KILL", Math.min(moment, hosts - 1));
                int killed = server.sessions() - before;
                boolean same = run.resumed(evidence, done, hosts).equals(whole);
                System.out.println("killed at " + moment + ": " + done.size() + " done of " + killed + " logins, "
                        + (server.sessions() - before - killed) + " logins to resume, report "
                        + (same ? "the same" : "DIFFERS"));
                if (!same) {
                    System.exit(1);
                }
            }
        }
        System.exit(0);
    }

    private static KilledAndResumedRun run(Path folder, int hosts, EmbeddedSshServer server) throws IOException {
        StringBuilder inventory = new StringBuilder("[some]\n");
        for (int i = 0; i < hosts; i++) {
            inventory
                    .append("h")
                    .append(i)
                    .append(" ansible_host=127.0.0.1 ansible_port=")
                    .append(server.port());
            inventory.append(i == hosts / 2 ? "\n[others]\n" : "\n");
        }
        Path known = Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine() + "\n");
        Path password = Files.writeString(folder.resolve("password"), EmbeddedSshServer.PASSWORD + "\n");
        Path file = Files.writeString(folder.resolve("hosts.ini"), inventory);
        Path profile = Files.writeString(folder.resolve("site.yaml"), PROFILE);
        List<String> again = List.of(
                "--known-hosts",
                known.toString(),
                "--password-file",
                password.toString(),
                "--connect-timeout",
                "20m",
                "--deadline",
                "2h");
        List<String> whole = new ArrayList<>(again);
        whole.addAll(List.of("-i", file.toString(), "-p", profile.toString(), "--host-deadline", "1h"));
        return new KilledAndResumedRun(folder, whole, again);
    }
}
