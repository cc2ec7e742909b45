package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are awaited until they have booted. */
class RetryUntilTest {
    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aHostThatNeverComesIsReportedWithItsTries(@TempDir Path folder) throws IOException {
        String host = "ops@127.0.0.1:" + closedPort();
        String[] run = {
            "run",
            "--host",
            host,
            "--only",
            "umask-effective",
            "--format",
            "json",
            "--known-hosts",
            Files.createFile(folder.resolve("known_hosts")).toString()
        };
        Command once = Command.run(run);
        assertThat(once.unreachable("127.0.0.1")).isEqualTo("refused");
        assertThat(once.host("127.0.0.1").at("/unreachable/details/tries").isMissingNode())
                .isTrue();

        String[] patient = Arrays.copyOf(run, run.length + 2);
        patient[run.length] = "--retry-until";
        patient[run.length + 1] = "3s";
        Command again = Command.run(patient);
        assertThat(again.exit()).isEqualTo(3);
        assertThat(again.unreachable("127.0.0.1")).isEqualTo("refused");
        assertThat(again.host("127.0.0.1").at("/unreachable/details/tries").asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(again.host("127.0.0.1").at("/unreachable/observed").asText()).contains("; tried ");
    }
}
