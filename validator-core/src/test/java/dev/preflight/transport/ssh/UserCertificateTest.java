package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that ssh-keygen signed. */
class UserCertificateTest {
    @TempDir
    Path folder;

    private UserCertificate signed(String type, String... arguments) throws Exception {
        Requirement.tool("ssh-keygen");
        Path authority = folder.resolve("ca");
        Path key = folder.resolve("id");
        Commands.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", authority.toString());
        Commands.run("", "ssh-keygen", "-q", "-t", type, "-N", "", "-f", key.toString());
        String[] sign = {"env", "TZ=UTC", "ssh-keygen", "-q", "-s", authority.toString(), "-I", "x", "-n", "a,b"};
        String[] all = Arrays.copyOf(sign, sign.length + arguments.length + 1);
        System.arraycopy(arguments, 0, all, sign.length, arguments.length);
        all[all.length - 1] = key + ".pub";
        Commands.run("", all);
        return UserCertificate.of(
                        PublicKeyLine.read(folder.resolve("id-cert.pub")).orElseThrow())
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"ed25519", "rsa", "ecdsa"})
    void itTellsItsKey(String type) throws Exception {
        UserCertificate certificate = signed(type);
        assertThat(certificate.certifies())
                .isEqualTo(PublicKeyLine.read(folder.resolve("id.pub"))
                        .orElseThrow()
                        .base64());
        assertThat(certificate.ofUser()).isTrue();
        assertThat(certificate.wrongAt(Instant.now())).isEmpty();
    }

    @Test
    void itIsValidFromTheFirstSecondToTheLast() throws Exception {
        UserCertificate certificate = signed("ed25519", "-V", "20300101000000:20300102000000");
        Instant from = Instant.parse("2030-01-01T00:00:00Z");
        Instant until = Instant.parse("2030-01-02T00:00:00Z");
        assertThat(certificate.wrongAt(from.minusSeconds(1)))
                .hasValue("the certificate is not valid before 2030-01-01T00:00:00Z");
        assertThat(certificate.wrongAt(from)).isEmpty();
        assertThat(certificate.wrongAt(until.minusSeconds(1))).isEmpty();
        assertThat(certificate.wrongAt(until)).hasValue("the certificate expired at 2030-01-02T00:00:00Z");
    }

    @Test
    void aHostsIsNone() throws Exception {
        assertThat(signed("ed25519", "-h").wrongAt(Instant.now()))
                .hasValue("it is a certificate of a host, not of a user");
    }

    /** Whatever a file holds, reading it ends. */
    @Test
    void aDamagedOneIsNone() throws Exception {
        byte[] blob = signed("ed25519").line().blob();
        for (int i = 0; i < blob.length; i++) {
            String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(blob, i));
            boolean whole = UserCertificate.of(new PublicKeyLine("ssh-ed25519-cert-v01@openssh.com", cut))
                    .isPresent();
            // Nothing that is needed lies behind the times; what follows is the server's to judge.
            assertThat(whole && i < 140).isFalse();
            byte[] huge = blob.clone();
            ByteBuffer.wrap(huge, Math.min(i, huge.length - 4), 4).putInt(Integer.MAX_VALUE);
            var unused = UserCertificate.of(new PublicKeyLine(
                    "ssh-ed25519-cert-v01@openssh.com", Base64.getEncoder().encodeToString(huge)));
        }
        assertThat(PublicKeyLine.parse("ssh-ed25519 ???")).isEmpty();
        assertThat(PublicKeyLine.parse("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA"))
                .isEmpty();
        assertThat(PublicKeyLine.ofBlob(new byte[] {0, 0})).isEmpty();
        Files.writeString(folder.resolve("x"), "");
        assertThat(PublicKeyLine.read(folder.resolve("x"))).isEmpty();
    }
}
