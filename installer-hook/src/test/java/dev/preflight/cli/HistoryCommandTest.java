package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandTest {
    @TempDir
    private Path folder;

    private Path runs = Path.of("");

    @BeforeEach
    void twoRuns() throws IOException {
        runs = Files.createDirectory(folder.resolve("runs"));
        // The older one comes later in the alphabet.
        save(UmaskProfile.LENIENT, "second-by-name");
        save(UmaskProfile.STRICT, "first-by-name");
    }

    private void save(UmaskProfile profile, String name) throws IOException {
        Command run = Command.run(
                "run",
                "-p",
                profile.in(folder),
                "--save-evidence",
                runs.resolve(name).toString());
        assertThat(run.exit()).as(run.err()).isNotEqualTo(2);
    }

    private Command history(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "history";
        args[1] = runs.toString();
        System.arraycopy(more, 0, args, 2, more.length);
        return Command.run(args);
    }

    @Test
    void oneLineForEachOldestFirst() {
        Command history = history();
        assertThat(history.exit()).as(history.err()).isZero();
        assertThat(history.err()).isEmpty();
        List<String> lines = history.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("\\S+Z  second-by-name: PROCEED, 1 host, profile lenient");
        assertThat(lines.get(1)).matches("\\S+Z  first-by-name: BLOCKED, 1 host, profile strict");
        assertThat(history).isEqualTo(history());
        assertThat(history("--lang", "zh").out()).contains("配置集 strict");
    }

    @Test
    void whatIsNoRunIsLeftOutAndADamagedOneIsSaid() throws IOException {
        Files.writeString(runs.resolve("a-file"), "x");
        Path other = Files.createDirectory(runs.resolve("another-folder"));
        Files.writeString(other.resolve("manifest.json"), "{}");
        Files.createSymbolicLink(runs.resolve("link"), runs.resolve("first-by-name"));
        Path manifest = runs.resolve("first-by-name").resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("strict", "strong"));
        Command history = history();
        assertThat(history.exit()).isZero();
        assertThat(history.out().lines()).hasSize(1);
        assertThat(history.err().lines()).hasSize(1);
        assertThat(history.err()).startsWith("warning: " + manifest + ": the manifest of the run is not the one");
    }

    @Test
    void aRunThatDidNotEndSaysSo() throws IOException {
        Files.delete(runs.resolve("first-by-name").resolve("end.json"));
        assertThat(history().out()).contains("profile strict; did not end\n");
    }

    @Test
    void aFolderWithoutRunsIsAMistake() {
        Command none = Command.run("history", runs.resolve("first-by-name").toString());
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("there is no saved run in it", "--save-evidence");
        Command absent = Command.run("history", runs.resolve("absent").toString());
        assertThat(absent.exit()).isEqualTo(2);
        assertThat(absent.err()).contains("there is no such folder");
    }
}
