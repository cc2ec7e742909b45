package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.SshAsk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionVariablesTest {

    private static Host host(String variables) throws ProblemsException {
        return InventoryLoader.parse("i", "h " + variables).hosts().get(0);
    }

    private static List<String> warnings(String text) throws ProblemsException {
        return InventoryLoader.parse("i", text).warnings().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void aHostWithoutVariablesHasTheDefaults() throws Exception {
        Host host = host("");

        assertThat(host.address()).isEqualTo("h");
        assertThat(host.port()).isEqualTo(22);
        assertThat(host.user()).isEmpty();
        assertThat(host.keyFile()).isEmpty();
        assertThat(host.password()).isEmpty();
        assertThat(host.connection()).isEqualTo(Connection.SSH);
        assertThat(host.become().asked()).isFalse();
        assertThat(host.groups()).containsExactly("all", "ungrouped");
    }

    @Test
    void anEmptyVariableCountsAsNotSet() throws Exception {
        assertThat(host("ansible_host= ansible_port= ansible_user= ansible_password= ansible_connection="
                        + " ansible_become= ansible_private_key_file="))
                .isEqualTo(host(""));
        assertThat(host("ansible_user= ansible_ssh_user=new").user()).contains("new");
        assertThatThrownBy(() -> host("ansible_user=new ansible_ssh_user="))
                .hasMessage("i:1:3: 'ansible_user' is overridden by 'ansible_ssh_user', which is empty; remove one; the"
                        + " other is at i:1:20");
        assertThatThrownBy(() -> InventoryLoader.parse("i", "all: {hosts: {h: {ansible_password: '\"quoted\"'}}}"))
                .hasMessageContaining("the value of 'ansible_password' has quotes around it that belong to it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "22", "65535"})
    void takesPorts(String port) throws Exception {
        assertThat(host("ansible_port=" + port).port()).isEqualTo(Integer.parseInt(port));
        assertThat(host("ansible_ssh_port=" + port).port()).isEqualTo(Integer.parseInt(port));
    }

    @ParameterizedTest
    @CsvSource({
        "ssh, SSH",
        "smart, SSH",
        "paramiko, SSH",
        "ansible.builtin.ssh, SSH",
        "local, LOCAL",
        "ansible.builtin.local, LOCAL"
    })
    void takesConnections(String value, Connection connection) throws Exception {
        assertThat(host("ansible_connection=" + value).connection()).isEqualTo(connection);
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "True, true", "1, true", "on, true", "T, true", "no, false", "FALSE, false", "0, false"})
    void takesAnsiblesBooleans(String value, boolean become) throws Exception {
        assertThat(host("ansible_become=" + value).become().asked()).isEqualTo(become);
    }

    @Test
    void expandsTheHomeDirectoryInTheKeyFile() throws Exception {
        String home = System.getProperty("user.home");

        assertThat(host("ansible_ssh_private_key_file=~/.ssh/k").keyFile()).contains(home + "/.ssh/k");
        assertThat(host("ansible_private_key_file=/a~b").keyFile()).contains("/a~b");
    }

    /** Tried: {@code ansible h -m raw -a id -vvv} connects with the values of the old spellings. */
    @Test
    void ofTwoSpellingsTheOldOneCountsAsInAnsible() throws Exception {
        Host host = host("ansible_ssh_host=b ansible_host=a ansible_port=1 ansible_ssh_port=2 ansible_user=u1"
                + " ansible_ssh_user=u2 ansible_private_key_file=k1 ansible_ssh_private_key_file=k2"
                + " ansible_password=p1 ansible_ssh_pass=p2");

        assertThat(host.address()).isEqualTo("b");
        assertThat(host.port()).isEqualTo(2);
        assertThat(host.user()).contains("u2");
        assertThat(host.keyFile()).contains("k2");
        assertThat(host.password()).contains(Secret.of("p2"));
        assertThat(warnings("h ansible_ssh_host=b ansible_host=a"))
                .containsExactly(
                        "i:1:22: 'ansible_host' is overridden by 'ansible_ssh_host', which has another value; the"
                                + " other is at i:1:3");
        assertThat(warnings("h ansible_ssh_host=a ansible_host=a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ansible_port=0|'ansible_port' must be a whole number from 1 to 65535, found '0'",
                "ansible_port=65536|'ansible_port' must be a whole number from 1 to 65535, found '65536'",
                "ansible_ssh_port=ssh|'ansible_ssh_port' must be a whole number from 1 to 65535, found 'ssh'",
                "ansible_host=[::1]|the address in 'ansible_host' cannot contain '['; give a name",
                "ansible_host=u@h|the address in 'ansible_host' cannot contain '@'; give a name",
                "ansible_user='a b'|a user's name cannot have blanks",
                "ansible_connection=lokal|the connection 'lokal' is not supported; did you mean 'local'?",
                "ansible_connection=docker|the connection 'docker' is not supported; valid here: local, paramiko, smart, ssh",
                "ansible_become=maybe|'ansible_become' must be yes or no, found 'maybe'",
                "ansible_become_method=sodo|the way to become root 'sodo' is not supported; did you mean 'sudo'?",
                "ansible_become_user=oracle|becoming the user 'oracle' is not supported; only root is",
                "ansible_private_key_file=~joe/k|the home directory of another user is not looked up",
                "ansible_host='{{ x }}'|'ansible_host' has a template that only Ansible",
                "ansible_user='{% if x %}'|'ansible_user' has a template that only Ansible",
                "ansible_password='{{ x }}'|'ansible_password' has a template that only Ansible",
                "ansible_password='$ANSIBLE_VAULT;1.1'|a value that Ansible's vault encrypts"
            })
    void saysWhatIsWrong(String variable, String message) {
        assertThatThrownBy(() -> host(variable))
                .isInstanceOf(ProblemsException.class)
                .hasMessageStartingWith("i:1:3: " + message);
    }

    @Test
    void saysOnceWhatIsWrongForManyHosts() {
        assertThatThrownBy(() -> InventoryLoader.parse("i", "h[1:50]\n[all:vars]\nansible_port=x\n"))
                .isInstanceOfSatisfying(
                        ProblemsException.class, e -> assertThat(e.problems()).hasSize(1));
    }

    @Test
    void aBadValueThatAnotherOverrulesDoesNoHarm() throws Exception {
        assertThat(InventoryLoader.parse("i", "h ansible_port=23\n[all:vars]\nansible_port={{ p }}\n")
                        .hosts())
                .extracting(Host::port)
                .containsExactly(23);
    }

    @Test
    void yamlsVaultAndListsAreProblemsWhereAConnectionNeedsThem() throws Exception {
        assertThat(InventoryLoader.parse("i", "all:\n  hosts:\n    h:\n      x: !vault |\n        $ANSIBLE_VAULT;1.1\n")
                        .hosts())
                .hasSize(1);
        assertThatThrownBy(() -> InventoryLoader.parse("i", "all: {hosts: {h: {ansible_user: !vault x}}}"))
                .hasMessageStartingWith("i:1:33: a value that Ansible's vault encrypts");
        assertThatThrownBy(() -> InventoryLoader.parse(
                        "i", "all:\n  hosts:\n    h:\n      ansible_password: !vault |\n        $ANSIBLE_VAULT;1.1\n"))
                .hasMessageStartingWith("i:4:7: a value that Ansible's vault encrypts cannot be read here");
        assertThatThrownBy(() -> InventoryLoader.parse("i", "all: {hosts: {h: {ansible_host: [a]}}}"))
                .hasMessageStartingWith("i:1:19: 'ansible_host' must be a single value");
    }

    @ParameterizedTest
    @CsvSource({"sudo, SUDO", "ansible.builtin.su, SU", "community.general.doas, DOAS", "doas, DOAS"})
    void aWayToBecomeRootIsReadWithItsPassword(String written, Become.Method method) throws Exception {
        Become become = host("ansible_become_method=" + written + " ansible_become_pass=horse")
                .become();
        assertThat(become).isEqualTo(new Become(false, method, Optional.of(Secret.of("horse"))));
    }

    @Test
    void warnsOfVariablesWithoutEffect() throws Exception {
        assertThat(warnings("h[1:2] ansible_prot=1 ansible_timeout=9 ansible_ssh_common_args='-C' plain=1"))
                .containsExactly(
                        "i:1:8: 'ansible_prot' has no effect here; did you mean 'ansible_port'?",
                        "i:1:23: 'ansible_timeout' has no effect here");
    }

    @Test
    void keepsOtherVariablesAsTheyAre() throws Exception {
        assertThat(InventoryLoader.parse("i", "all: {hosts: {h: {a: '{{ x }}', b: [1, {c: true, d: }], ansible_x: 1}}}")
                        .hosts()
                        .get(0)
                        .variables())
                .containsOnly(
                        org.assertj.core.api.Assertions.entry("a", "{{ x }}"),
                        org.assertj.core.api.Assertions.entry("b", "[\"1\",{\"c\":true,\"d\":null}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ansible_ssh_common_args='-o RevokedHostKeys=/r'|'ansible_ssh_common_args' has RevokedHostKeys, which may",
                "ansible_ssh_extra_args='-W a:22'|'ansible_ssh_extra_args' has -W, which may change whom ssh reaches",
                "ansible_ssh_args='-o ServerAliveInternal=5'|'ansible_ssh_args' has serveraliveinternal, which may",
                "ansible_ssh_args='{{ x }}'|'ansible_ssh_args' has a template that only Ansible",
                "ansible_ssh_args='$ANSIBLE_VAULT;1.1'|a value that Ansible's vault encrypts",
                "ansible_ssh_executable=/opt/wrap|'ansible_ssh_executable' names a program that may reach another",
                "ansible_paramiko_proxy_command='nc b 22'|'ansible_paramiko_proxy_command' has a proxy command, which"
            })
    void whatWouldReachAnotherMachineIsAnError(String variable, String message) {
        assertThatThrownBy(() -> host(variable))
                .isInstanceOf(ProblemsException.class)
                .hasMessageStartingWith("i:1:3: " + message)
                .hasMessageNotContaining("nc b");
        assertThatThrownBy(() -> InventoryLoader.parse("i", "h[1:9]\n[all:vars]\n" + variable))
                .isInstanceOfSatisfying(
                        ProblemsException.class, e -> assertThat(e.problems()).hasSize(1));
    }

    @Test
    void whatSshDoesIsNoMatterWhereItIsNotUsedOrOverruled() throws Exception {
        assertThat(host("ansible_connection=local ansible_ssh_common_args='-W b'")
                        .connection())
                .isEqualTo(Connection.LOCAL);
        assertThat(InventoryLoader.parse("i", "h ansible_ssh_args=\n[all:vars]\nansible_ssh_args=-W b\n")
                        .hosts())
                .hasSize(1);
        assertThat(host("ansible_ssh_executable=/usr/bin/ssh ansible_paramiko_proxy_command=none")
                        .address())
                .isEqualTo("h");
    }

    @Test
    void saysThatHostKeysAreVerifiedAnyway() throws Exception {
        assertThat(warnings("h ansible_ssh_common_args='-o StrictHostKeyChecking=no -oUserKnownHostsFile=/dev/null'"))
                .contains(
                        "i:1:3: 'ansible_ssh_common_args' has StrictHostKeyChecking, UserKnownHostsFile, and host keys are"
                                + " verified here anyway; name a file with --known-hosts, or accept the keys of new hosts with"
                                + " --accept-new");
    }

    private static String asked(String variables) throws ProblemsException {
        SshAsk ask = host(variables).ask(Optional.empty());
        return ask.config().map(file -> "-F " + file + " ").orElse("")
                + ask.options().stream()
                        .map(option -> "-" + option.flag() + option.value() + " ")
                        .collect(Collectors.joining())
                + ask.name();
    }

    /** As its ssh plugin builds the command line: the first value counts for ssh. */
    @Test
    void givesSshItsArgumentsInAnsiblesOrder() throws Exception {
        assertThat(asked("ansible_host=10.0.0.1 ansible_port=22 ansible_user=ops"
                        + " ansible_ssh_args='-C -o Port=1 -F /a' ansible_ssh_common_args='-J b -F /b'"
                        + " ansible_ssh_extra_args='-o User=c'"))
                .isEqualTo("-F /b -oPort=1 -p22 -lops -Jb -oUser=c 10.0.0.1");
        assertThat(asked("plain=1")).isEqualTo("h");
        assertThat(asked("ansible_connection=paramiko ansible_ssh_args='-J b'")).isEqualTo("-F none h");
    }
}
