package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.SshArguments.Meaning;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshArgumentsTest {
    private static String shown(Meaning meaning) {
        return Stream.concat(
                        meaning.options().stream().map(option -> "-" + option.flag() + " " + option.value()),
                        meaning.config().stream().map(file -> "-F " + file))
                .map(String::strip)
                .collect(Collectors.joining(" | "));
    }

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
                "-o LogLevel=ERROR -o ProxyUseFdpass=no",
                "-S none -E /tmp/log",
                "-o 'ControlPath=-J b'",
                "-L 8080:localhost:80"
            })
    void passesOverWhatDecidesNothing(String text) {
        Meaning meaning = SshArguments.of(text);
        assertThat(meaning.refused()).isEmpty();
        assertThat(meaning.broken()).isEmpty();
        assertThat(shown(meaning)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "-J bastion@-J bastion",
                "-CqJbastion@-J bastion",
                "-o ProxyJump=bastion@-o ProxyJump=bastion",
                "-o 'ProxyJump bastion'@-o ProxyJump bastion",
                "-o proxyjump=bastion -p 22 -p23@-o proxyjump=bastion | -p 22 | -p 23",
                "-o \"ProxyCommand=ssh -W %h:%p 'a b'\"@-o ProxyCommand=ssh -W %h:%p 'a b'",
                "-o ProxyComm\\and=x@-o ProxyCommand=x",
                "-l root -i ~/key -b 10.0.0.1 -B eth1@-l root | -i ~/key | -b 10.0.0.1 | -B eth1",
                "-4 -6@-4 | -6",
                "-F /etc/other@-F /etc/other",
                "-Fnone@-F none",
                "-i -J -C@-i -J",
                "-o UserKnownHostsFile=/k@-o UserKnownHostsFile=/k",
                "-o CanonicalizeHostname=yes@-o CanonicalizeHostname=yes"
            })
    void passesOnWhatDecides(String text, String passed) {
        assertThat(shown(SshArguments.of(text))).isEqualTo(passed == null ? "" : passed);
        assertThat(SshArguments.of(text).refused()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-o Include=/etc/other|Include",
                "-W a:22|-W",
                "-w 0:0|-w",
                "-o RevokedHostKeys=/etc/revoked|RevokedHostKeys",
                "-o Tag=x|tag",
                "-P x|-P",
                "-o NotYetInvented=x|notyetinvented",
                "-Z|-Z",
                "other|an argument that is no option",
                "-C -- other|--",
                "-o|''"
            })
    void namesWhatCannotBeCarriedOut(String text, String option) {
        assertThat(SshArguments.of(text).refused()).contains(option);
    }

    @Test
    void namesEachOnceAndNoValue() {
        Meaning meaning = SshArguments.of("-o Tag=secret -o RevokedHostKeys='secret' -o Tag=c");
        assertThat(meaning.refused()).containsExactly("tag", "RevokedHostKeys");
    }

    @Test
    void neverTakesAwayTheFilesOfHostKeys() {
        Meaning meaning = SshArguments.of("-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null");
        assertThat(meaning.options()).isEmpty();
        assertThat(meaning.keys()).containsExactly("StrictHostKeyChecking", "UserKnownHostsFile");
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
        List<String> refused = Stream.concat(dumped.stream(), Stream.of("proxyjump", "include"))
                .filter(keyword ->
                        !SshArguments.of("-o " + keyword + "=x").refused().isEmpty())
                .distinct()
                .toList();
        assertThat(refused)
                .contains("host", "include")
                .doesNotContain("controlmaster", "ciphers", "loglevel", "identityfile", "port", "proxyjump")
                .hasSizeLessThan(20);
    }
}
