package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over this machine under many names, ended at moments that its own progress names, and resumed. */
class ResumeKilledRunTest {
    private static final int HOSTS = 40;

    @TempDir
    private Path folder;

    @Test
    void aRunThatIsEndedAtAnyMomentIsResumedWithTheSameReport() throws IOException, InterruptedException {
        StringBuilder hosts = new StringBuilder("[some]\n");
        for (int i = 0; i < HOSTS; i++) {
            hosts.append("h")
                    .append(i)
                    .append(i == HOSTS / 2 ? " ansible_connection=local\n[others]\n" : " ansible_connection=local\n");
        }
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), hosts);
        Path profile = Files.writeString(folder.resolve("site.yaml"), """
                name: site
                checks:
                  low: {check: x-pid-max, groups: [others]}
                  kernels: {check: same-on-all, severity: blocker}
                define:
                  x-pid-max:
                    title: {en: Highest process}
                    reads: {n: {file: /proc/sys/kernel/pid_max, as: int}}
                    expect: {c: {read: n, is: {max: 1}}}
                """);
        List<String> again = List.of("--concurrency", "2", "--deadline", "20m");
        KilledAndResumedRun run = new KilledAndResumedRun(
                folder,
                List.of(
                        "-i",
                        inventory.toString(),
                        "-p",
                        profile.toString(),
                        "--concurrency",
                        "2",
                        "--deadline",
                        "20m",
                        "--host-deadline",
                        "20m"),
                again);
        JsonNode whole = run.undisturbed(folder.resolve("whole"));
        assertThat(whole.get("hosts")).hasSize(HOSTS);

        Random random = new Random(6);
        for (int i = 0; i < 5; i++) {
            Path evidence = folder.resolve("run-" + i);
            int least = 1 + i * (HOSTS / 5) + random.nextInt(HOSTS / 5 - 3);
            String signal = i == 2 ? "TERM" : "KILL";
            Set<String> done = run.end(evidence, signal, least);
            assertThat(run.resumed(evidence, done, HOSTS))
                    .as(signal + " at " + least)
                    .isEqualTo(whole);
        }
    }
}
