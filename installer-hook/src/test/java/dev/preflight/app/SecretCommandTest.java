package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.app.SecretCommand.Failure;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.HostArgument;
import dev.preflight.inventory.Secret;
import dev.preflight.node.ProblemsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretCommandTest {
    @TempDir
    Path folder;

    private static SecretCommand command(String text) {
        return SecretCommand.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "printf 'one\\ntwo\\n', one",
        "printf one, one",
        "printf 'one\\r\\ntwo', one",
        "printf ' a b \\n', ' a b '",
        "printf '\\303\\244\\n', ä",
        "sh -c 'echo x; echo y >&2; head -c 1000000 /dev/zero', x"
    })
    void theFirstLineIsTheSecret(String text, String secret) throws Failure {
        assertThat(command(text).run()).isEqualTo(Secret.of(secret));
    }

    @ParameterizedTest
    @CsvSource({
        "false, ended with exit code 1",
        "sh -c 'echo s3cret; echo s3cret >&2; exit 3', ended with exit code 3",
        "true, printed an empty first line",
        "printf '\\ns3cret\\n', printed an empty first line",
        "/nowhere/to/be/found s3cret, cannot be started",
        "sh -c 'head -c 9000 /dev/zero; echo s3cret', printed a line longer than 8192 bytes"
    })
    void whatGivesNoneSaysWhyAndNothingThatWasPrinted(String text, String why) {
        assertThatThrownBy(() -> command(text).run())
                .isInstanceOf(Failure.class)
                .hasMessage(why);
    }

    /** Neither a variable nor a second command: the words are arguments. */
    @Test
    void noShellReadsIt() throws Failure {
        Path made = folder.resolve("made");
        assertThat(command("echo $HOME; touch " + made).run()).isEqualTo(Secret.of("$HOME; touch " + made));
        assertThat(made).doesNotExist();
    }

    @Test
    void itReadsNothingFromStandardInput() throws Failure {
        assertThat(command("sh -c 'read x || echo none'").run()).isEqualTo(Secret.of("none"));
    }

    @Test
    void whatAHostIsCalledIsOneArgument() throws Failure, ProblemsException {
        Host host = HostArgument.parse("ops@h-1.example:2222");
        SecretCommand command = command("printf '%%s|' '%n %h' %p %r 100%% %x").at(host);
        assertThat(command.words())
                .containsExactly("printf", "%s|", "h-1.example h-1.example", "2222", "ops", "100%", "%x");
        assertThat(command.run()).isEqualTo(Secret.of("h-1.example h-1.example|2222|ops|100%|%x|"));
        assertThat(command("cat %f").at(Path.of("/a b")).words()).isEqualTo(List.of("cat", "/a b"));
    }

    @Test
    void whatItLeavesBehindIsEnded() throws Exception {
        Path pid = folder.resolve("pid");
        Path script = Files.writeString(
                folder.resolve("s"), "sleep 1000 & echo $! >" + pid + "; echo s3cret; exec >&-; wait\n");
        // It ends once its child does, which this test ends.
        Thread end = new Thread(() -> {
            while (!Files.exists(pid) || read(pid).isEmpty()) {
                Thread.onSpinWait();
            }
            ProcessHandle.of(Long.parseLong(read(pid))).ifPresent(ProcessHandle::destroy);
        });
        end.start();
        assertThat(command("sh " + script).run()).isEqualTo(Secret.of("s3cret"));
        end.join();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
