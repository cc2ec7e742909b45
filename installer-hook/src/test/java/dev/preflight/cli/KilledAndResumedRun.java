package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A run in a process of its own that is ended when so many of its hosts are done, and then resumed until it is done.
 *
 * @param folder for files of the test
 * @param whole the arguments of the run
 * @param again the arguments that resuming needs beside the directory
 */
record KilledAndResumedRun(Path folder, List<String> whole, List<String> again) {
    private static Process process(Path out, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--format",
                "json"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    }

    private List<String> with(List<String> arguments, String option, Path run) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(option, run.toString()));
        return all;
    }

    /** The report of a run that is left alone. */
    JsonNode undisturbed(Path run) throws IOException, InterruptedException {
        Path out = folder.resolve("undisturbed.json");
        Process process = process(out, with(whole, "--save-evidence", run));
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(err).isIn(0, 1, 3);
        return RunsToGoOnWith.timeless(new Command(0, Files.readString(out), err));
    }

    /** Ends a run when so many hosts are done, and returns who was done by then. */
    Set<String> end(Path run, String signal, int hosts) throws IOException, InterruptedException {
        Process process = process(folder.resolve("ended.json"), with(whole, "--save-evidence", run));
        try (BufferedReader err = process.errorReader()) {
            String line = err.readLine();
            while (line != null && !line.startsWith("[" + hosts + "/")) {
                line = err.readLine();
            }
            assertThat(line).as("[" + hosts + "/").isNotNull();
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            err.lines().forEach(more -> {});
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        Command judged = Command.run("judge", run.toString(), "--format", "json");
        Set<String> done = new TreeSet<>();
        judged.json().get("hosts").forEach(host -> {
            if (!Set.of("not-collected", "interrupted")
                    .contains(host.at("/unreachable/code").asText())) {
                done.add(host.get("name").asText());
            }
        });
        assertThat(done).hasSizeGreaterThanOrEqualTo(hosts);
        return done;
    }

    /** Resumes it, and returns its report; a host that was done is not asked. */
    JsonNode resumed(Path run, Set<String> done, int hosts) throws IOException, InterruptedException {
        Path out = folder.resolve("resumed.json");
        Process process = process(out, with(again, "--resume", run));
        List<String> asked;
        try (BufferedReader err = process.errorReader()) {
            asked = err.lines()
                    .filter(line -> line.startsWith("["))
                    .map(line -> line.replaceAll("^\\[\\d+/\\d+] ([^:]+):.*", "$1"))
                    .toList();
        }
        assertThat(process.waitFor()).isIn(0, 1, 3);
        assertThat(asked).doesNotContainAnyElementsOf(done).hasSize(hosts - done.size());
        Command report = new Command(0, Files.readString(out), "");
        assertThat(report.json().at("/earlier/hosts").asInt()).isEqualTo(done.size());
        JsonNode timeless = RunsToGoOnWith.timeless(report);
        Command judged = Command.run("judge", run.toString(), "--format", "json");
        assertThat(RunsToGoOnWith.timeless(judged)).isEqualTo(timeless);
        assertThat(judged.json().at("/evidence/came").asInt()).isEqualTo(hosts);
        try (Stream<Path> folders = Files.list(run.resolve("hosts"))) {
            assertThat(folders).hasSize(hosts);
        }
        return timeless;
    }
}
