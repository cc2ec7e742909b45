package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that a run saves, and its judging by other profiles. */
class SaveEvidenceTest {
    @TempDir
    private Path folder;

    private String lenient;

    @BeforeEach
    void profile() throws IOException {
        lenient = UmaskProfile.LENIENT.in(folder);
    }

    @Test
    void savedEvidenceIsJudgedAgainByAStricterProfileWithTheSameBytesEachTime() throws IOException {
        String evidence = folder.resolve("evidence").toString();
        int first =
                Command.run("run", "-p", lenient, "--save-evidence", evidence).exit();
        assertThat(Command.run("judge", evidence, "-p", lenient).exit()).isEqualTo(first);

        String strict = UmaskProfile.STRICT.in(folder);
        Command judged = Command.run("judge", evidence, "-p", strict, "--format", "json");
        assertThat(judged.exit()).isEqualTo(1);
        assertThat(judged.json().get("profile").asText()).isEqualTo("strict");
        assertThat(Command.run("judge", evidence, "-p", strict, "--format", "json")
                        .out())
                .isEqualTo(judged.out());
        for (String format : List.of("text", "junit", "markdown", "csv", "ndjson")) {
            String once = Command.run("judge", evidence, "-p", strict, "--format", format)
                    .out();
            assertThat(once).isNotEmpty();
            assertThat(Command.run("judge", evidence, "-p", strict, "--format", format)
                            .out())
                    .isEqualTo(once);
        }
    }

    @Test
    void whatTheEvidenceLacksIsNotCollected() {
        String evidence = folder.resolve("evidence").toString();
        Command.run("run", "-p", lenient, "--save-evidence", evidence);
        Command judged = Command.run("judge", evidence, "-p", "container-host", "--format", "json");
        assertThat(judged.exit()).isEqualTo(3);
        assertThat(judged.out()).contains("\"not-collected\"");
    }

    @Test
    void evidenceOfTwoRunsDoesNotMix() throws IOException {
        Files.writeString(folder.resolve("something"), "");
        Command run = Command.run("run", "-p", lenient, "--save-evidence", folder.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("is not empty");
    }

    @Test
    void noDirectoryForEvidenceIsMadeWhenSomethingElseIsWrong() {
        assertThat(Command.run(
                                "run",
                                "-p",
                                lenient,
                                "--skip",
                                "nic-link",
                                "--save-evidence",
                                folder.resolve("evidence").toString())
                        .exit())
                .isEqualTo(2);
        assertThat(folder.resolve("evidence")).doesNotExist();
    }
}
