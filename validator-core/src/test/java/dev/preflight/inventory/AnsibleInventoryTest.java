package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.preflight.node.Problem;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Ansible alone reads, by the Ansible that is here and by programs in its place. */
class AnsibleInventoryTest {
    @TempDir
    Path folder;

    private Path inv;

    @BeforeEach
    void makesFolder() throws Exception {
        inv = Files.createDirectory(folder.resolve("inv"));
    }

    private Path write(String name, String text) throws Exception {
        Path file = inv.resolve(name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        return Files.writeString(file, text);
    }

    private Inventory ask(Path... sources) throws Exception {
        Path program = Requirement.tool("ansible-inventory");
        return InventoryLoader.load(
                List.of(sources).stream().map(Path::toString).toList(), String.valueOf(program.getParent()), folder);
    }

    /** A program in the place of {@code ansible-inventory}. */
    private String fake(String script) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(bin.resolve("ansible-inventory"), "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return bin.toString();
    }

    @Test
    void readsADirectoryWithItsVariables() throws Exception {
        write("10-web", "[web]\nw1\nw2 ansible_host=10.0.0.2\n");
        write("20-db.yml", "db: {hosts: {d1: }, vars: {ansible_user: dba}}\n");
        write(
                "group_vars/web.yml",
                "ansible_user: ops\nansible_port: 23\nsecret: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  61\n");
        write("host_vars/w1.yml", "ansible_host: 10.0.0.1\nn: 5\n");

        Inventory inventory = ask(inv);

        assertThat(inventory.hosts())
                .extracting(Host::name, Host::address, Host::port, Host::user)
                .containsExactly(
                        tuple("w1", "10.0.0.1", 23, Optional.of("ops")),
                        tuple("w2", "10.0.0.2", 23, Optional.of("ops")),
                        tuple("d1", "d1", 22, Optional.of("dba")));
        assertThat(inventory.hosts().get(0).groups()).containsExactly("all", "web");
        assertThat(inventory.hosts().get(0).variables()).containsEntry("n", "5");
        assertThat(inventory.readBy()).contains(InventoryReader.ANSIBLE);
    }

    @Test
    void readsVariablesBesideAFileAndInTheWorkingDirectory() throws Exception {
        Path file = write("hosts", "w1\n");
        assertThat(ask(file).readBy()).contains(InventoryReader.PREFLIGHT);

        write("host_vars/w1", "ansible_host: 10.0.0.1\n");

        assertThat(ask(file).hosts()).extracting(Host::address).containsExactly("10.0.0.1");
        assertThat(ask(file).readBy()).contains(InventoryReader.ANSIBLE);
    }

    @Test
    void runsAProgramAndAPlugin() throws Exception {
        Path program = write(
                "program",
                "#!/bin/sh\necho '{\"_meta\": {\"hostvars\": {\"p1\": {\"ansible_host\": \"10.0.0.7\","
                        + " \"role\": \"x\"}}}, \"web\": {\"hosts\": [\"p1\"]}}'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path plugin = write(
                "my.yml",
                "plugin: constructed\nstrict: true\ncompose: {ansible_port: \"'23'\"}\ngroups: {x: role == 'x'}\n");

        assertThat(ask(program, plugin).hosts())
                .extracting(Host::name, Host::address, Host::port, Host::groups)
                .containsExactly(tuple("p1", "10.0.0.7", 23, List.of("all", "web", "x")));
    }

    @Test
    void saysWhatTheProgramOfAnInventorySaid() throws Exception {
        Path program = write("program", "#!/bin/sh\necho no cloud here >&2; exit 1\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path hosts = write("hosts", "h1\n");

        assertThatThrownBy(() -> ask(hosts, program))
                .hasMessageStartingWith("ansible-inventory -i " + hosts + " -i " + program + ": failed with ")
                .hasMessageContaining("no cloud here")
                .hasMessageContaining("Completely failed to parse inventory source")
                .hasMessageEndingWith("try it by hand, with --list");
    }

    /** By default Ansible reads no such file of a directory: what one wrote there is not wrong, but not read. */
    @Test
    void saysWhichFilesOfADirectoryAnsibleSkips() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("several"));
        Files.writeString(directory.resolve("hosts.ini"), "h1\n");

        assertThatThrownBy(() -> ask(directory))
                .hasMessageContaining("Completely failed to parse inventory source")
                .hasMessageEndingWith("in a directory Ansible skips names that end in .ini or .cfg");
    }

    @Test
    void refusesATemplateOfAnsiblesOutputByHostAndVariable() throws Exception {
        write(
                "group_vars/all.yml",
                "ansible_host: \"{{ lookup('env', 'X') }}\"\nansible_user: \"{{ who }}\"\nwho: ops\n");
        Path file = write("hosts", "w1\nw2\n");

        assertThatThrownBy(() -> ask(file))
                .hasMessageStartingWith(
                        "ansible-inventory: w1: 'ansible_host' has a template that only Ansible can evaluate")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        write("group_vars/all.yml", "ansible_user: \"{{ who }}\"\nwho: ops\n");
        assertThat(ask(file).hosts()).extracting(Host::user).containsOnly(Optional.of("ops"));
    }

    @Test
    void opensTheVaultWithTheUsersPassword() throws Exception {
        Path vault = Requirement.tool("ansible-vault");
        Path password = Files.writeString(folder.resolve("password"), "open sesame\n");
        String text = Commands.run(
                "s3cret",
                vault.toString(),
                "encrypt_string",
                "--vault-password-file",
                password.toString(),
                "--stdin-name",
                "ansible_password");
        Path file = write(
                "i.yml",
                "all:\n  hosts:\n    h1:\n"
                        + text.substring(text.indexOf("ansible_password"))
                                .indent(6)
                                .replaceAll("(?s)\n[^\n]*Encryption successful.*", "\n"));

        assertThatThrownBy(() -> ask(file)).hasMessageContaining("a value that Ansible's vault encrypts");
        assertThat(Vault.on(String.valueOf(vault.getParent())).open("$ANSIBLE_VAULT;1.1;AES256\n6162\n"))
                .isEmpty();
        String bin = fake("");
        Path opener = Files.writeString(
                Path.of(bin, "ansible-vault"),
                "#!/bin/sh\nexec " + vault + " \"$@\" --vault-password-file " + password + "\n");
        assertThat(opener.toFile().setExecutable(true)).isTrue();
        assertThat(InventoryLoader.load(List.of(file.toString()), bin, folder).hosts())
                .extracting(host -> host.password().map(Secret::reveal))
                .containsExactly(Optional.of("s3cret"));
    }

    @Test
    void asksWithAllSourcesInOrderAndWithoutAWayAround() throws Exception {
        String bin = fake("printf '%s\\n' \"$@\" \"$ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED\" >'" + folder
                + "/asked'\ncat >>'" + folder + "/asked'\necho '{\"all\": {\"hosts\": [\"h1\"]}}'\n"
                + "echo '[WARNING]: odd' >&2\n");
        Path file = write("-odd name;x", "h1\n");
        write("group_vars/all", "x: 1\n");

        Inventory inventory = InventoryLoader.load(List.of("h1,", file.toString(), "h2,"), bin, folder);

        assertThat(folder.resolve("asked"))
                .hasContent("--list\n--inventory=h1,\n--inventory=" + file + "\n--inventory=h2,\nTrue\n");
        assertThat(inventory.hosts()).extracting(Host::name).containsExactly("h1");
        assertThat(inventory.warnings()).extracting(Problem::message).containsExactly("[WARNING]: odd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo '[1]'|printed no inventory in JSON",
                "echo no|printed no inventory in JSON",
                "exit 5|failed with 5; try it by hand",
                "echo 'ERROR! Attempting to decrypt but no vault secrets found' >&2; exit 4|failed with 4: ERROR! Attempting to"
                        + " decrypt but no vault secrets found; give Ansible the password of the vault"
            })
    void saysWhyThereIsNoAnswer(String script, String message) throws Exception {
        String bin = fake(script);

        assertThatThrownBy(() -> InventoryLoader.load(List.of(inv.toString()), bin, folder))
                .hasMessageStartingWith("ansible-inventory -i " + inv + ": " + message);
    }

    @Test
    void isBoundInTimeAndSize() throws Exception {
        Path endless = Path.of(fake("exec tail -f /dev/null\n"), "ansible-inventory");
        assertThat(new AnsibleProgram(endless, Duration.ofMillis(1), 1000)
                        .run(List.of(), "")
                        .failure())
                .contains("gave no answer in 0 s");
        Path yes = Path.of(fake("exec yes\n"), "ansible-inventory");
        assertThat(new AnsibleProgram(yes, AnsibleInventory.LIMIT, 1000)
                        .run(List.of(), "")
                        .failure())
                .contains("printed more than 1000 bytes");
        assertThat(new AnsibleProgram(folder, AnsibleInventory.LIMIT, 1000)
                        .run(List.of(), "")
                        .failure())
                .contains("cannot be started");
    }

    @Test
    void showsNoLineOfAFileInWhichAPasswordMayBe() throws Exception {
        Path file = write("i.yml", "all:\n  hosts:\n    h1:\n      ansible_password: s3cret: s3cret\n");
        write("group_vars/all.yml", "x: 1\n");

        assertThatThrownBy(() -> ask(file))
                .hasMessageContaining("mapping values are not allowed")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
        assertThat(AnsibleWords.shown(
                        "ERROR! bad\nThe offending\nline appears to be:\n\n  password: s3cret\n[WARNING]: more\n"
                                + "ERROR! password=s3cret"))
                .containsExactly("ERROR! bad", "[WARNING]: more", "ERROR! pass...");
        assertThat(AnsibleWords.shown("\u001b[31mERROR! x")).containsExactly("[31mERROR! x");
    }
}
