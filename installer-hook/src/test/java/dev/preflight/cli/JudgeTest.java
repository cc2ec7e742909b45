package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.api.Catalogue;
import dev.preflight.api.HostCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What judging saved evidence says of the evidence itself. */
class JudgeTest {
    @TempDir
    Path folder;

    private String evidence = "";
    private Command run = Command.run("checks");

    @BeforeEach
    void save() throws IOException {
        Path base = Files.writeString(
                folder.resolve("base.yaml"),
                "name: base\nchecks:\n  umask-effective:\n    params: {required_contexts: [exec], required_file_mode: \"${mode}\"}\n"
                        + "  nic-link: {}\nvars: {mode: \"0000\"}\n");
        Path site = Files.writeString(
                folder.resolve("site.yaml"),
                "name: site\nextends: " + base + "\nchecks:\n  nic-link: off\n  kernel-known-bad: {}\n");
        evidence = folder.resolve("evidence").toString();
        run = Command.run(
                "run",
                "-p",
                site.toString(),
                "--set",
                "umask-effective.required_dir_mode=\"0000\"",
                "--skip",
                "kernel-known-bad",
                "--fail-on",
                "warning",
                "--save-evidence",
                evidence,
                "--format",
                "json");
        Files.delete(base);
        Files.delete(site);
    }

    private Command judge(String... options) {
        return Command.run(
                Stream.concat(Stream.of("judge", evidence), Stream.of(options)).toArray(String[]::new));
    }

    private Path file(String name) {
        return Path.of(evidence).resolve(name);
    }

    @Test
    void itIsJudgedByTheRecordedProfileAndChoicesWithoutAnyOtherFile() {
        Command judged = judge("--format", "json");
        assertThat(judged.exit()).as(run.err() + judged.err()).isEqualTo(run.exit());
        assertThat(judged.json().get("hosts").get(0).get("findings"))
                .isEqualTo(run.json().get("hosts").get(0).get("findings"));
        assertThat(judged.json().get("failOnWarning").asBoolean()).isTrue();
        assertThat(judged.json().at("/evidence/form").asText()).isEqualTo("sealed");
        assertThat(judged.json().at("/evidence/ended").asText()).isEqualTo("complete");
        assertThat(judged.json().at("/evidence/profileNamed").asBoolean()).isFalse();
        assertThat(Schemas.problems("verdict-2.schema.json", judged.out())).isEmpty();
        assertThat(judge().out())
                .contains("by the profile that the run recorded: site", "The run was complete: 1 of 1");
        assertThat(judge("--lang", "zh").out()).contains("运行时记录的配置集：site");
        assertThat(judge("--fail-on", "blocker", "--format", "json")
                        .json()
                        .get("failOnWarning")
                        .asBoolean())
                .isFalse();
        assertThat(run.json().get("evidence").isNull()).isTrue();
    }

    @Test
    void anotherProfileCanBeNamedAndThePageSaysSo() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), "name: other\nchecks:\n  umask-effective: {}\n");
        assertThat(judge("-p", other.toString()).out().replaceAll("\\s+", " "))
                .contains(
                        "by the profile that was named, other; the run recorded site.",
                        "Values that the run was given are over those of the profile:",
                        "umask-effective.required_dir_mode=\"0000\"");
        assertThat(judge("-p", other.toString(), "--set", "umask-effective.required_dir_mode=\"0777\"")
                        .out())
                .as("set anew")
                .doesNotContain("umask-effective.required_dir_mode=\"0000\"");
        assertThat(judge().out()).as("the recorded profile has them in it").doesNotContain("are over those");
    }

    @Test
    void whatTheRunSetHoldsForAnotherProfileTooUnlessItIsSetAnew() throws IOException {
        Path other = Files.writeString(
                folder.resolve("other.yaml"),
                "name: other\nchecks:\n  umask-effective:\n    params: {required_contexts: [exec],"
                        + " required_dir_mode: \"0777\"}\n");
        Command judged = judge("-p", other.toString());
        assertThat(judged.exit()).as(judged.out()).isZero();
        assertThat(judged.err()).isEmpty();
        assertThat(judge("-p", other.toString(), "--set", "umask-effective.required_dir_mode=\"0777\"")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aValueOfTheRunThatAnotherProfileHasNoPlaceForIsSaid() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), "name: other\nchecks:\n  nic-link: {}\n");
        assertThat(judge("-p", other.toString()).err())
                .startsWith(
                        "warning: --set of the run: 'umask-effective.required_dir_mode=\"0000\"' is not applied: the"
                                + " profile has no check 'umask-effective'");
    }

    @Test
    void anOldNameInTheProfileIsWarnedOfAsWhenItIsRun() throws IOException {
        Path other = Files.writeString(
                folder.resolve("other.yaml"),
                "name: other\nchecks:\n  nic-link: {severities: {lacp-partner: info}}\n  umask-effective: {}\n");
        String warning = "code of nic-link 'lacp-partner' was renamed; write 'no-lacp-partner'";
        assertThat(Command.run("lint", other.toString()).err()).contains(warning);
        assertThat(judge("-p", other.toString()).err())
                .isEqualTo("warning: " + other + ":3:27: " + warning + System.lineSeparator());
    }

    @Test
    void aHostThatIsNotThereIsNamedWithItsFileOnEveryPage() throws IOException {
        Files.delete(file("hosts/localhost/manifest.json"));
        Files.delete(file("end.json"));
        Command text = judge();
        assertThat(text.exit()).isEqualTo(3);
        assertThat(text.out())
                .contains("localhost: no whole evidence (not-collected)", "hosts/localhost/manifest.json")
                .contains("The run did not end", "0 of 1 hosts");
        Command json = judge("--format", "json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.unreachable("localhost")).isEqualTo("not-collected");
        assertThat(json.host("localhost").get("verdict").asText()).isEqualTo("undecided");
        assertThat(json.host("localhost").at("/unreachable/details/file").asText())
                .isEqualTo("hosts/localhost/manifest.json");
        assertThat(Schemas.problems("verdict-2.schema.json", json.out())).isEmpty();
        assertThat(judge("--format", "junit").out())
                .contains("<error", "not-collected", "hosts/localhost/manifest.json", "The run did not end");
    }

    @Test
    void checksThatByTheirParametersApplyToNoHostAreNotUndeterminedOfAHostThatIsNotThere() throws IOException {
        Files.delete(file("hosts/localhost/manifest.json"));
        StringBuilder all = new StringBuilder("name: all\nchecks:\n");
        Catalogue.load().checks().forEach((id, check) -> {
            if (check instanceof HostCheck && check.spec().requires().isEmpty()) {
                all.append("  ").append(id).append(": {}\n");
            }
        });
        String profile = Files.writeString(folder.resolve("all.yaml"), all).toString();
        Command judged = judge("-p", profile, "--format", "json");
        List<String> notAsked = new ArrayList<>();
        int unknown = 0;
        for (JsonNode finding : judged.host("localhost").get("findings")) {
            if (finding.get("outcome").asText().equals("unknown")) {
                unknown++;
            } else {
                assertThat(finding.get("outcome").asText()).isEqualTo("not-applicable");
                assertThat(finding.at("/subject/kind").asText()).isEqualTo("setting");
                notAsked.add(finding.get("check").asText());
            }
        }
        assertThat(notAsked).contains("list-file-format", "container-cpu-shares");
        assertThat(judge("-p", profile).out().replaceAll("\\s+", " "))
                .contains(unknown + " checks could not be determined for that reason");
        assertThat(Schemas.problems("verdict-2.schema.json", judged.out())).isEmpty();
    }

    @Test
    void strangersAreSaidAndTheirNamesDoNothingToATerminal() throws IOException {
        Files.createDirectory(file("hosts/x\u001b[2J\ny"));
        Command judged = judge();
        assertThat(judged.exit()).isEqualTo(run.exit());
        assertThat(judged.out()).contains("files of no host of the run").doesNotContain("\u001b");
    }

    @Test
    void evidenceMadeByHandSaysSoOnThePageAndNeedsAProfileToBeNamed() throws IOException {
        Files.writeString(
                file("manifest.json"),
                "{\"formatVersion\": 2, \"handMade\": true, \"startedAt\": \"2026-01-01T00:00:00Z\","
                        + " \"hosts\": [{\"name\": \"localhost\", \"groups\": [\"all\"]}]}");
        Command unnamed = judge();
        assertThat(unnamed.exit()).isEqualTo(2);
        assertThat(unnamed.err()).contains("does not hold the profile", "--profile");
        Path profile = Files.writeString(folder.resolve("p.yaml"), "name: p\nchecks:\n  umask-effective: {}\n");
        assertThat(judge("-p", profile.toString()).out()).contains("made by hand");
    }

    @Test
    void evidenceOfFormatOneNeedsAWordForItAndThePageSaysWhatItIs() throws IOException {
        Files.writeString(
                file("manifest.json"),
                "{\"formatVersion\": 1, \"tool\": \"1\", \"profile\": \"site\", \"startedAt\": \"2026-01-01T00:00:00Z\"}");
        Path record = file("hosts/localhost/manifest.json");
        Files.writeString(record, Files.readString(record).replace("\"formatVersion\": 2", "\"formatVersion\": 1"));
        Path profile = Files.writeString(folder.resolve("p.yaml"), "name: p\nchecks:\n  umask-effective: {}\n");
        Command refused = judge("-p", profile.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("format 1", "--incomplete");
        Command judged = judge("-p", profile.toString(), "--incomplete");
        assertThat(judged.exit()).as(judged.err()).isNotEqualTo(2);
        assertThat(judged.out()).contains("is of format 1");
    }
}
