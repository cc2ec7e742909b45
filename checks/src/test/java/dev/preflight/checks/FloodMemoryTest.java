package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts say is held to the heap, however many of them flood at once, and what is kept of those that are done too. */
class FloodMemoryTest {
    private static final String HEAP = "-Xmx192m";

    @TempDir
    private Path folder;

    @Test
    void aThousandHostsThatFloodStayWithinTheHeap() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodingHosts.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as(Files.readString(out)).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(out).hasContent("judged " + FloodingHosts.HOSTS);
    }
}
