package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.SshArguments.Meaning;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshArgumentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-C",
                "-C -q -vvv",
                "-Cqvvv",
                "-o ControlMaster=auto -o ControlPersist=60s -o ControlPath=~/.ansible/cp/%h",
                "-oControlMaster=auto",
                "-o 'ControlPersist 60s'",
                "-o \"ServerAliveInterval = 5\"",
                "-o serveraliveinterval=5",
                "-o LogLevel=ERROR -o ConnectTimeout=5 -o PreferredAuthentications=publickey",
                "-i /home/ops/key -o IdentitiesOnly=yes -o IdentityFile=/k",
                "-S none -E /tmp/log",
                "-J none",
                "-F /dev/null",
                "-Fnone",
                "-o ProxyJump=none -o ProxyCommand=none",
                "-L 8080:localhost:80"
            })
    void passesOverWhatReachesTheSameMachine(String text) {
        assertThat(SshArguments.of(text).decisive()).isEmpty();
        assertThat(SshArguments.of(text).broken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-J bastion|-J",
                "-Jbastion|-J",
                "-CqJ bastion|-J",
                "-o ProxyJump=bastion|ProxyJump",
                "-o proxyjump=bastion|ProxyJump",
                "-oProxyJump=bastion|ProxyJump",
                "-o 'ProxyJump bastion'|ProxyJump",
                "-o \"ProxyCommand=ssh -W %h:%p 'a b'\"|ProxyCommand",
                "-o ProxyComm\\and=x|ProxyCommand",
                "-F /etc/other|-F",
                "-o Include=/etc/other|Include",
                "-o HostName=10.0.0.9|HostName",
                "-o HostKeyAlias=b|HostKeyAlias",
                "-o User=root|User",
                "-l root|-l",
                "-o Port=2222|Port",
                "-p2222|-p",
                "-b 10.0.0.1|-b",
                "-B eth1|-B",
                "-o BindAddress=10.0.0.1|BindAddress",
                "-W a:22|-W",
                "-w 0:0|-w",
                "-4|-4",
                "-o AddressFamily=inet|AddressFamily",
                "-o CanonicalizeHostname=yes|CanonicalizeHostname",
                "-o RevokedHostKeys=/etc/revoked|RevokedHostKeys",
                "-o Tag=x|tag",
                "-P x|-P",
                "-o NotYetInvented=x|notyetinvented",
                "-Z|-Z",
                "other|an argument that is no option",
                "-C -- other|--",
                "-o|''"
            })
    void namesWhatMayReachAnother(String text, String option) {
        assertThat(SshArguments.of(text).decisive()).contains(option);
    }

    @Test
    void anArgumentOfAnOptionIsNoOption() {
        assertThat(SshArguments.of("-i -J -C").decisive()).isEmpty();
        assertThat(SshArguments.of("-o 'ControlPath=-J b'").decisive()).isEmpty();
    }

    @Test
    void namesEachOnceAndNoValue() {
        Meaning meaning = SshArguments.of("-o ProxyJump=a -o ProxyCommand='sshpass -p secret ssh b' -o ProxyJump=c");
        assertThat(meaning.decisive()).containsExactly("ProxyJump", "ProxyCommand");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o 'ProxyJump=b", "\"", "-C ' x"})
    void aQuoteThatIsNotClosedIsBroken(String text) {
        assertThat(SshArguments.of(text).broken()).isEqualTo("a quote is not closed");
    }

    /** What OpenSSH on this machine takes as an option, and we do not list as harmless, is an error and no surprise. */
    @Test
    void keywordsThatAreHarmlessAreOnesThatSshHasOrHad() {
        Requirement.tool("ssh");
        List<String> dumped = Commands.run("", "ssh", "-G", "-F", "none", "host")
                .lines()
                .map(line -> line.split(" ")[0])
                .toList();
        List<String> decisive = Stream.concat(dumped.stream(), Stream.of("proxyjump", "include"))
                .filter(keyword ->
                        !SshArguments.of("-o " + keyword + "=x").decisive().isEmpty())
                .distinct()
                .toList();
        assertThat(decisive)
                .contains("host", "user", "hostname", "port", "addressfamily", "canonicalizehostname", "include")
                .doesNotContain("controlmaster", "ciphers", "loglevel", "identityfile")
                .hasSizeLessThan(30);
    }
}
