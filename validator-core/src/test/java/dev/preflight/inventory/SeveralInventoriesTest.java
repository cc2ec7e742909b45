package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.preflight.node.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sources, and what only Ansible reads, on a machine without Ansible. */
class SeveralInventoriesTest {
    private static final String NO_ANSIBLE = "is read by Ansible only, and there is no ansible-inventory on the PATH";

    @TempDir
    Path folder;

    private Path here;

    @BeforeEach
    void makesPlace() throws Exception {
        here = Files.createDirectory(folder.resolve("here"));
        Files.createDirectory(folder.resolve("inv"));
    }

    private String write(String name, String text) throws Exception {
        Path file = folder.resolve("inv").resolve(name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        return Files.writeString(file, text).toString();
    }

    private Inventory load(String... sources) throws Exception {
        return InventoryLoader.load(List.of(sources), folder.resolve("none").toString(), here);
    }

    @Test
    void theLaterOneCounts() throws Exception {
        String first = write(
                "a.ini", "[web]\nw1 ansible_host=10.0.0.1 ansible_user=a\nw2\n[web:vars]\nansible_port=23\nx=1\n");
        String second = write("b.yml", "web:\n  hosts:\n    w1: {ansible_host: 10.0.0.9}\n    w3:\n  vars: {x: 2}\n");

        Inventory inventory = load(first, second);

        assertThat(inventory.hosts())
                .extracting(
                        Host::name,
                        Host::address,
                        Host::port,
                        host -> host.variables().get("x"))
                .containsExactly(
                        tuple("w1", "10.0.0.9", 23, "2"), tuple("w2", "w2", 23, "2"), tuple("w3", "w3", 23, "2"));
        assertThat(inventory.warnings()).isEmpty();
        assertThat(inventory.readBy()).contains(InventoryReader.PREFLIGHT);
        assertThat(load(second, first).hosts())
                .filteredOn(host -> host.name().equals("w1"))
                .extracting(Host::address)
                .containsExactly("10.0.0.1");
    }

    @Test
    void aListOfHostsIsAnInventory() throws Exception {
        assertThat(load("h1,h2:2222, h1:23 ,10.0.0.5,").hosts())
                .extracting(Host::name, Host::port, Host::groups)
                .containsExactly(
                        tuple("h1", 22, List.of("all", "ungrouped")),
                        tuple("h2", 2222, List.of("all", "ungrouped")),
                        tuple("10.0.0.5", 22, List.of("all", "ungrouped")));
        String file = write("vars.ini", "[all:vars]\nansible_user=ops\n");
        assertThat(load("h1,", file).hosts()).extracting(Host::user).containsExactly(Optional.of("ops"));
    }

    @Test
    void aGroupOfAnEarlierFileIsDefined() throws Exception {
        String first = write("a", "[web]\nw1\n");
        String second = write("b", "[site:children]\nweb\n[web:vars]\nx=1\n");

        assertThat(load(first, second).hosts()).extracting(Host::groups).containsExactly(List.of("all", "site", "web"));
        assertThatThrownBy(() -> load(second, first)).hasMessageContaining("a child that no section defines: 'web'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inventory.toml|[web]|an inventory in TOML",
                "aws.yml|plugin: aws_ec2|the configuration of an inventory plugin",
                "gcp.yml|regions: [x]\\nplugin: 'gcp'|the configuration of an inventory plugin",
                "p.json|{\"plugin\": \"x\"}|the configuration of an inventory plugin",
                "program|#!/bin/sh\\necho {}|a program that prints an inventory",
                "vaulted|$ANSIBLE_VAULT;1.1;AES256\\n6162|a file that Ansible's vault encrypts"
            })
    void saysWhatOnlyAnsibleReads(String name, String text, String what) throws Exception {
        String file = write(name, text.replace("\\n", "\n"));

        assertThatThrownBy(() -> load(file))
                .hasMessage(file + ": " + what + " " + NO_ANSIBLE + "; install Ansible here, or, where it is, write it"
                        + " out with: ansible-inventory -i INVENTORY --list --yaml --output FILE");
        assertThatThrownBy(() -> load("h1,", folder.resolve("inv").toString()))
                .hasMessageContaining("a directory of inventories " + NO_ANSIBLE);
    }

    @Test
    void anExecutableTextThatIsNoProgramIsRead() throws Exception {
        String file = write("hosts", "h1 ansible_host=10.0.0.1\n");
        assertThat(Path.of(file).toFile().setExecutable(true)).isTrue();

        assertThat(load(file).hosts()).extracting(Host::address).containsExactly("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "group_vars/web.yml|ansible_user: ops|:1:1: 'ansible_user' is given here",
                "group_vars/all|x: 1\\nansible_ssh_common_args: -J jump|:2:1: 'ansible_ssh_common_args' is given here",
                "group_vars/all/main.yml|preflight_address: 10.1.1.1|:1:1: 'preflight_address' is given here",
                "host_vars/w1.yaml|ansible_host: 10.0.0.1|:1:1: 'ansible_host' is given here",
                "host_vars/w1.json|{\"ansible_port\": 23}|:1:2: 'ansible_port' is given here",
                "group_vars/all/vault.yml|$ANSIBLE_VAULT;1.1;AES256|: what is in this file cannot be known",
                "group_vars/web.yml|a: [|: what is in this file cannot be known"
            })
    void variablesBesideTheInventoryThatAreUsedAreAnError(String name, String text, String message) throws Exception {
        String file = write("hosts", "[web]\nw1\n");
        String vars = write(name, text.replace("\\n", "\n"));

        assertThatThrownBy(() -> load(file))
                .hasMessageStartingWith(vars + message + ", and only Ansible reads it: there is no ansible-inventory");
    }

    @Test
    void otherVariablesBesideTheInventoryAreNotRead() throws Exception {
        String file = write("hosts", "[web]\nw1\nw2 ansible_user=\"{{ who }}\"\n");
        write("group_vars/web.yml", "db_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\nt: '{{ x }}'\n");
        write("group_vars/other.yml", "ansible_user: ops\n");
        write("host_vars/w9.yml", "ansible_user: ops\n");
        write("group_vars/all.yml", "# nothing\n---\n");

        assertThatThrownBy(() -> load(file))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .singleElement()
                        .asString()
                        .startsWith(file + ":3:4: 'ansible_user' has a template that only Ansible can evaluate"));
        write("hosts", "[web]\nw1\n");
        assertThat(load(file).hosts()).hasSize(1);
        Files.createDirectories(here.resolve("host_vars"));
        Files.writeString(here.resolve("host_vars/w1"), "ansible_port: 23\n");
        assertThatThrownBy(() -> load(file)).hasMessageContaining("'ansible_port' is given here");
    }

    @Test
    void whatAnsibleInventoryPrintedIsAnInventory() throws Exception {
        String json = """
                {"_meta": {"hostvars": {"w1": {"ansible_host": "10.0.0.1", "ansible_become": true, "l": [1],
                   "ansible_user": {"__ansible_unsafe": "ops"}, "v": {"__ansible_vault": "$ANSIBLE_VAULT;1"}}}},
                 "all": {"children": ["ungrouped", "web"]}, "web": {"hosts": ["w1", "w2"]}}
                """;

        Inventory inventory = load(write("saved.json", json));

        assertThat(inventory.hosts())
                .extracting(Host::name, Host::address, Host::user)
                .containsExactly(tuple("w1", "10.0.0.1", Optional.of("ops")), tuple("w2", "w2", Optional.empty()));
        assertThat(inventory.hosts().get(0).become().asked()).isTrue();
        assertThat(inventory.groups().names()).contains("web", "ungrouped");
        String bad = write("bad.json", json.replace("\"w2\"", "\"ops@w2\""));
        assertThatThrownBy(() -> load(bad)).hasMessageStartingWith(bad + ":3:").hasMessageContaining("cannot contain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ansible_host=\"{{ ip }}\" ip=10.0.0.1|10.0.0.1",
                "ansible_host={{ip}} ip=10.0.0.1|10.0.0.1",
                "ansible_host='{{ inventory_hostname_short }}.{{ domain }}'|w1.example.org",
                "ansible_host='{{ a }}' a='{{ b }}' b='n{{ c }}' c=5|n5"
            })
    void fillsInTheNameOfAnotherVariable(String variables, String address) throws Exception {
        String file = write("hosts", "w1.x " + variables + "\n[all:vars]\ndomain=example.org\n");

        assertThat(load(file).hosts()).extracting(Host::address).containsExactly(address);
    }

    @Test
    void fillsInThePlaceOfTheInventory() throws Exception {
        String file = write(
                "hosts",
                "w1 ansible_ssh_private_key_file='{{ inventory_dir }}/id' preflight_address='{{ip}}'\n"
                        + "[all:vars]\nip=10.0.0.1\n");

        Host host = load(file).hosts().get(0);

        assertThat(host.keyFile()).contains(folder.resolve("inv/id").toString());
        assertThat(host.variables()).containsEntry("preflight_address", "10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{{ none }}'",
                "'{{ ip | default(1) }}'",
                "'{{ lookup(\"env\", \"X\") }}'",
                "'{% if ip %}x{% endif %}'",
                "'{{ hostvars }}'",
                "'{{ groups }}'",
                "'{{ ansible_host }}'",
                "'{{ list }}'",
                "'x{# no #}'",
                "'{{- ip }}'"
            })
    void refusesATemplateThatTakesJinja(String value) throws Exception {
        String file = write("hosts", "w1 ip=10.0.0.1 list='[1, 2]' groups=x ansible_host=" + value + "\n");

        assertThatThrownBy(() -> load(file)).hasMessageContaining("has a template that only Ansible can evaluate");
        assertThat(load(write("unused", "w1 x=" + value + "\n")).hosts()).hasSize(1);
    }

    @Test
    void aHostThatIsCalledLikeAGroupHasNoConnectionOfItsOwn() throws Exception {
        assertThatThrownBy(() -> load(write("a", "[web]\nweb ansible_host=10.0.0.1\nw2\n")))
                .hasMessageContaining(
                        ":2:5: 'web' names a host and a group, and Ansible gives its variables to the group");
        assertThat(load(write("b", "[web]\nweb x=1\nw2\n")).warnings())
                .extracting(Problem::message)
                .containsExactly("'web' names a host and a group");
    }

    @Test
    void readsTagsAndMergeKeysOfYaml() throws Exception {
        String file = write("i.yml", """
                all:
                  vars:
                    base: &base {ansible_user: ops, ansible_port: 23, x: 1}
                    more: &more {ansible_port: 24, y: 2}
                    secret: [!vault "$ANSIBLE_VAULT;1.1", !unsafe "{{ x }}"]
                  hosts:
                    h1: {<<: *base, x: 5}
                    h2: {<<: [*more, *base]}
                """);

        assertThat(load(file).hosts())
                .extracting(Host::user, Host::port, host -> host.variables().get("x"))
                .containsExactly(tuple(Optional.of("ops"), 23, "5"), tuple(Optional.of("ops"), 24, "1"));
        assertThatThrownBy(() -> InventoryLoader.parse("i.yml", "h: {hosts: {a: {x: &a 1, y: &a 2}}}"))
                .hasMessageContaining("the anchor '&a' is given twice");
        assertThatThrownBy(() -> InventoryLoader.parse(
                        "i.yml", "h: {hosts: {a: {ansible_user: '{{ x }}', x: !unsafe '{{ y }}', y: z}}}"))
                .hasMessageContaining("'ansible_user' has a template");
        assertThat(Stream.of("h: {hosts: {a: {<<: 5}}}", "h: {hosts: {a: {<<: [5]}}}"))
                .allSatisfy(text -> assertThatThrownBy(() -> InventoryLoader.parse("i.yml", text))
                        .hasMessageContaining("'<<' takes in mappings, found a whole number"));
    }
}
