package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.app.Version;
import dev.preflight.evidence.EvidenceLock;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs that go on with an earlier one. */
class ResumeTest extends RunsToGoOnWith {
    @Test
    void aRunThatWasKilledIsResumedAndReportsAsIfItHadNotBeen() throws IOException {
        Command whole = first();
        assertThat(whole.exit()).as(whole.err()).isEqualTo(1);
        without("h2");
        Command resumed = json("--resume", run.toString());
        assertThat(resumed.exit()).as(resumed.err()).isEqualTo(1);
        assertThat(resumed.err()).contains("[1/1] h2").doesNotContain("h1").doesNotContain("h3");
        assertThat(timeless(resumed)).isEqualTo(timeless(whole));
        assertThat(resumed.json().at("/earlier/how").asText()).isEqualTo("resumed");
        assertThat(resumed.json().at("/earlier/hosts").asInt()).isEqualTo(2);
        assertThat(resumed.json().at("/earlier/startedAt").asText()).isEqualTo(started());
        assertThat(Schemas.problems("verdict-2.schema.json", resumed.out())).isEmpty();

        Command judged = Command.run("judge", run.toString(), "--format", "json");
        assertThat(timeless(judged)).isEqualTo(timeless(whole));
        assertThat(judged.json().at("/evidence/ended").asText()).isEqualTo("complete");

        Command nothing = json("--resume", run.toString());
        assertThat(timeless(nothing)).isEqualTo(timeless(whole));
        assertThat(nothing.json().at("/earlier/hosts").asInt()).isEqualTo(3);
    }

    private String started() throws IOException {
        String manifest = Files.readString(run.resolve("manifest.json"));
        return manifest.replaceAll("(?s).*\"startedAt\": \"([^\"]*)\".*", "$1");
    }

    @Test
    void thePageSaysWhatItOwesToTheEarlierPart() throws IOException {
        first();
        without("h2");
        assertThat(Command.run("run", "--resume", run.toString()).out().replaceAll("\\s+", " "))
                .contains(
                        "and was resumed: 2 of 3 hosts were not asked again, and are judged by what they answered from");
        assertThat(Command.run("run", "--resume", run.toString(), "--format", "junit")
                        .out())
                .contains("<testsuite name=\"earlier run\"");
    }

    @Test
    void damagedEvidenceIsAskedAgain() throws IOException {
        Command whole = first();
        Path frames = run.resolve("hosts/h1/frames");
        try (var files = Files.list(frames)) {
            Files.writeString(files.sorted().toList().get(0), "x");
        }
        Command resumed = json("--resume", run.toString());
        assertThat(resumed.err()).contains("[1/1] h1");
        assertThat(timeless(resumed)).isEqualTo(timeless(whole));
    }

    @Test
    void aRunIsResumedInAnotherPlace() throws IOException {
        Command whole = first();
        without("h1", "h3");
        Path moved = Files.move(run, folder.resolve("moved"));
        assertThat(timeless(json("--resume", moved.toString()))).isEqualTo(timeless(whole));
    }

    @Test
    void whatIsGivenAgainMustBeTheSame() throws IOException {
        Command whole = first("--skip", "kernels");
        without("h2");
        refused(
                json("--resume", run.toString(), "-p", "container-host", "--skip", "umask-effective"),
                "the run was begun with another value of the profile (-p, --set), --skip; "
                        + "to go on as it was begun, leave out -p, --set,");
        refused(json("--resume", run.toString(), "-p", profile), "the run was begun with another value of --skip;");
        refused(
                json("--resume", run.toString(), "-p", profile, "--skip", "kernels", "--fail-on", "warning"),
                "the run was begun with another value of --fail-on;");
        refused(
                json("--resume", run.toString(), "--host-deadline", "61s"),
                "the run was begun with 60s, now it is 61s",
                "leave it out, or begin a new run");
        Command same = json(
                "--resume",
                run.toString(),
                "-p",
                profile,
                "--skip",
                "kernels",
                "-i",
                inventory,
                "--host-deadline",
                "60s");
        assertThat(same.exit()).as(same.err()).isEqualTo(1);
        assertThat(timeless(same)).isEqualTo(timeless(whole));
    }

    @Test
    void theHostsMustBeTheSame() throws IOException {
        first();
        without("h2");
        write("hosts.ini", "[good]\nh1 ansible_connection=local\n[bad]\nh3 ansible_connection=local\n");
        refused(
                json("--resume", run.toString(), "-i", inventory),
                "the run had hosts that are not among those named now: h2",
                "put them back into the inventory or into --limit, or begin a new run without them");
        write("hosts.ini", """
                [good]
                h1 ansible_connection=local
                h2 ansible_connection=local ansible_host=10.0.0.9
                h4 ansible_connection=local
                [bad]
                h3 ansible_connection=local
                """);
        Command changed = json("--resume", run.toString(), "-i", inventory);
        assertThat(changed.exit()).isEqualTo(2);
        assertThat(changed.err())
                .contains("hosts are named that the run did not have: h4")
                .contains("h2 (address h2, now 10.0.0.9)");
        assertThat(json("--resume", run.toString()).exit()).isEqualTo(1);
    }

    @Test
    void anotherVersionAndAnOldRunAreNotGoneOnWith() throws IOException, ProblemsException {
        RunManifest manifest = RunManifest.of(
                "0.0.9",
                Instant.now().minus(Duration.ofHours(25)),
                RecordedProfile.of("p", "name: p\nchecks:\n  os-supported: {}\n"),
                Choices.NONE,
                List.of(Host.local()));
        EvidenceWriter.create(run, manifest).close(RunEnd.How.INTERRUPTED, Instant.now());
        Command command = json("--resume", run.toString());
        assertThat(command.exit()).isEqualTo(2);
        assertThat(command.err())
                .contains("the run was begun with Preflight 0.0.9, this is " + Version.text())
                .contains("more than 24 hours from now: what its hosts answered may no longer be true");
        assertThat(run.resolve("end.json")).exists();
    }

    @Test
    void aRunThatStillWritesIsLeftAlone() throws IOException, ProblemsException {
        first();
        without("h1");
        try (EvidenceLock other = EvidenceLock.take(run, "--resume")) {
            assertThat(other).isNotNull();
            refused(
                    json("--resume", run.toString()),
                    "another run is writing to " + run,
                    "wait until it has ended, or end it first");
        }
        assertThat(json("--resume", run.toString()).exit()).isEqualTo(1);
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsOneError() throws IOException {
        first();
        without("h1");
        // Where a full disk or a read-only one would stop it, root is stopped by what is in the way.
        Files.createDirectories(run.resolve("manifest.json.part/x"));
        refused(json("--resume", run.toString()), "cannot write to " + run, "resume the copy");
        Files.delete(run.resolve("lock"));
        Files.createDirectory(run.resolve("lock"));
        refused(json("--resume", run.toString()), "cannot write to " + run);
    }

    @Test
    void whatIsNoRunToGoOnWithIsAnError() throws IOException {
        refused(json("--resume", run.toString()), "there is no such directory");
        Files.createDirectories(run.resolve("hosts"));
        refused(
                json("--resume", run.toString()),
                "ended before it asked any host: it has no manifest.json",
                "begin it again with --save-evidence and another directory");
        assertThat(run.resolve("lock")).doesNotExist();
        refused(json("--resume", run.toString(), "--only-failed", run.toString()), "give one of the two");
        refused(json("--resume", run.toString(), "--show-script"), "--show-script");
    }

    @Test
    void aRunGoesOnInItsOwnDirectory() {
        first();
        refused(
                json("--only-failed", run.toString(), "--limit", "good"),
                "--limit: selects from hosts that are not named");
        Path other = folder.resolve("other");
        refused(json("--resume", run.toString(), "--save-evidence", other.toString()), "goes on in its own directory");
        assertThat(other).doesNotExist();
    }

    @Test
    void theHookResumes() throws IOException {
        Command whole = first();
        without("h2");
        Command hook = Command.fed("{\"schemaVersion\": 1, \"resume\": \"" + run + "\"}", "hook");
        assertThat(hook.exit()).as(hook.err()).isEqualTo(1);
        assertThat(timeless(hook)).isEqualTo(timeless(whole));
        Command failed = Command.fed("{\"schemaVersion\": 1, \"onlyFailed\": \"" + run + "\"}", "hook");
        assertThat(failed.json().get("hosts")).hasSize(1);
        Command both = Command.fed(
                "{\"schemaVersion\": 1, \"onlyFailed\": \"" + run + "\", \"resume\": \"" + run + "\"}", "hook");
        assertThat(both.exit()).isEqualTo(2);
    }
}
