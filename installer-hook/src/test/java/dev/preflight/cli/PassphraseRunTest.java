package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.RealSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An encrypted key whose passphrase comes from a file or a program, by the doors and by the inventory. */
class PassphraseRunTest {
    private static RealSshd sshd;
    private static Path key;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = RealSshd.launch("/bin/sh");
        key = sshd.newKey("locked", "open sesame", "-t", "ed25519");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text + "\n");
    }

    private Command run(String variables, String... options) throws IOException {
        file("known_hosts", sshd.knownHostsLine());
        file("p.yaml", "name: p\ndescription: d\nchecks:\n  umask-effective: {params: {required_contexts: [exec]}}");
        file(
                "hosts.ini",
                "one ansible_host=127.0.0.1 ansible_port=" + sshd.port() + " ansible_user=" + sshd.user()
                        + " ansible_ssh_private_key_file=" + key + "\n[all:vars]\n" + variables);
        List<String> args = new ArrayList<>(List.of("run", "-F", "none", "--format", "json"));
        args.addAll(List.of("-i", folder.resolve("hosts.ini").toString()));
        args.addAll(List.of("-p", folder.resolve("p.yaml").toString()));
        args.addAll(List.of("--known-hosts", folder.resolve("known_hosts").toString()));
        return Command.patiently(args, options);
    }

    private static boolean reached(Command run) {
        return run.host("one").get("unreachable").isNull();
    }

    @Test
    void ofAFileOrAProgramOfTheCommandLine() throws IOException {
        assertThat(reached(
                        run("", "--passphrase-file", file("pp", "open sesame").toString())))
                .isTrue();
        assertThat(reached(
                        run("", "--passphrase-command", "sh -c 'test \"$1\" = " + key + " && echo open sesame' x %f")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ansible_ssh_private_key_passphrase='open sesame'",
        "preflight_passphrase_command=\"printf 'open sesame'\"",
    })
    void ofTheInventory(String variable) throws IOException {
        assertThat(reached(run(variable))).isTrue();
    }

    @Test
    void withoutOneOrWithAWrongOneTheHostIsNotAsked() throws IOException {
        String none = run("").host("one").at("/unreachable").toString();
        assertThat(none).contains("key-file-unreadable", "there is no passphrase", "--passphrase-file");
        String wrong = run("", "--passphrase-file", file("pp", "s3cret").toString())
                .host("one")
                .at("/unreachable")
                .toString();
        assertThat(wrong).contains("the passphrase is wrong").doesNotContain("s3cret");
        String failed = run("", "--passphrase-command", "sh -c 'echo s3cret; exit 4'")
                .host("one")
                .at("/unreachable")
                .toString();
        assertThat(failed)
                .contains("the passphrase command sh ended with exit code 4")
                .doesNotContain("s3cret");
    }

    @Test
    void twoSourcesAreOneTooMany() throws IOException {
        Command run = run("", "--passphrase-file", file("pp", "x").toString(), "--passphrase-command", "true");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("there is a --passphrase-file already");
    }

    @Test
    void ofARequestInJson() throws IOException {
        file("known_hosts", sshd.knownHostsLine());
        String request = """
                {"schemaVersion": 1, "hosts": [{"name": "one", "address": "127.0.0.1", "port": %d, "user": "%s"}],
                 "keyFile": "%s", "sshConfig": "none", "knownHosts": ["%s"], "only": ["umask-effective"], %s}
                """;
        String passphrase = "\"passphraseCommand\": \"printf 'open sesame'\"";
        String known = folder.resolve("known_hosts").toString();
        Command good = Command.fed(request.formatted(sshd.port(), sshd.user(), key, known, passphrase), "hook");
        assertThat(reached(good)).as(good.out()).isTrue();
        Command both = Command.fed(
                request.formatted(
                        sshd.port(), sshd.user(), key, known, passphrase + ", \"passphraseFile\": \"/nowhere\""),
                "hook");
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.out()).contains("there is 'passphraseFile' too");
    }

    @Test
    void whatIsOnlyShownRunsNoProgram() throws IOException {
        Path made = folder.resolve("made");
        String variable = "preflight_password_command=touch " + made;
        assertThat(run(variable, "--show-script").exit()).isZero();
        assertThat(made).doesNotExist();
        // Nor does a command line that is wrong.
        assertThat(run(variable, "--format", "nonsense").exit()).isEqualTo(2);
        assertThat(made).doesNotExist();
        assertThat(run(variable).err())
                .contains("'preflight_password_command' of the host 'one': touch printed an empty");
        assertThat(made).exists();
    }
}
