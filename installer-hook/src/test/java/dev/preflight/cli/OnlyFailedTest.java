package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.DeadPort;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs over the hosts that did not proceed in an earlier run. */
class OnlyFailedTest extends RunsToGoOnWith {
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
    void aHostThatIsLookedForElsewhereThanInTheRunIsNamed() throws IOException {
        try (DeadPort there = DeadPort.take();
                DeadPort elsewhere = DeadPort.take()) {
            String then = write("then", config(there.port(), ""));
            String umask = UmaskProfile.LENIENT.in(folder);
            json("-F", then, "--host", "lab", "-p", umask, "--save-evidence", run.toString());
            assertThat(again(then).err()).contains("[1/1] lab").doesNotContain("not where they were");
            assertThat(again(write("moved", config(elsewhere.port(), ""))).err().replaceAll("\\s+", " "))
                    .contains("not where they were in the run, and may be other machines: lab (port " + there.port()
                            + ", now " + elsewhere.port() + ")");
            String behind = write("behind", config(there.port(), "ProxyCommand exit 3"));
            assertThat(again(behind).err()).contains("lab (through directly, now ");
        }
    }

    private Command again(String config) {
        return json("--only-failed", run.toString(), "-F", config, "--host", "lab");
    }

    private static String config(int port, String more) {
        return "Host lab\n HostName 127.0.0.1\n Port " + port + "\n User ops\n " + more + "\n";
    }
}
