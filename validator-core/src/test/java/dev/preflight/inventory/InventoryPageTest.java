package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.preflight.testing.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/inventory.md on recorded output of the tools that they ask. */
class InventoryPageTest {
    private static final Path PAGE = Path.of("../docs/inventory.md");
    private static final Pattern BLOCK = Pattern.compile("<!-- makes: (\\S+) -->\\n```sh\\n(.*?)```", Pattern.DOTALL);

    /** What each tool prints, after its own form; virsh puts a blank line at the end. */
    private static final Map<String, String> SAID =
            Map.of("terraform", "{\"web-1\":\"10.0.0.1\",\"web-2\":\"10.0.0.2\"}\n", "virsh", """
             Expiry Time           MAC address         Protocol   IP address           Hostname   Client ID or DUID
            ------------------------------------------------------------------------------------------------------------
             2026-11-30 12:00:00   52:54:00:aa:bb:01   ipv4       192.168.122.11/24    vm1        01:52:54:00:aa:bb:01
             2026-11-30 12:00:01   52:54:00:aa:bb:02   ipv4       192.168.122.12/24    vm2        -
             2026-11-30 12:00:01   52:54:00:aa:bb:02   ipv6       fd00::12/64          vm2        -
             2026-11-30 12:00:02   52:54:00:aa:bb:03   ipv4       192.168.122.13/24    -          -

            """, "vagrant", """
            Host node1
              HostName 127.0.0.1
              User vagrant
              Port 2222
              UserKnownHostsFile /dev/null
              StrictHostKeyChecking no
              PasswordAuthentication no
              IdentityFile "/home/me/my vms/.vagrant/machines/node1/virtualbox/private_key"
              IdentitiesOnly yes
              LogLevel FATAL

            Host node2
              HostName 127.0.0.1
              User vagrant
              Port 2200
              IdentityFile /home/me/.vagrant/machines/node2/virtualbox/private_key
              IdentitiesOnly yes

            """);

    @TempDir
    Path folder;

    private Inventory made(String tool) throws Exception {
        Requirement.tool("jq");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path said = Files.writeString(folder.resolve("said"), SAID.get(tool));
        Path program = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec cat '" + said + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var block = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(m -> m.group(2).startsWith(tool))
                .findFirst()
                .orElseThrow();
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", block.group(2)).directory(folder.toFile());
        shell.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        assertThat(shell.inheritIO().start().waitFor()).isZero();
        return InventoryLoader.load(List.of(folder.resolve(block.group(1)).toString()), "", folder);
    }

    @Test
    void anInventoryOfTerraform() throws Exception {
        assertThat(made("terraform").hosts())
                .extracting(Host::name, Host::address)
                .containsExactly(tuple("web-1", "10.0.0.1"), tuple("web-2", "10.0.0.2"));
    }

    @Test
    void anInventoryOfLibvirt() throws Exception {
        assertThat(made("virsh").hosts())
                .extracting(Host::name, Host::address)
                .containsExactly(tuple("vm1", "192.168.122.11"), tuple("vm2", "192.168.122.12"));
    }

    @Test
    void anInventoryOfVagrant() throws Exception {
        assertThat(made("vagrant").hosts())
                .extracting(Host::name, Host::address, Host::port, Host::user, Host::keyFile)
                .containsExactly(
                        tuple(
                                "node1",
                                "127.0.0.1",
                                2222,
                                Optional.of("vagrant"),
                                Optional.of("/home/me/my vms/.vagrant/machines/node1/virtualbox/private_key")),
                        tuple(
                                "node2",
                                "127.0.0.1",
                                2200,
                                Optional.of("vagrant"),
                                Optional.of("/home/me/.vagrant/machines/node2/virtualbox/private_key")));
    }

    @Test
    void everyPatternOfThePageIsUnderstood() throws Exception {
        Inventory inventory = InventoryLoader.parse(
                "i", "[web]\nweb[1:12]\na.example\n[db]\nd1\n[old]\nweb2\n[site:children]\nweb\n");
        String table = Files.readString(PAGE).split("## Which hosts", 2)[1].split("##", 2)[0];
        List<String> patterns = Pattern.compile("`([^`]+)`")
                .matcher(table.substring(table.indexOf("| --- |")))
                .results()
                .map(m -> m.group(1))
                .filter(pattern -> !pattern.startsWith("@"))
                .toList();
        assertThat(patterns).hasSizeGreaterThan(10);
        for (String pattern : patterns) {
            assertThat(HostPattern.select(pattern, inventory)).as(pattern).isNotEmpty();
        }
    }
}
