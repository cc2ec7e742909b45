package dev.preflight.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of whom ssh is asked, and what is made of its answers. */
class SshConfigsTest {
    @TempDir
    private Path folder;

    private final List<List<String>> calls = Collections.synchronizedList(new ArrayList<>());

    /** The real client, counted. */
    private List<SshLogin> logins(List<SshAsk> asks) throws ProblemsException {
        SshClient ssh = Configs.ssh();
        SshClient counted = arguments -> {
            calls.add(arguments);
            return ssh.call(arguments);
        };
        return new SshConfigs(Configs.here(folder), () -> Optional.of(counted)).logins(asks);
    }

    private static List<SshAsk> hosts(Path file, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Configs.ask(file, "web" + i + ".lan"))
                .toList();
    }

    /** Each answer is the one that ssh gives for this host alone. */
    private void asIfAskedAlone(List<SshAsk> asks) throws ProblemsException {
        List<SshLogin> together = logins(asks);
        for (int i = 0; i < asks.size(); i++) {
            assertThat(together.get(i)).isEqualTo(Configs.ofSsh(folder, asks.get(i)));
        }
    }

    @Test
    void aThousandHostsWithTheSameAnswerCostOneProcess() throws ProblemsException {
        Path file = Configs.write(
                folder,
                "config",
                "Host *",
                "User ops",
                "IdentityFile /k/%h-%n",
                "ProxyJump bastion",
                "UserKnownHostsFile /kh");
        List<SshLogin> logins = logins(hosts(file, 1000));
        assertThat(calls).hasSize(1);
        assertThat(logins).hasSize(1000);
        assertThat(logins.get(999).target().address()).isEqualTo("web1000.lan");
        assertThat(logins.get(999).keys().files()).containsExactly(Path.of("/k/web1000.lan-web1000.lan"));
        calls.clear();
        asIfAskedAlone(List.copyOf(hosts(file, 5)));
        assertThat(calls).hasSize(1);
    }

    @Test
    void hostsOfDifferentBlocksAndOptionsAreAskedOnceForEachKind() throws ProblemsException {
        Path file = Configs.write(
                folder,
                "config",
                "Host web1* web2.lan !web12.lan",
                "Port 2222",
                "Host web3.lan",
                "HostName Other",
                "Host *",
                "User a");
        List<SshAsk> asks = new ArrayList<>(hosts(file, 30));
        asks.add(Configs.ask(file, "web40.lan", new SshOption('p', "9")));
        asks.add(Configs.ask(file, "web41.lan", new SshOption('p', "9")));
        asIfAskedAlone(asks);
        assertThat(calls).hasSize(4);
    }

    /** A name that is given is no placeholder for the host's own, even where both are the same. */
    @Test
    void aHostNameThatIsTheOneOfAnotherHostIsKept() throws ProblemsException {
        Path file = Configs.write(folder, "config", "Host web*", "HostName web1.lan");
        asIfAskedAlone(hosts(file, 3));
        assertThat(calls).hasSize(1);
        assertThat(logins(hosts(file, 3)).get(2).target().address()).isEqualTo("web1.lan");
    }

    @Test
    void whatIsMadeOfTheNameIsAskedForEachHost() throws ProblemsException {
        for (String line : List.of(
                "HostName %h.example",
                "UserKnownHostsFile /k/%h",
                "IdentityAgent /a/%n",
                "Match host web2*\nPort 2",
                "Match exec \"test %h = web3.lan\"\nPort 3",
                "Match final host web1*\nPort 4",
                "Host \"web1.lan\"\nPort 5",
                "CanonicalizeHostname yes\nCanonicalDomains invalid",
                "ProxyJump web2.lan")) {
            calls.clear();
            Path file = Configs.text(folder, "config", line + "\n");
            List<SshAsk> asks = line.startsWith("ProxyJump") ? hosts(file, 1) : hosts(file, 3);
            asIfAskedAlone(asks);
            assertThat(calls).as(line).hasSizeGreaterThanOrEqualTo(asks.size());
        }
    }

    @Test
    void whatACommandOfMatchLeavesBehindIsNotWaitedFor() throws ProblemsException {
        Path file = Configs.write(folder, "config", "Match exec \"sleep 60 & true\"", "Port 7");
        assertThat(logins(hosts(file, 1)).get(0).target().port()).isEqualTo(7);
    }

    @Test
    void addressesInUnusualSpellingsAreAskedByThemselves() throws ProblemsException {
        Path file = Configs.write(folder, "config", "Host *", "User ops");
        asIfAskedAlone(
                Stream.of("10.0.0.1", "10.0.0.2", "127.1", "0x7f000001", "010.0.0.1", "fe80:0::1", "FE80::2", "CAFE")
                        .map(name -> Configs.ask(file, name))
                        .toList());
        assertThat(calls).hasSize(7);
    }

    @Test
    void aNameThatIsAnOptionIsNeverGiven() {
        for (String name : List.of("-oProxyCommand=touch", "", "a\nb")) {
            assertThatThrownBy(() -> logins(List.of(Configs.ask(name))))
                    .isInstanceOf(ProblemsException.class)
                    .hasMessageStartingWith(name + ": ");
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void withoutHostsNothingIsLookedFor() throws ProblemsException {
        SshConfigs configs = new SshConfigs(Configs.here(folder), () -> {
            throw new AssertionError("looked for ssh");
        });
        assertThat(configs.logins(List.of())).isEmpty();
    }

    @Test
    void mistakesOfFilesKeepTheirPlace() {
        Path file = Configs.write(folder, "config", "Host *", "Prot 22", "Port x");
        assertThatThrownBy(() -> logins(hosts(file, 500)))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining(file + ":2:1: ssh refuses this: Bad configuration option: prot")
                .hasMessageContaining(file + ":3:1: ssh refuses this: Bad port")
                .hasMessageNotContaining("terminating");
        assertThat(calls).hasSize(1);
    }

    @Test
    void mistakesOfOptionsHaveThePlaceOfTheHost() {
        assertThatThrownBy(() -> logins(List.of(Configs.ask(Path.of("none"), "web", new SshOption('o', "Port=x")))))
                .isInstanceOf(ProblemsException.class)
                .hasMessageStartingWith("web: ssh refuses this: Bad port");
    }

    private SshLogin answered(int status, String out, String err) throws ProblemsException {
        SshClient client = arguments -> new SshClient.Said(status, out, err);
        return new SshConfigs(Configs.here(folder), () -> Optional.of(client))
                .logins(List.of(Configs.ask("Web")))
                .get(0);
    }

    /** Dropbear's client may be called ssh, and OpenSSH before 6.8 has no -G. */
    @Test
    void aClientThatCannotTellIsAsNone() throws ProblemsException {
        Configs.write(folder, "user_config", "Host web", "Port 1", "Host Web", "Port 2200");
        assertThat(answered(1, "", "unknown option -- G\nusage: ssh [-1246]")
                        .target()
                        .port())
                .isEqualTo(2200);
        assertThat(answered(1, "", "Dropbear SSH client v2022.83").target().port())
                .isEqualTo(2200);
    }

    @Test
    void anAnswerThatSaysTooLittleIsRefused() {
        assertThatThrownBy(() -> answered(0, "user root\nport 22\n", "")).hasMessageContaining("hostname");
        assertThatThrownBy(() -> answered(0, "user root\nport x\nhostname a\n", ""))
                .hasMessageContaining("number");
        assertThatThrownBy(() -> answered(3, "", "")).hasMessageContaining("exit status 3");
    }

    @Test
    void pathsWithBlanksInListsAreFound() throws ProblemsException {
        String out = "user u\nport 1\nhostname h\nuserknownhostsfile /a b/c ~/d /e\nglobalknownhostsfile none\n";
        SshLogin login = answered(0, out, "");
        assertThat(login.known().userFiles())
                .containsExactly(Path.of("/a b/c"), Path.of(System.getProperty("user.home"), "d"), Path.of("/e"));
        assertThat(login.known().globalFiles()).isEmpty();
    }

    @Test
    void aClientThatDoesNotAnswerIsAProblemOfTheHost() {
        SshClient hangs = arguments -> {
            throw new IOException("it takes longer than 20 s");
        };
        assertThatThrownBy(() -> new SshConfigs(Configs.here(folder), () -> Optional.of(hangs))
                        .logins(List.of(new SshAsk("a", List.of(), Optional.empty(), new Place("hosts.ini", 3, 1)))))
                .hasMessageContaining("hosts.ini:3:1: ")
                .hasMessageContaining("longer than 20 s");
    }
}
