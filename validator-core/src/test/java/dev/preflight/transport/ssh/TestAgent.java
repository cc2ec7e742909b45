package dev.preflight.transport.ssh;

import dev.preflight.testing.Commands;
import java.io.IOException;
import java.nio.file.Path;

/** A real ssh-agent that holds some keys. */
record TestAgent(Process process, Path socket) implements AutoCloseable {
    static TestAgent start(Path folder, Path... keys) throws IOException {
        Path socket = folder.resolve("agent");
        Process process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        // It prints its socket's name when it listens.
        String line = process.inputReader().readLine();
        if (line == null || !line.contains(socket.toString())) {
            throw new IllegalStateException("ssh-agent does not start: " + line);
        }
        TestAgent agent = new TestAgent(process, socket);
        for (Path key : keys) {
            Commands.run("", "env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
        }
        return agent;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
