package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.DeadPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What logging in takes and is not kept, where a run is resumed. */
class ResumeLoginTest extends RunsToGoOnWith {
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
                "logging in to its hosts takes more than is kept of them",
                "names of ssh_config; name the hosts again, as with -i and --limit, or with --host");
        Command other = json("--resume", run.toString(), "--host", "web1", login[2], login[3]);
        assertThat(other.err())
                .contains("hosts are no longer what they were in the run: web1 (address 127.0.0.1, now web1)");
        Command same = json("--resume", run.toString(), "--host", "web1", login[0], login[1], login[2], login[3]);
        assertThat(timeless(same)).isEqualTo(timeless(whole));
    }

    /** Behind another jump host, or behind none, another machine may have the same address. */
    @Test
    void aHostIsNotDialledThatWasBehindAJumpHost() throws IOException {
        try (DeadPort dead = DeadPort.take()) {
            String jump = "Host 127.0.0.1\n  ProxyJump ops@localhost:";
            String config = write("ssh_config", jump + dead.port() + "\n");
            String site = write("plain.yaml", "name: plain\nchecks:\n  umask-effective: {}\n");
            Command whole =
                    json("--host", "u@127.0.0.1:9", "-p", site, "--save-evidence", run.toString(), "-F", config);
            assertThat(whole.exit()).as(whole.err()).isEqualTo(3);
            without("127.0.0.1");
            String said =
                    "hosts are no longer reached through the jump hosts or the command of the run: 127.0.0.1 (ops@localhost:"
                            + dead.port();
            String[] resume = {"--resume", run.toString(), "-F", config};
            write("ssh_config", "");
            refused(json(resume), said + ", now directly)");
            write("ssh_config", jump + "9\n");
            refused(json(resume), said + ", now ops@localhost:9)");
            write("ssh_config", "Host 127.0.0.1\n  ProxyCommand echo geheim\n");
            refused(json(resume), said + ", now proxy command ");
            write("ssh_config", jump + dead.port() + "\n");
            assertThat(timeless(json(resume))).isEqualTo(timeless(whole));
        }
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
}
