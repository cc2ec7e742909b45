package dev.preflight.transport.local;

import dev.preflight.node.SearchPath;
import dev.preflight.sshconfig.SshClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** OpenSSH's client as a program of this machine. */
public final class SshProgram implements SshClient {
    /** A 'Match exec' that asks a network answers in seconds; one that hangs must not hold up the run. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** {@code ssh -G} prints 6 KB. */
    private static final int LARGEST = 4 * 1024 * 1024;

    private final Path program;

    private SshProgram(Path program) {
        this.program = program;
    }

    /** The one at this path. */
    public static SshProgram at(Path program) {
        return new SshProgram(program);
    }

    /** The first in these folders, as {@code PATH} has them; empty if there is none. */
    public static Optional<SshClient> in(String folders) {
        return SearchPath.find(folders, "ssh", "ssh.exe").map(SshProgram::new);
    }

    @Override
    public Said call(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try {
            long end = System.nanoTime() + LIMIT.toNanos();
            boolean ended = process.waitFor(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                throw new IOException("it takes longer than " + LIMIT.toSeconds()
                        + " s; see whether a 'Match exec' in ssh_config takes long");
            }
            int status = process.exitValue();
            // What a 'Match exec' leaves behind may keep standard error open; all is well without it.
            return new Said(status, text(out, end), status == 0 ? "" : text(err, end));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(CompletableFuture<String> read, long end) throws IOException, InterruptedException {
        try {
            return read.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its output has no end", e);
        }
    }

    private static CompletableFuture<String> read(InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (in) {
                        text.complete(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(e);
                    }
                },
                "preflight-ssh-config-reader");
        reader.setDaemon(true);
        reader.start();
        return text;
    }
}
