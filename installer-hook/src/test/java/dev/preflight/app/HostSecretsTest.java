package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.inventory.Secret;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSecretsTest {
    @TempDir
    Path folder;

    private List<Host> hosts(String... lines) throws IOException, ProblemsException {
        return InventoryLoader.load(Files.write(folder.resolve("hosts.ini"), List.of(lines)))
                .hosts();
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Map<String, Host> completed(List<Host> hosts, Login login) throws ProblemsException {
        return HostSecrets.read(hosts, login).completed(hosts);
    }

    @Test
    void aGroupOrAHostHasItsOwn() throws Exception {
        List<Host> hosts = hosts(
                "[web]",
                "w1",
                "w2 preflight_password_file=" + secret("two", "second"),
                "[db]",
                "d1 ansible_password=plain",
                "d2 ansible_ssh_private_key_passphrase=unlock",
                "d3",
                "[web:vars]",
                "preflight_password_file=" + secret("web", "of web"),
                "preflight_passphrase_command=printf 'pp of %n'",
                "preflight_become_password_command=echo root-%h",
                "[db:vars]",
                "ansible_become_password=ours");
        Map<String, Host> all = completed(hosts, Login.DEFAULT);
        assertThat(all.get("w1").password()).hasValue(Secret.of("of web"));
        assertThat(all.get("w1").passphrase()).hasValue(Secret.of("pp of w1"));
        assertThat(all.get("w1").become().password()).hasValue(Secret.of("root-w1"));
        assertThat(all.get("w2").password()).hasValue(Secret.of("second"));
        assertThat(all.get("w2").become().password()).hasValue(Secret.of("root-w2"));
        assertThat(all.get("d1").password()).hasValue(Secret.of("plain"));
        assertThat(all.get("d2").passphrase()).hasValue(Secret.of("unlock"));
        assertThat(all.get("d2").become().password()).hasValue(Secret.of("ours"));
        assertThat(all.get("d3").password()).isEmpty();
    }

    @Test
    void theProgramOfTheRequestIsForHostsThatNameNothing() throws Exception {
        Login login = Login.DEFAULT
                .withPassword(PasswordSource.NONE.withCommand("echo pw-%n"))
                .withBecomePassword(PasswordSource.NONE.withCommand("echo root-%n"));
        Map<String, Host> all = completed(hosts("a", "b ansible_password=own", "here ansible_connection=local"), login);
        assertThat(all.get("a").password()).hasValue(Secret.of("pw-a"));
        assertThat(all.get("b").password()).hasValue(Secret.of("own"));
        assertThat(all.get("here").password()).isEmpty();
        assertThat(all.get("here").become().password()).hasValue(Secret.of("root-here"));
    }

    @Test
    void oneProgramRunsOnceForAllWhoShareIt() throws Exception {
        Path runs = folder.resolve("runs");
        String command = "preflight_password_command=sh -c 'echo run >>" + runs + "; echo s3cret'";
        Map<String, Host> all = completed(hosts("h[1:50]", "[all:vars]", command), Login.DEFAULT);
        assertThat(all.values()).allMatch(host -> host.password().equals(java.util.Optional.of(Secret.of("s3cret"))));
        assertThat(runs).hasContent("run");
    }

    @ParameterizedTest
    @CsvSource({
        "preflight_password_file=/nowhere/x, there is no such password file: /nowhere/x",
        "preflight_password_command=\"printf 'a\", a quote is not closed",
        "preflight_passphrase_command=false, false ended with exit code 1",
    })
    void whatCannotBeHadIsAProblemOfTheHost(String variable, String why) throws Exception {
        List<Host> hosts = hosts("h " + variable);
        assertThatThrownBy(() -> completed(hosts, Login.DEFAULT)).isInstanceOfSatisfying(ProblemsException.class, e -> {
            assertThat(e.problems()).hasSize(1);
            assertThat(e.problems().get(0).message())
                    .contains(variable.substring(0, variable.indexOf('=')), "'h'", why);
            assertThat(e.problems().get(0).place().line()).isEqualTo(1);
        });
    }

    @Test
    void aFileAndAProgramAreOneTooMany() throws Exception {
        List<Host> hosts = hosts("h preflight_password_file=" + secret("s", "x") + " preflight_password_command=true");
        assertThatThrownBy(() -> HostSecrets.read(hosts, Login.DEFAULT))
                .hasMessageContaining("there is 'preflight_password_file' too");
    }

    @Test
    void templatesAndMisspelledNamesDoNotPassUnseen() throws Exception {
        assertThatThrownBy(() -> hosts("h preflight_password_file=\"{{ lookup('env', 'X') }}\""))
                .hasMessageContaining("'preflight_password_file' has a template");
        assertThat(hosts("h pw=/x", "[all:vars]", "preflight_password_file='{{ pw }}'")
                        .get(0)
                        .variables())
                .containsEntry("preflight_password_file", "/x");
        Path file = Files.writeString(folder.resolve("misspelled.ini"), "h preflight_pasword_file=/x\n");
        assertThat(InventoryLoader.load(file).warnings().get(0).toString())
                .contains("has no effect here", "did you mean 'preflight_password_file'?");
    }

    @Test
    void aFileThatOthersReadIsAWarning() throws Exception {
        Path file = secret("s", "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(HostSecrets.read(
                                hosts("a preflight_password_file=" + file, "b preflight_password_file=" + file),
                                Login.DEFAULT)
                        .warnings())
                .hasSize(1);
    }
}
