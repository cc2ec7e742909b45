package dev.preflight.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The machine's own Dropbear on a free port of 127.0.0.1, for the user and the keys of a {@link RealSshd}. */
public final class RealDropbear implements AutoCloseable {
    private final int port;
    private final String publicKey;
    private final Process process;

    private RealDropbear(RealSshd users) throws IOException {
        port = QuietPort.free();
        Path key = users.folder().resolve("dropbear_key");
        String said = Commands.run("", "dropbearkey", "-t", "ed25519", "-f", key.toString());
        publicKey = said.lines()
                .filter(line -> line.startsWith("ssh-ed25519 "))
                .findFirst()
                .orElseThrow();
        process = new ProcessBuilder("dropbear", "-F", "-E", "-r", key.toString(), "-p", "127.0.0.1:" + port)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
        // It listens before it says this.
        String line = log.readLine();
        while (line != null && !line.contains("Not backgrounding")) {
            line = log.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("dropbear does not start");
        }
        EmbeddedSshServer.daemon(() -> log.lines().forEach(l -> {}));
    }

    /** Starts one, or skips the test where there is none. */
    public static RealDropbear launch(RealSshd users) {
        Requirement.tool("dropbear");
        Requirement.tool("dropbearkey");
        try {
            return new RealDropbear(users);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** The line that makes its host key known. */
    public String knownHostsLine() {
        return "[127.0.0.1]:" + port + " " + publicKey;
    }

    @Override
    public void close() {
        List<ProcessHandle> sessions = process.descendants().toList();
        process.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
