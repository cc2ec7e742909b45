package dev.preflight.app;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.node.ShellWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of this machine that prints a secret on its first line, such as {@code pass show hosts/%n}. It runs without a
 * shell: no text of an inventory is a command line. Nothing that it prints is ever shown, neither the secret nor what it
 * says on standard error, where programs that trace themselves print secrets too.
 *
 * @param words the program and its arguments
 */
record SecretCommand(List<String> words) {
    /** Long enough for a person who unlocks a password store in a window; short enough for a program that hangs. */
    private static final long LIMIT_SECONDS = 60;

    /** More than any password: PAM takes 512 bytes (PAM_MAX_RESP_SIZE), OpenSSH 1024. */
    private static final int LONGEST = 8192;

    /** An unmodifiable list. */
    SecretCommand {
        words = List.copyOf(words);
    }

    /** Reads a command; empty if a quote is not closed, or there is none. */
    static Optional<SecretCommand> parse(String text) {
        return ShellWords.of(text).filter(words -> !words.isEmpty()).map(SecretCommand::new);
    }

    /** What messages call it: its arguments may hold anything. */
    String program() {
        return words.get(0);
    }

    /** For one host: {@code %n} is its name, {@code %h} its address, {@code %p} its port, {@code %r} its user. */
    SecretCommand at(Host host) {
        Map<Character, String> tokens = Map.of(
                'n', host.name(),
                'h', host.address(),
                'p', Integer.toString(host.port()),
                'r', host.user().orElseGet(() -> System.getProperty("user.name")),
                '%', "%");
        return new SecretCommand(
                words.stream().map(word -> replaced(word, tokens)).toList());
    }

    /** For one key: {@code %f} is its file. */
    SecretCommand at(Path key) {
        Map<Character, String> tokens = Map.of('f', key.toString(), '%', "%");
        return new SecretCommand(
                words.stream().map(word -> replaced(word, tokens)).toList());
    }

    private static String replaced(String word, Map<Character, String> tokens) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            String value = word.charAt(i) == '%' && i + 1 < word.length() ? tokens.get(word.charAt(i + 1)) : null;
            text.append(value == null ? word.substring(i, i + 1) : value);
            i += value == null ? 0 : 1;
        }
        return text.toString();
    }

    /**
     * Runs it.
     *
     * @throws Failure if it gives no secret
     */
    Secret run() throws Failure {
        Process process;
        try {
            process = new ProcessBuilder(inHome())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new Failure("cannot be started");
        }
        CompletableFuture<byte[]> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.getInputStream(), line), "preflight-secret");
        reader.setDaemon(true);
        reader.start();
        try {
            byte[] bytes = line.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Failure("did not end within " + LIMIT_SECONDS + " seconds");
            }
            return secret(bytes, process.exitValue());
        } catch (TimeoutException e) {
            throw new Failure("printed no line within " + LIMIT_SECONDS + " seconds");
        } catch (ExecutionException e) {
            throw new Failure("printed a line longer than " + LONGEST + " bytes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private List<String> inHome() {
        List<String> all = new ArrayList<>();
        words.forEach(
                word -> all.add(word.startsWith("~/") ? System.getProperty("user.home") + word.substring(1) : word));
        return all;
    }

    private static Secret secret(byte[] line, int exit) throws Failure {
        try {
            if (exit != 0) {
                throw new Failure("ended with exit code " + exit);
            }
            String text = new String(line, StandardCharsets.UTF_8);
            String secret = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            if (secret.isEmpty()) {
                throw new Failure("printed an empty first line");
            }
            return Secret.of(secret);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** Reads the first line, and goes on reading, so that the program does not fail for want of a reader. */
    private static void read(InputStream in, CompletableFuture<byte[]> line) {
        byte[] bytes = new byte[LONGEST];
        int length = 0;
        try (in) {
            int next = in.read();
            while (next >= 0 && next != '\n') {
                if (length == LONGEST) {
                    line.completeExceptionally(new IOException("too long"));
                    return;
                }
                bytes[length++] = (byte) next;
                next = in.read();
            }
            line.complete(Arrays.copyOf(bytes, length));
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            line.completeExceptionally(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Why there is no secret; a sentence without its subject, and without anything that the program printed. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }
}
