package dev.preflight.inventory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program of Ansible that is installed here, run as the user would run it: without a shell, for a bounded time. */
final class AnsibleProgram {
    /** How much of its complaints is kept. */
    private static final int MAX_ERROR = 64 * 1024;

    private static final int BUFFER = 16 * 1024;

    /**
     * What its output must not be changed by, and what must not go unsaid: by default Ansible goes on without the
     * hosts of a source that it cannot read (docs.ansible.com, Ansible Configuration Settings).
     */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "True",
            "ANSIBLE_INVENTORY_UNPARSED_FAILED", "True",
            "ANSIBLE_INVENTORY_EXPORT", "False",
            "ANSIBLE_VERBOSITY", "0",
            "ANSIBLE_DEBUG", "False",
            "ANSIBLE_FORCE_COLOR", "False",
            "ANSIBLE_NOCOLOR", "True");

    /** Each read has a thread of its own: all of them wait at the same time. */
    private static final Executor DAEMON = task -> {
        Thread thread = new Thread(task, "ansible");
        thread.setDaemon(true);
        thread.start();
    };

    private final Path program;
    private final Duration limit;
    private final int maxOutput;

    /**
     * How it ended.
     *
     * @param failure why there is no answer, the end of a sentence that begins with the program; empty if there is one
     * @param output what it printed
     * @param errors what it printed to standard error, as {@link AnsibleWords} shows it
     */
    record Answer(Optional<String> failure, String output, List<String> errors) {}

    AnsibleProgram(Path program, Duration limit, int maxOutput) {
        this.program = program;
        this.limit = limit;
        this.maxOutput = maxOutput;
    }

    Answer run(List<String> arguments, String input) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(ENVIRONMENT);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Answer(Optional.of("cannot be started"), "", List.of());
        }
        try {
            return answer(process, input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Optional.of("was interrupted"), "", List.of());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Answer answer(Process process, String input) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        CompletableFuture<byte[]> output = read(process.getInputStream(), maxOutput + 1, false);
        CompletableFuture<byte[]> errors = read(process.getErrorStream(), MAX_ERROR, true);
        CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feed(process.getOutputStream(), input), DAEMON);
        try {
            byte[] printed = output.get(left(end), TimeUnit.NANOSECONDS);
            if (printed.length > maxOutput) {
                return new Answer(Optional.of("printed more than " + maxOutput + " bytes"), "", List.of());
            }
            String complaints = new String(errors.get(left(end), TimeUnit.NANOSECONDS), StandardCharsets.UTF_8);
            List<String> said = AnsibleWords.shown(complaints);
            if (!process.waitFor(left(end), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            Optional<String> failure =
                    process.exitValue() == 0 ? Optional.empty() : Optional.of("failed with " + process.exitValue());
            return new Answer(failure, new String(printed, StandardCharsets.UTF_8), said);
        } catch (TimeoutException e) {
            return new Answer(Optional.of("gave no answer in " + limit.toSeconds() + " s"), "", List.of());
        } catch (ExecutionException e) {
            return new Answer(Optional.of("broke off"), "", List.of());
        } finally {
            fed.cancel(false);
        }
    }

    private static long left(long end) {
        return Math.max(0, end - System.nanoTime());
    }

    /**
     * Reads the first bytes.
     *
     * @param on whether to read on behind them, so that the program is not held up
     */
    private static CompletableFuture<byte[]> read(InputStream stream, int most, boolean on) {
        return CompletableFuture.supplyAsync(
                () -> {
                    ByteArrayOutputStream kept = new ByteArrayOutputStream();
                    byte[] buffer = new byte[BUFFER];
                    try (stream) {
                        for (int n = 0; n >= 0 && (on || kept.size() < most); n = stream.read(buffer)) {
                            kept.write(buffer, 0, Math.min(n, most - kept.size()));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return kept.toByteArray();
                },
                DAEMON);
    }

    private static void feed(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the program reads no input", e);
        }
    }
}
