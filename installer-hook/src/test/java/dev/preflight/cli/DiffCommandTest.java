package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs over this machine under some names, between which a file is changed. */
class DiffCommandTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private Path profile = Path.of("");

    @BeforeEach
    void site() throws IOException {
        file = folder.resolve("number");
        profile = Files.writeString(folder.resolve("site.yaml"), profile("site", 10));
        value("5");
    }

    private String profile(String name, int most) {
        return """
                name: %s
                checks:
                  small: {check: x-small, severity: blocker}
                define:
                  x-small:
                    title: {en: A number}
                    reads: {n: {file: %s, as: int}}
                    expect: {c: {read: n, is: {max: %d}}}
                """.formatted(name, file, most);
    }

    private void value(String text) throws IOException {
        Files.writeString(file, text + "\n");
    }

    private String save(String name, String... hosts) throws IOException {
        StringBuilder inventory = new StringBuilder();
        for (String host : hosts) {
            inventory.append(host).append(" ansible_connection=local\n");
        }
        String directory = folder.resolve(name).toString();
        Path file = Files.writeString(folder.resolve(name + ".ini"), inventory);
        Command run = Command.run("run", "-i", file.toString(), "-p", profile.toString(), "--save-evidence", directory);
        assertThat(run.exit()).as(run.out() + run.err()).isNotEqualTo(2);
        return directory;
    }

    private static Command diff(String before, String after, String... more) {
        List<String> args = new ArrayList<>(List.of("diff", before, after));
        args.addAll(List.of(more));
        return Command.run(args.toArray(String[]::new));
    }

    private static void came(Command diff, int exit, String... said) {
        assertThat(diff.exit()).as(diff.out() + diff.err()).isEqualTo(exit);
        assertThat(diff.out()).contains(said);
        assertThat(diff.err()).isEmpty();
    }

    private static void refused(Command diff, String... said) {
        assertThat(diff.exit()).as(diff.out() + diff.err()).isEqualTo(2);
        assertThat(diff.out()).isEmpty();
        assertThat(diff.err()).contains(said);
    }

    @Test
    void theSameRunTwiceIsNotWorse() throws IOException {
        String run = save("one", "a", "b");
        came(diff(run, run), 0, "NOT WORSE: nothing changed; exit code 0\n");
        assertThat(diff(run, run, "--format", "json")).isEqualTo(diff(run, run, "--format", "json"));
    }

    @Test
    void worseFixedStillFailingAndUndetermined() throws IOException {
        String good = save("good", "a");
        value("50");
        String bad = save("bad", "a");
        value("none");
        String unknown = save("unknown", "a");
        came(diff(good, bad), 1, "WORSE: 1 new", "small (x-small)", "a: clean -> blocked");
        came(diff(bad, good), 0, "NOT WORSE: 1 fixed", "FIXED");
        came(diff(bad, bad), 0, "NOT WORSE: 1 still failing", "as before: ");
        came(diff(good, unknown), 3, "UNDECIDED: 1 newly undetermined");
        came(diff(bad, unknown), 3, "UNDECIDED: 1 newly undetermined");
        came(diff(unknown, good), 0, "UNDETERMINED BEFORE, GOOD NOW");
        came(diff(good, bad, "--lang", "zh"), 1, "变差", "新增");
    }

    @Test
    void jsonKeepsToItsSchemaAndNamesTheExitCode() throws IOException {
        String good = save("good", "a", "gone");
        value("50");
        Command diff = diff(good, save("bad", "a", "came"), "--format", "json");
        assertThat(Schemas.problems("diff-1.schema.json", diff.out())).isEmpty();
        JsonNode json = diff.json();
        assertThat(json.get("exitCode").asInt()).isEqualTo(diff.exit()).isEqualTo(1);
        assertThat(json.get("hosts").findValuesAsText("name")).containsExactly("a", "came", "gone");
        assertThat(json.get("changes").findValuesAsText("kind")).contains("new").doesNotContain("fixed");
    }

    @Test
    void aNamedProfileJudgesBothAlike() throws IOException {
        String before = save("before", "a");
        Files.writeString(profile, profile("other", 3));
        String after = save("after", "a");
        came(diff(before, after), 1, "judged by different profiles");
        Command alike = diff(before, after, "-p", profile.toString());
        came(alike, 0, "1 still failing");
        assertThat(alike.out()).doesNotContain("different profiles");
    }

    @Test
    void aRunThatDidNotEndIsRefusedAndSoIsWhatIsNoRun() throws IOException {
        String run = save("run", "a");
        String unended = save("unended", "a");
        Files.delete(Path.of(unended).resolve("end.json"));
        refused(diff(run, unended), unended + ": the run did not end", "preflight run --resume " + unended);
        Path none = Files.createDirectory(folder.resolve("none"));
        refused(diff(none.toString(), run), none + ": no evidence there", "that --save-evidence wrote");
        refused(diff(none.toString(), unended), "no evidence there", "did not end", "2 errors");
        Path manifest = Path.of(run).resolve("manifest.json");
        Files.writeString(
                manifest, Files.readString(manifest).replaceFirst("\"formatVersion\": \\d+", "\"formatVersion\": 99"));
        refused(diff(unended, run), "evidence of format 99 cannot be read", "this version reads format");
    }

    @Test
    void aHostWhoseEvidenceIsDamagedIsUndecided() throws IOException {
        String before = save("before", "a");
        String after = save("after", "a");
        try (Stream<Path> frames = Files.list(Path.of(after, "hosts", "a", "frames"))) {
            Optional<Path> one = frames.filter(frame -> frame.toString().contains("x-small"))
                    .filter(frame -> frame.toString().endsWith(".out"))
                    .findFirst();
            Files.writeString(one.orElseThrow(), "forged\n");
        }
        came(diff(before, after), 3, "UNDECIDED: 1 newly undetermined", "a: clean -> undecided");
    }

    @Test
    void theHelpHasItsExitCodes() {
        assertThat(Command.run("diff", "--help").out())
                .contains("  0   not worse", "  1   worse", "  2   not compared", "  3   undecided", "OLD", "NEW");
    }
}
