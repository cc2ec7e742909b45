package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on with an earlier one. */
class ResumeTest {
    @TempDir
    private Path folder;

    private String inventory;
    private String profile;
    private Path run;

    @BeforeEach
    void site() throws IOException {
        inventory = write("hosts.ini", """
                [good]
                h1 ansible_connection=local
                h2 ansible_connection=local
                [bad]
                h3 ansible_connection=local
                """);
        profile = write("site.yaml", """
                name: site
                checks:
                  no-file: {check: x-file, groups: [bad]}
                  a-file: {check: x-there, groups: [good, bad]}
                  kernels: {check: same-on-all, severity: blocker}
                define:
                  x-file:
                    title: {en: A file}
                    reads: {f: {file: /proc/sys/kernel/pid_max, as: int}}
                    expect: {c: {read: f, is: {max: 1}}}
                  x-there:
                    title: {en: A file}
                    reads: {f: {file: /proc/sys/kernel/pid_max, as: int}}
                    expect: {c: {read: f, is: {min: 1}}}
                """);
        run = folder.resolve("run");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Command json(String... args) {
        List<String> all = new ArrayList<>(List.of("run", "--format", "json"));
        all.addAll(List.of(args));
        return Command.run(all.toArray(String[]::new));
    }

    private Command first(String... more) {
        List<String> all = new ArrayList<>(List.of("-i", inventory, "-p", profile, "--save-evidence", run.toString()));
        all.addAll(List.of(more));
        return json(all.toArray(String[]::new));
    }

    /** As a run leaves it that was killed before these hosts were done. */
    private void without(String... hosts) throws IOException {
        Files.deleteIfExists(run.resolve("end.json"));
        for (String host : hosts) {
            Files.delete(run.resolve("hosts").resolve(host).resolve("manifest.json"));
        }
    }

    /** A report but for times, and for what it says of being resumed. */
    static JsonNode timeless(Command command) {
        ObjectNode report = (ObjectNode) command.json();
        report.remove(List.of("startedAt", "endedAt", "earlier", "evidence"));
        report.get("hosts").forEach(host -> ((ObjectNode) host).remove("tookMillis"));
        return report;
    }

    private void refused(Command command, String... said) {
        assertThat(command.exit()).as(command.err()).isEqualTo(2);
        assertThat(command.err().lines()).as(command.err()).hasSize(1);
        assertThat(command.err()).contains(said);
    }

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
                "the run was begun with another value of the profile with its settings and --set, --skip;");
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
                "put them back into the inventory, or begin a new run without them");
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
    void anInventoryWithSecretsIsNamedAgain() throws IOException {
        String site = Files.readString(Path.of(inventory));
        write("hosts.ini", site.replace("h1 ", "h1 ansible_password=geheim "));
        Command whole = first();
        assertThat(Files.readString(run.resolve("manifest.json"))).doesNotContain("geheim");
        without("h1");
        refused(
                json("--resume", run.toString()),
                "logging in to its hosts takes more than is kept of them",
                "name the hosts again, as with -i and --limit");
        assertThat(timeless(json("--resume", run.toString(), "-i", inventory))).isEqualTo(timeless(whole));
    }

    @Test
    void anOptionOfTheLoginThatIsNotKeptIsGivenAgain() throws IOException {
        String known = write("known_hosts", "");
        first("--known-hosts", known);
        without("h1");
        refused(json("--resume", run.toString()), "the run was begun with --known-hosts, which is not kept");
        assertThat(json("--resume", run.toString(), "--known-hosts", known).exit())
                .isEqualTo(1);
    }

    /** The name that ssh_config knows is not kept where the host has another address, nor is the file. */
    @Test
    void aHostOfSshConfigIsNamedAgain() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String config = write("ssh_config", "Host web1\n  HostName 127.0.0.1\n  Port " + port + "\n");
        String site = write("plain.yaml", "name: plain\nchecks:\n  umask-effective: {}\n");
        String[] login = {"-F", config, "--known-hosts", write("known_hosts", "")};
        Command whole = json(
                "--host",
                "web1",
                "-p",
                site,
                "--save-evidence",
                run.toString(),
                login[0],
                login[1],
                login[2],
                login[3]);
        assertThat(whole.unreachable("web1")).as(whole.err()).isEqualTo("refused");
        without("web1");
        refused(
                json("--resume", run.toString(), login[0], login[1], login[2], login[3]),
                "logging in to its hosts takes more than is kept of them");
        Command other = json("--resume", run.toString(), "--host", "web1", login[2], login[3]);
        assertThat(other.err())
                .contains("hosts are no longer what they were in the run: web1 (address 127.0.0.1, now web1)");
        Command same = json("--resume", run.toString(), "--host", "web1", login[0], login[1], login[2], login[3]);
        assertThat(timeless(same)).isEqualTo(timeless(whole));
    }

    @Test
    void aHostThatIsReachedAsItIsNamedNeedsItsSshConfigAgain() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String config = write("ssh_config", "Host *\n  User ops\n");
        String site = write("plain.yaml", "name: plain\nchecks:\n  umask-effective: {}\n");
        Command whole =
                json("--host", "127.0.0.1:" + port, "-p", site, "--save-evidence", run.toString(), "-F", config);
        without("127.0.0.1");
        refused(json("--resume", run.toString()), "the run was begun with --ssh-config, which is not kept");
        assertThat(timeless(json("--resume", run.toString(), "-F", config))).isEqualTo(timeless(whole));
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
    void onlyHostsThatDidNotProceedAreAskedAgain() throws IOException {
        first();
        Path again = folder.resolve("again");
        Command failed = json("--only-failed", run.toString(), "--save-evidence", again.toString());
        assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
        assertThat(failed.json().get("hosts")).hasSize(1);
        assertThat(failed.host("h3").get("verdict").asText()).isEqualTo("blocked");
        assertThat(failed.json().at("/earlier/how").asText()).isEqualTo("only-failed");
        assertThat(failed.json().at("/earlier/hosts").asInt()).isEqualTo(2);
        assertThat(Schemas.problems("verdict-2.schema.json", failed.out())).isEmpty();
        // A check of all hosts does not take one for all.
        assertThat(failed.json().at("/fleet/0/code").asText()).isEqualTo("not-in-run");
        Command page = Command.run("run", "--only-failed", run.toString());
        assertThat(page.out().replaceAll("\\s+", " "))
                .contains("The verdict is about the hosts that did not proceed in the run of")
                .contains("are not part of it: 2.")
                .contains("and not with those that proceeded before: kernels (same-on-all).");
        assertThat(timeless(Command.run("judge", again.toString(), "--format", "json")))
                .isEqualTo(timeless(failed));
    }

    @Test
    void hostsThatWereNotDoneAreAmongThoseAndAllMayBe() throws IOException {
        first();
        without("h1", "h2");
        Command failed = json("--only-failed", run.toString());
        assertThat(failed.json().get("hosts")).hasSize(3);
        assertThat(failed.json().at("/earlier/hosts").asInt()).isZero();
    }

    @Test
    void whereEveryHostProceededThereIsNothingToAskAgain() {
        json("-i", inventory, "-p", profile, "--limit", "good", "--save-evidence", run.toString());
        refused(
                json("--only-failed", run.toString()),
                "every host of the run proceeded, so there is none to ask again");
    }

    @Test
    void aHostThatFailedAndIsGoneIsAnError() throws IOException {
        first();
        write("hosts.ini", "[good]\nh1 ansible_connection=local\n[bad]\nh9 ansible_connection=local\n");
        refused(
                json("--only-failed", run.toString(), "-i", inventory),
                "the run had hosts that are not among those named now: h3");
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
