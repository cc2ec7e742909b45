package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSch;
import dev.preflight.inventory.Secret;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import dev.preflight.transport.ssh.KeyFiles.Loaded;
import dev.preflight.transport.ssh.KeyFiles.Unusable;
import dev.preflight.transport.ssh.KeyFiles.Usable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a key file: a wrong passphrase is not mended by chmod. */
class KeyFilesTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void tools() {
        Requirement.tool("ssh-keygen");
    }

    private Path key(String passphrase) {
        Path file = folder.resolve("key");
        Commands.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", file.toString());
        return file;
    }

    private static Loaded load(Path file, String passphrase) {
        Optional<Secret> secret = passphrase.isEmpty() ? Optional.empty() : Optional.of(Secret.of(passphrase));
        return new KeyFiles(new JSch(), asked -> secret).load(file, Optional.empty());
    }

    private static KeyFlaw flaw(Path file, String passphrase) {
        return load(file, passphrase) instanceof Unusable unusable ? unusable.flaw() : null;
    }

    private static Path with(Path file, String mode) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----", "rw------x"})
    void oneThatOthersMayUseIsUsedNoMoreThanBySsh(String mode) throws IOException {
        Unusable open = (Unusable) load(with(key(""), mode), "");
        assertThat(open.flaw()).isEqualTo(KeyFlaw.TOO_OPEN);
        assertThat(open.why()).contains("mode 0").contains("chmod 600");
        assertThat(open.publicKey()).as("an agent may hold it all the same").isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void oneOfThisUserAloneIsUsed(String mode) throws IOException {
        assertThat(load(with(key(""), mode), "")).isInstanceOf(Usable.class);
    }

    @Test
    void oneOfAnotherUserIsHisAffair() throws IOException {
        Requirement.root();
        Path file = with(key(""), "rw-r--r--");
        Commands.run("", "chown", "nobody", file.toString());
        assertThat(load(file, "")).isInstanceOf(Usable.class);
    }

    @Test
    void whatIsWrongWithAnEncryptedOneIsItsPassphraseUnlessOthersMayUseIt() throws IOException {
        Path file = key("right one");
        assertThat(flaw(file, "")).isEqualTo(KeyFlaw.LOCKED);
        assertThat(flaw(file, "wrong one")).isEqualTo(KeyFlaw.WRONG_PASSPHRASE);
        assertThat(load(file, "right one")).isInstanceOf(Usable.class);
        assertThat(flaw(with(file, "rw-r--r--"), "right one")).isEqualTo(KeyFlaw.TOO_OPEN);
    }

    @Test
    void whatIsNoPrivateKeyIsNotMadeOneByChmod() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello\n");
        assertThat(flaw(text, "")).isEqualTo(KeyFlaw.NO_KEY);
        assertThat(flaw(folder, "")).isEqualTo(KeyFlaw.NO_KEY);
        assertThat(flaw(folder.resolve("none"), "")).isEqualTo(KeyFlaw.MISSING);
        key("");
        assertThat(flaw(folder.resolve("key.pub"), "")).isEqualTo(KeyFlaw.PUBLIC);
    }
}
