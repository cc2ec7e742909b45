package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.RealSshd;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Upload;
import dev.preflight.transport.Upload.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenSSH's SFTP server makes of files that come without a mode. */
class SftpUploadTest {
    private static final String PROGRAM = "/usr/lib/openssh/sftp-server";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "internal-sftp -u 0022, 644, 755",
        "internal-sftp -u 0027, 640, 750",
        "internal-sftp -u 0077, 600, 700",
        PROGRAM + " -u 0002, 664, 775",
        PROGRAM + " -u 0027, 640, 750"
    })
    void theServersUmaskShowsInEveryDirectoryAndNothingIsLeft(String subsystem, String file, String dir)
            throws IOException, TransportException {
        try (RealSshd sshd = RealSshd.launch("/bin/bash", "Subsystem sftp " + subsystem)) {
            sshd.file("taken", "");
            Path other = sshd.home().resolve("it's a \"dir\" $HOME *");
            Files.createDirectory(other);
            Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxrwxrwx"));
            Upload upload = upload(
                            sshd,
                            List.of(
                                    other.toString(),
                                    "/etc",
                                    sshd.home().resolve("none").toString(),
                                    sshd.home().resolve("taken").toString()))
                    .orElseThrow();
            assertThat(upload.places().get(0).directory()).isEqualTo(sshd.home().toString());
            assertThat(upload.places())
                    .extracting(SftpUploadTest::told)
                    .containsExactly(file + " " + dir, file + " " + dir, "Permission denied", "absent", "absent");
            try (Stream<Path> home = Files.list(sshd.home());
                    Stream<Path> inside = Files.list(other)) {
                assertThat(home.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrder(
                                ".ssh", "taken", other.getFileName().toString());
                assertThat(inside).isEmpty();
            }
        }
    }

    @Test
    void aServerWithoutTheSubsystemGivesNone() throws TransportException {
        try (RealSshd sshd = RealSshd.launch()) {
            assertThat(upload(sshd, List.of())).isEmpty();
        }
    }

    @Test
    void aServerThatEndsAtOnceGivesNoneOrBreaksTheConnection() {
        try (RealSshd sshd = RealSshd.launch("/bin/bash", "Subsystem sftp /bin/false")) {
            assertThat(upload(sshd, List.of())).isEmpty();
        } catch (TransportException e) {
            assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY);
        }
    }

    private Optional<Upload> upload(RealSshd sshd, List<String> directories) throws TransportException {
        Path key = sshd.newKey("upload", "", "-t", "ed25519");
        SshOptions options = Client.options(folder, sshd);
        try (Session session = new SshTransport(options).open(Client.host(sshd, key), new Cancellation())) {
            return session.upload(directories);
        }
    }

    private static String told(Made made) {
        if (!made.exists()) {
            return "absent";
        }
        return made.fileMode().isPresent()
                ? Integer.toOctalString(made.fileMode().getAsInt()) + " "
                        + Integer.toOctalString(made.dirMode().orElseThrow())
                : made.error();
    }
}
