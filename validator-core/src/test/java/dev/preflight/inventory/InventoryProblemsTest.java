package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryProblemsTest {

    private static List<String> problems(String text) {
        try {
            InventoryLoader.parse("i", text);
        } catch (ProblemsException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
        return List.of();
    }

    private static List<String> warnings(String text) throws ProblemsException {
        return InventoryLoader.parse("i", text).warnings().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void aRangeWithoutItsEndIsNotTakenForAPort() {
        assertThat(problems("[web]\nw[1:3.example\n"))
                .containsExactly("i:2:2: a '[' without its ']'; a range is written [1:10], [01:10], [a:f] or [0:10:2]");
        assertThat(problems("all:\n  hosts:\n    w[1:3.example: {}\n"))
                .singleElement()
                .asString()
                .contains("a '[' without its ']'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: x\nchecks:\n  nic-link: {}\n",
                "extends: linux-base\n",
                "settings: {become: true}\nchecks: {nic-link: off}\n"
            })
    void aProfileIsNoInventory(String text) {
        assertThat(problems(text)).containsExactly("i:1:1: this is a profile and no inventory; use -p for it");
    }

    @Test
    void aGroupMayBeCalledChecks() {
        assertThat(problems("checks:\n  hosts:\n    h1: {}\n")).isEmpty();
    }

    @Test
    void aNameThatIsNoTextToAnsibleIsRefusedAsAnsibleDoes() {
        assertThat(problems("all:\n  hosts:\n    026: {}\n    h1: {a: 1}\n  children:\n    no: {}\n"))
                .containsExactly(
                        "i:3:5: a name must be text, and to Ansible '026' is a whole number; put it in quotes",
                        "i:6:5: a name must be text, and to Ansible 'no' is true or false; put it in quotes");
    }

    @Test
    void reportsAllMistakesOfAnIniFileAtOnce() {
        assertThat(problems("""
                        lone
                        [web]
                          web[3:1]
                        web1 k
                        web2 a=1 a=2
                        web3:0
                        user@web4
                        web5 x="open
                        x=1
                        [web:foo]
                        this is not read
                        [web:childern]
                        [bad*name]
                        h
                        [wbe:vars]
                        a=1
                        [site:children]
                        wbe
                        two words
                        [site:vars]
                        no assignment
                        a=1
                        a=2
                        [broken
                        h
                        """))
                .containsExactly(
                        "i:3:6: the range begins after its end; swap 3 and 1",
                        "i:4:6: expected key=value behind the host; no blanks around '=', and quotes around a value"
                                + " that has blanks",
                        "i:5:10: the variable 'a' is given twice for this host",
                        "i:6:1: not a port after ':', found 0; a port is a whole number from 1 to 65535",
                        "i:7:1: a host's name cannot contain '@'; the user is written ansible_user=NAME behind the host",
                        "i:8:8: a quote that is not closed, or a '\\' at the end; close it, or put a '\\' before it",
                        "i:9:1: the variable 'x' is given where a host is expected; put it behind a host, or into a"
                                + " section [web:vars]",
                        "i:10:6: 'foo' is no kind of section; valid here: children, hosts, vars",
                        "i:12:6: 'childern' is no kind of section; did you mean 'children'?",
                        "i:13:2: 'bad*name' cannot name a group; a group's name has letters, digits, '_', '-' and '.',"
                                + " and begins with a letter, a digit or '_'",
                        "i:15:2: variables for a group that no section defines: 'wbe'; did you mean 'web'?",
                        "i:18:1: a child that no section defines: 'wbe'; did you mean 'web'?",
                        "i:19:1: expected the name of a group alone on its line",
                        "i:21:1: expected key=value",
                        "i:24:1: not a section; a section is written [group], [group:children] or [group:vars]");
    }

    @Test
    void reportsAllMistakesOfAYamlFileAtOnce() {
        assertThat(problems("""
                        all:
                          hosts: [a, b]
                          vras: {}
                          vars: 5
                          children:
                            web:
                              hosts:
                                w[3:1]:
                                w1: 5
                                w1:
                                "w 2":
                            bad*name:
                            all:
                            web:
                        """))
                .containsExactly(
                        "i:2:10: expected names, each followed by ':', found a list",
                        "i:3:3: 'vras' is no section of a group; did you mean 'vars'?",
                        "i:4:9: expected variables, found a whole number",
                        "i:8:10: the range begins after its end; swap 3 and 1",
                        "i:9:13: expected the host's variables, found a whole number",
                        "i:10:9: the key 'w1' is given twice; the first is at i:9:9",
                        "i:11:9: a host's name cannot contain ' '",
                        "i:12:5: 'bad*name' cannot name a group; a group's name has letters, digits, '_', '-' and '.',"
                                + " and begins with a letter, a digit or '_'",
                        "i:13:5: 'all' cannot be a child: every group is below it; remove it here",
                        "i:14:5: the key 'web' is given twice; the first is at i:6:5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a]\\nh\\n[a:children]\\na|i:4:1: the groups form a circle: a -> a; take one of these children out",
                "[a:children]\\nb\\n[b:children]\\nc\\n[c:children]\\na\\n[d]\\nh|"
                        + "i:6:1: the groups form a circle: a -> b -> c -> a; take one of these children out",
                "a: {children: {b: {children: {a: }}}, hosts: {h: }}|"
                        + "i:1:31: the groups form a circle: a -> b -> a; take one of these children out",
                "[a:children]\\nb\\n[b:children]\\na\\n[b]\\nh\\n[under:children]\\nleaf\\n[leaf]\\nk\\n[a:children]\\nunder|"
                        + "i:4:1: the groups form a circle: a -> b -> a; take one of these children out"
            })
    void showsACircleOfGroups(String text, String problem) {
        assertThat(problems(text.replace("\\n", "\n"))).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# only a comment", "[web]", "all:\n", "all: {children: {web: }}", "---\n", "{}"})
    void refusesAnInventoryWithoutHosts(String text) {
        assertThat(problems(text)).containsExactly("i: no host is named; name at least one host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plugin: aws_ec2|i:1:1: an inventory that Ansible computes",
                "{\"_meta\": {}}|i: no host is named",
                "#!/bin/sh|i: a program that prints an inventory",
                "$ANSIBLE_VAULT;1.1;AES256|i: the whole file is encrypted",
                "- a|i:1:1: a host's name cannot begin with '-'"
            })
    void refusesWhatIsNotAnInventory(String text, String problem) {
        assertThat(problems(text)).first().asString().startsWith(problem);
    }

    @Test
    void takesTenThousandHostsInAllAndNotOneMore() throws Exception {
        assertThat(InventoryLoader.parse("i", "a[1:5000]\nb[1:5000]\na1\n").hosts())
                .hasSize(10_000);
        assertThat(problems("a[1:5000]\nb[1:5000]\nc\nd\n"))
                .containsExactly("i:3:1: more than 10000 hosts; split the inventory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h ansible_password = s3cret",
                "h ansible_password: s3cret",
                "h ansible_password=a s3cret",
                "h ansible_password='s3cret",
                "h ansible_password={{s3cret}}",
                "h ansible_password=$ANSIBLE_VAULT;s3cret",
                "h ansible_password=x ansible_password=s3cret",
                "ansible_password=s3cret",
                "ansible_password:s3cret",
                "ansible_password@s3cret",
                "h\n[all:vars]\nansible_password: s3cret",
                "all: {hosts: {h: {ansible_password: *s3cret}}}",
                "all: {hosts: {h: {ansible_password: !s3cret x}}}",
                "all: {hosts: {h: {ansible_password: [s3cret]}}}",
                "all:\n  vars:\n    ansible_password:\n      *s3cret\n",
                "all:\n  hosts: {h: }\n  vars: {ansible_password: a}\n  vars: {ansible_password: s3cret}\n",
            })
    void neverShowsAPassword(String text) {
        assertThat(problems(text)).isNotEmpty().noneMatch(problem -> problem.contains("s3cret"));
    }

    @Test
    void warningsShowNoPasswordEither() throws Exception {
        String text = """
                h ansible_password=s3cret#s3cret ansible_ssh_pass=s3cret2 ansible_become_pass=s3cret ansible_vault_pw=s3cret
                h ansible_password=s3cret3
                [all:vars]
                ansible_become_password=s3cret # s3cret
                ansible_become_password=s3cret5
                """;
        assertThat(warnings(text)).hasSizeGreaterThanOrEqualTo(3).noneMatch(warning -> warning.contains("s3cret"));
    }

    @Test
    void warnsOfAPortThatHasNoEffect() throws Exception {
        assertThat(warnings("a:23\na:23\nb\nb:24\n"))
                .containsExactly(
                        "i:4:1: the port 24 has no effect: the host 'b' is named before; give the port where it is"
                                + " first named, at i:3:1");
    }

    @Test
    void warnsOfWhatIsEasilyMisread() throws Exception {
        assertThat(warnings("""
                        web x=a#b
                        web x=c
                        [web]
                        db
                        [web:vars]
                        note = deploy # now
                        """))
                .containsExactly(
                        "i:1:1: 'web' names a host and a group; give one of them another name",
                        "i:1:8: a '#' begins a comment here, inside a word; put the word in quotes if '#' belongs to it",
                        "i:2:5: 'x' of the host 'web' has another value before; this one counts; the other is at i:1:5",
                        "i:6:1: the value of 'note' has a '#' that is part of the value and begins no comment; put the"
                                + " value in single quotes, or remove that");
    }

    @Test
    void showsNoCharacterThatActsOnATerminal() {
        assertThatThrownBy(() -> InventoryLoader.parse("i", "h\u001b[31m\n"))
                .hasMessage("i:1:2: a control character; remove it");
        assertThat(problems("[\u202ebad]\nh")).first().asString().startsWith("i:1:2: '\\u202ebad' cannot name a group");
    }
}
