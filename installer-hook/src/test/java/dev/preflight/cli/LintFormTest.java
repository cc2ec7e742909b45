package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintFormTest {
    @TempDir
    private Path folder;

    private String wrong;
    private String right;

    @BeforeEach
    void profiles() throws IOException {
        wrong = Files.writeString(folder.resolve("wrong,100%.yaml"), """
                name: wrong
                checks:
                  umask-efective:
                  jq-usable:
                    severity: blocker!
                """).toString();
        right = UmaskProfile.LENIENT.in(folder);
    }

    @Test
    void programsReadEachErrorWithItsPlace() {
        Command lint = Command.run("lint", "--format", "json", right, wrong);
        assertThat(lint.exit()).isEqualTo(2);
        assertThat(lint.json().get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(lint.json().get("errors").asInt()).isEqualTo(2);
        JsonNode profiles = lint.json().get("profiles");
        assertThat(profiles.get(0).get("profile").asText()).isEqualTo(right);
        assertThat(profiles.get(0).get("errors")).isEmpty();
        JsonNode first = profiles.get(1).get("errors").get(0);
        assertThat(first.get("source").asText()).isEqualTo(wrong);
        assertThat(first.get("line").asInt()).isEqualTo(3);
        assertThat(first.get("column").asInt()).isEqualTo(3);
        assertThat(first.get("message").asText()).contains("umask-efective");
        assertThat(first.get("hint").asText()).contains("umask-effective");
    }

    @Test
    void whatIsInNoFileHasNoLine() {
        Command lint = Command.run("lint", "--format", "json", "no-such-profile");
        JsonNode error = lint.json().get("profiles").get(0).get("errors").get(0);
        assertThat(error.get("source").asText()).isEqualTo("no-such-profile");
        assertThat(error.get("line").isNull()).isTrue();
        assertThat(error.get("column").isNull()).isTrue();
    }

    @Test
    void aWorkflowOfGitHubShowsEachErrorAtItsLine() {
        Command lint = Command.run("lint", "--format", "github", right, wrong, "no-such-profile");
        assertThat(lint.exit()).isEqualTo(2);
        String file = wrong.replace("%", "%25").replace(",", "%2C");
        List<String> lines = lint.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("::error file=" + file + ",line=3,col=3::")
                .contains("umask-effective");
        assertThat(lines.get(1)).startsWith("::error file=" + file + ",line=5,col=");
        assertThat(lines.get(2)).startsWith("::error::no-such-profile: there is no shipped profile");
    }

    @Test
    void nothingThatAProfileSaysEndsAnAnnotation() throws IOException {
        Path sly = Files.writeString(folder.resolve("sly.yaml"), """
                name: sly
                checks:
                  "a%0A::error::forged\\n::error::forged":
                """);
        Command lint = Command.run("lint", "--format", "github", sly.toString());
        assertThat(lint.out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("::error file=") && line.contains("a%250A::error::forged"));
    }

    @Test
    void aReportOfGitLabHasAFingerprintForEachIssue() throws IOException {
        Command lint = Command.run("lint", "--format", "gitlab", right, wrong);
        assertThat(lint.exit()).isEqualTo(2);
        List<String> prints = new ArrayList<>();
        for (JsonNode issue : lint.json()) {
            assertThat(issue.get("description").asText()).isNotEmpty();
            assertThat(issue.get("check_name").asText()).isEqualTo("preflight-lint");
            assertThat(issue.get("severity").asText()).isEqualTo("major");
            assertThat(issue.get("location").get("path").asText()).isEqualTo(wrong);
            assertThat(issue.get("location").get("lines").get("begin").asInt()).isPositive();
            prints.add(issue.get("fingerprint").asText());
        }
        assertThat(prints).hasSize(2).doesNotHaveDuplicates().allMatch(print -> print.matches("[0-9a-f]{64}"));
        Files.writeString(Path.of(wrong), "# moved\n" + Files.readString(Path.of(wrong)));
        List<String> moved = new ArrayList<>();
        Command.run("lint", "--format", "gitlab", wrong)
                .json()
                .forEach(issue -> moved.add(issue.get("fingerprint").asText()));
        assertThat(moved).isEqualTo(prints);
    }

    @Test
    void aReportOfGitLabWithoutIssuesIsAnEmptyList() {
        Command lint = Command.run("lint", "--format", "gitlab", right);
        assertThat(lint.exit()).isZero();
        assertThat(lint.json().isArray()).isTrue();
        assertThat(lint.json()).isEmpty();
    }

    @Test
    void aFormThatIsNoneIsAnsweredWithTheNearest() {
        Command lint = Command.run("lint", "--format", "gitlap", right);
        assertThat(lint.exit()).isEqualTo(2);
        assertThat(lint.err()).contains("no such format 'gitlap'", "did you mean 'gitlab'?");
    }
}
