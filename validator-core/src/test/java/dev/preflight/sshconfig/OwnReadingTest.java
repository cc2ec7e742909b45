package dev.preflight.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link SameAsSshTest} cannot ask of ssh: default files, and what is refused without it. */
class OwnReadingTest {
    @TempDir
    private Path folder;

    private SshLogin read(String text, String host, SshOption... options) throws ProblemsException {
        return Configs.own(folder, Configs.ask(Configs.text(folder, "config", text), host, options));
    }

    /** A user whose home is a folder. */
    private SshLogin ofUser(Path home, String host) throws ProblemsException {
        Surroundings here = new Surroundings(
                home, "ops", "seat.lan", home.resolve(".ssh/config"), folder.resolve("system"), Map.of());
        return new SshConfigs(here, Optional::empty)
                .logins(List.of(Configs.ask(host)))
                .get(0);
    }

    @Test
    void theUsersFileComesBeforeTheMachines() throws Exception {
        Path ssh = Files.createDirectories(folder.resolve("home/.ssh/conf.d"));
        Configs.write(ssh, "b.conf", "Host lab", "Port 2", "User last");
        Configs.write(ssh, "a.conf", "Host lab", "User first");
        Configs.write(ssh, ".hidden.conf", "Port 99");
        Configs.write(ssh.getParent(), "config", "Include conf.d/*.conf missing", "HostName one", "IdentityFile ~/k");
        Configs.write(folder, "system", "Port 3", "HostName two", "BatchMode yes", "IdentityFile /%u/%L/%l");
        SshLogin login = ofUser(folder.resolve("home"), "lab");
        assertThat(login.target().address()).isEqualTo("one");
        assertThat(login.target().port()).isEqualTo(2);
        assertThat(login.target().user()).isEqualTo("first");
        assertThat(login.methods().batch()).isTrue();
        assertThat(login.keys().files()).containsExactly(folder.resolve("home/k"), Path.of("/ops/seat/seat.lan"));
        assertThat(ofUser(folder.resolve("nobody"), "lab").target().address()).isEqualTo("two");
    }

    @Test
    void withoutAnyFileItIsThePlainLogin() throws Exception {
        Path home = folder.resolve("home");
        assertThat(ofUser(home, "lab")).isEqualTo(SshLogin.plain("lab", 22, "ops", home));
    }

    @Test
    void aFileThatOthersMayWriteIsRefused() throws Exception {
        Path ssh = Files.createDirectories(folder.resolve("home/.ssh"));
        Path file = Configs.write(ssh, "config", "HostName elsewhere");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(() -> ofUser(folder.resolve("home"), "lab"))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("others may write to this file")
                .hasMessageContaining("chmod go-w " + file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Match exec \"true\"",
                "Match originalhost lab exec false",
                "Match localnetwork 10.0.0.0/8",
                "Match version OpenSSH_9*",
                "Match command x",
                "Match !final host a",
                "CanonicalizeHostname yes",
                "CanonicalizeHostname always",
                "CanonicalizePermittedCNAMEs a:b",
                "ProxyUseFdpass yes",
                "RevokedHostKeys /etc/revoked",
                "RefuseConnection \"not here\"",
                "Include /etc/%h.conf",
                "Include ${HOME}/x",
                "Include /etc/[[:alpha:]].conf",
                "User %u"
            })
    void whatOnlySshCanDecideIsAnErrorWithItsPlace(String line) {
        assertThatThrownBy(() -> read("\nHost lab\n" + line + "\n", "lab"))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining(folder.resolve("config") + ":3:1: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host other\nCanonicalizeHostname yes",
                "Match originalhost other exec true\nPort 1",
                "Match exec false originalhost other\nPort 1",
                "CanonicalizeHostname no",
                "RevokedHostKeys none",
                "Host other\nRefuseConnection x",
                "Host other\nUser %u"
            })
    void whatDoesNotComeIntoItIsNoError(String text) throws ProblemsException {
        assertThat(read(text + "\n", "lab").target().port()).isEqualTo(22);
    }

    @Test
    void tagsAreFollowed() throws ProblemsException {
        String text = "Host lab\nTag blue\nMatch tagged green\nPort 1\nMatch tagged b*\nPort 2\n";
        assertThat(read(text, "lab").target().port()).isEqualTo(2);
        assertThat(read(text + "Match tagged \"\"\nPort 3\n", "other").target().port())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Port|:1:1: 'port' has no value",
                "Port 99999|:1:1: 'port' must be a number from 1 to 65535",
                "Port 1 2|:1:1: 'port' has more than one value",
                "Host \"a|:1:1: a quote is not closed",
                "Match|:1:1: 'match' has no value",
                "Match host|:1:1: the condition 'host' of Match has no value",
                "Match hots a|:1:1: 'hots' is no condition of Match",
                "Match all host a|:1:1: 'all' cannot stand beside other conditions",
                "Proxyjmp a|:1:1: 'proxyjmp' is no known keyword",
                "HostName %x|: the HostName of this host has the token '%x', which is not known",
                "IdentityFile ~other/k|: 'identityfile' of this host names the home directory of another user",
                "IdentityFile /k/${NOT_SET}|: 'identityfile' of this host has the variable 'NOT_SET', which is not set",
                "UserKnownHostsFile /k/%|: 'userknownhostsfile' of this host ends in a single '%'"
            })
    void mistakesHaveTheirPlace(String line, String message) {
        assertThatThrownBy(() -> read(line + "\n", "lab"))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void mistakesInBlocksOfOthersAreMistakesToo() {
        assertThatThrownBy(() -> read("Host other\nPort x\nNonsense y\n", "lab"))
                .hasMessageContaining(":2:1: ")
                .hasMessageContaining(":3:1: ");
    }

    @Test
    void windowsLineEndsAreBlanks() throws ProblemsException {
        SshLogin login = read("Host lab\r\n\tHostName real\r\n\tIdentityFile \"/a b\"\r\n", "lab");
        assertThat(login.target().address()).isEqualTo("real");
        assertThat(login.keys().files()).containsExactly(Path.of("/a b"));
    }

    @Test
    void aByteOrderMarkIsNamed() {
        assertThatThrownBy(() -> read("\ufeffHost lab\nPort 1\n", "lab")).hasMessageContaining("byte order mark");
    }

    @Test
    void aNulIsNamed() {
        assertThatThrownBy(() -> read("Host lab\0 other\nPort 1\n", "lab")).hasMessageContaining("NUL");
    }

    @Test
    void filesThatIncludeThemselvesComeToAnEnd() {
        assertThatThrownBy(() -> read("Include " + folder.resolve("config") + "\n", "lab"))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("more than 16 deep");
    }

    @Test
    void aFileThatCannotBeReadIsNoEmptyOne() throws IOException {
        assertThatThrownBy(() -> Configs.own(folder, Configs.ask(folder.resolve("missing"), "lab")))
                .hasMessageContaining("missing")
                .hasMessageContaining("no such file");
        Path directory = Files.createDirectory(folder.resolve("d"));
        assertThatThrownBy(() -> read("Include " + directory + "\n", "lab")).hasMessageContaining(directory.toString());
    }

    @Test
    void aHostBehindItselfIsRefused() {
        assertThatThrownBy(() -> read("ProxyJump a,lab\n", "lab")).hasMessageContaining("is this host itself");
    }
}
